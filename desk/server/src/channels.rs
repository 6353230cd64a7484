//! Which channels there are. The only place outside the channels' own room that names one; issue 3's registry of
//! manifests takes its place.

/// The website's chat, served by our own widget.
pub const WEBSITE: &str = "web";
