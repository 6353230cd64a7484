//! A release carries the built pages in it: it is made anew when they were.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Without optimisation the pages are read from their folders, as they are at that moment.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../workbench/dist");
        println!("cargo::rerun-if-changed=../../widget/dist");
    }
}
