//! `widget`: what a customer's page loads before the first message.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::report::{Figure, round};

const GOAL: &str = "<= 3; <= 30";
const UNIT: &str = "KB gzipped: loader; all before the first message";
const ENTRY: &str = "src/app/start.ts";

/// Reads `widget/dist`.
pub fn measure() -> anyhow::Result<Figure> {
    let folder = Path::new("widget/dist");
    let Ok(manifest) = std::fs::read(folder.join(".vite/manifest.json")) else {
        return Ok(Figure {
            name: "widget",
            value: Value::Null,
            unit: UNIT,
            goal: GOAL,
            detail: json!({ "widget": "not built" }),
        });
    };
    let manifest: Value = serde_json::from_slice(&manifest)?;
    let mut files = BTreeSet::new();
    reach(&manifest, ENTRY, &mut files);
    if files.is_empty() {
        bail!("the widget's manifest has no {ENTRY}");
    }
    let loader = gzipped(&folder.join("widget.js"))?;
    let mut sizes = Vec::new();
    for file in &files {
        sizes.push((file, gzipped(&folder.join(file))?));
    }
    let all = loader + sizes.iter().map(|(_, size)| size).sum::<f64>();
    Ok(Figure {
        name: "widget",
        value: json!([round(loader, 2), round(all, 2)]),
        unit: UNIT,
        goal: GOAL,
        detail: json!({ "loader": round(loader, 2), "app": sizes }),
    })
}

/// The entry and everything it imports statically; lazy chunks are not loaded before the first message.
fn reach(manifest: &Value, key: &str, files: &mut BTreeSet<String>) {
    let chunk = &manifest[key];
    let Some(file) = chunk["file"].as_str() else {
        return;
    };
    if !files.insert(file.to_owned()) {
        return;
    }
    let texts = |name: &str| -> Vec<String> {
        let listed = chunk[name].as_array().into_iter().flatten();
        listed.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    files.extend(texts("css"));
    for next in texts("imports") {
        reach(manifest, &next, files);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a file's size")]
fn gzipped(file: &Path) -> anyhow::Result<f64> {
    let ran = Command::new("gzip")
        .args(["-9", "-n", "-c"])
        .arg(file)
        .stderr(Stdio::null())
        .output();
    let ran = ran.context("gzip is missing")?;
    if !ran.status.success() {
        bail!("gzip failed on {}", file.display());
    }
    Ok(ran.stdout.len() as f64 / 1_024.0)
}
