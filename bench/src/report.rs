//! One line a figure.

use std::io::Write as _;

use serde_json::{Value, json};

/// A figure as it is printed: `value` is a number or a list in the order of the goals.
pub struct Figure {
    /// Its name in the table.
    pub name: &'static str,
    /// What was measured.
    pub value: Value,
    /// In what.
    pub unit: &'static str,
    /// What is wanted.
    pub goal: &'static str,
    /// Everything needed to judge it.
    pub detail: Value,
}

impl Figure {
    /// Prints it as one JSON line.
    pub fn print(&self) -> anyhow::Result<()> {
        let line = json!({
            "figure": self.name, "value": self.value, "unit": self.unit, "goal": self.goal, "detail": self.detail,
        });
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}")?;
        Ok(out.flush()?)
    }
}

/// Tells the person who waits what happens now.
pub fn progress(what: &str) {
    let _ = writeln!(std::io::stderr(), "bench: {what}");
}

/// Rounded to `digits` after the point, for reading.
pub fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Median, smallest and largest.
pub fn spread(values: &[f64], digits: i32) -> Value {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    json!({
        "median": round(median(values), digits), "min": round(least, digits), "max": round(most, digits),
        "rounds": values.len(),
    })
}
