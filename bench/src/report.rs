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
    /// Whether it reaches each part of its goal.
    fn met(&self) -> Vec<bool> {
        let values = match &self.value {
            Value::Array(values) => values.clone(),
            one => vec![one.clone()],
        };
        let goals = self.goal.split(';').map(str::trim);
        let met = |(value, goal): (Value, &str)| {
            let value = value.as_f64().unwrap_or(f64::NAN);
            let (sign, wanted) = goal.split_once(' ').unwrap_or(("<=", goal));
            let wanted = wanted.parse().unwrap_or(f64::NAN);
            match sign {
                ">=" => value >= wanted,
                _ => value <= wanted,
            }
        };
        values.into_iter().zip(goals).map(met).collect()
    }

    /// Whether its rounds count and it reaches its goal.
    pub fn good(&self) -> bool {
        let void = self.detail["void"]
            .as_array()
            .is_some_and(|void| !void.is_empty());
        !void && self.met().into_iter().all(|met| met)
    }

    /// Prints it as one JSON line.
    pub fn print(&self) -> anyhow::Result<()> {
        let mut detail = self.detail.clone();
        detail["met"] = json!(self.met());
        let line = json!({
            "figure": self.name, "value": self.value, "unit": self.unit, "goal": self.goal, "detail": detail,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: Value, goal: &'static str, void: &[&str]) -> Figure {
        Figure {
            name: "some",
            value,
            unit: "",
            goal,
            detail: json!({ "void": void }),
        }
    }

    #[test]
    fn a_figure_is_good_when_every_part_is() {
        assert!(figure(json!([0.5, 4_100]), ">= 0.5; >= 4000", &[]).good());
        assert!(!figure(json!([0.5, 3_999]), ">= 0.5; >= 4000", &[]).good());
        assert!(!figure(json!([0.5, 4_100]), ">= 0.5; >= 4000", &["the driver was late"]).good());
        assert!(figure(json!(22.4), "<= 50", &[]).good() && !figure(json!(50.1), "<= 50", &[]).good());
        assert!(
            figure(json!([0, 0, 0]), "0; 0; 0", &[]).good()
                && !figure(json!([0, 1, 0]), "0; 0; 0", &[]).good()
        );
        assert!(
            !figure(json!("none"), "<= 50", &[]).good(),
            "what was not measured is not good"
        );
    }
}
