//! Pictures without decoding them: how large they are, and the same picture without metadata.
//!
//! Each format is walked piece by piece; what shows the picture is copied, everything else is left out, and what follows
//! its end is cut. A walk that does not come to an end means a damaged picture, or something that only looks like one.

mod gif;
mod jpeg;
mod orientation;
mod png;
mod webp;

use image::metadata::Orientation;

use super::{Refused, kind::Format};

/// No picture has more pixels.
pub const PIXELS: u64 = 40_000_000;
/// No moving picture has more frames.
pub const FRAMES: usize = 1_000;
/// All frames of a moving picture together have at most this many pixels.
const PIXELS_OF_ALL_FRAMES: u64 = 1_000_000_000;

/// A picture that holds together, without metadata.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it is.
    pub format: Format,
    /// The cleaned file.
    pub bytes: Vec<u8>,
    /// Pixels in a stored line.
    pub width: u32,
    /// Stored lines.
    pub height: u32,
    /// How it is to be turned for showing; kept in the cleaned file.
    pub orientation: Orientation,
    /// Whether decoding needs all of it in memory several times over.
    pub layered: bool,
}

impl Picture {
    /// Width and height as shown.
    pub fn shown(&self) -> (u32, u32) {
        use Orientation as O;
        match self.orientation {
            O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    /// How many pixels.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// What a walk through the pieces counts.
#[derive(Debug, Default)]
struct Tally {
    frames: usize,
    pixels: u64,
}

impl Tally {
    /// Counts a frame, or says that there are too many.
    fn frame(&mut self, width: u32, height: u32) -> Result<(), Refused> {
        permit(width, height)?;
        self.frames += 1;
        self.pixels += u64::from(width) * u64::from(height);
        if self.frames > FRAMES || self.pixels > PIXELS_OF_ALL_FRAMES {
            return Err(Refused::TooManyPixels);
        }
        Ok(())
    }
}

/// Refuses a picture of too many pixels, or of none.
fn permit(width: u32, height: u32) -> Result<(), Refused> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Refused::Broken),
        pixels if pixels > PIXELS => Err(Refused::TooManyPixels),
        _ => Ok(()),
    }
}

/// Refuses by the first bytes alone what says there that it is too large.
pub fn peek(format: Format, head: &[u8]) -> Result<(), Refused> {
    let size = match format {
        Format::Png => png::size(head),
        Format::Gif => gif::size(head),
        Format::WebP => webp::size(head),
        // Where a JPEG says it depends on what stands before: the walk sees it, before anything is decoded.
        Format::Jpeg => return Ok(()),
    };
    let (width, height) = size.ok_or(Refused::Broken)?;
    permit(width, height)
}

/// The picture without its metadata.
pub fn clean(format: Format, file: &[u8]) -> Result<Picture, Refused> {
    match format {
        Format::Png => png::clean(file),
        Format::Jpeg => jpeg::clean(file),
        Format::Gif => gif::clean(file),
        Format::WebP => webp::clean(file),
    }
}

/// Reads a file from its beginning; an end that comes too early is a damaged picture.
struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], Refused> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or(Refused::Broken)?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Refused> {
        Ok(self.take(1)?[0])
    }

    fn expect(&mut self, what: &[u8]) -> Result<(), Refused> {
        if self.take(what.len())? == what {
            Ok(())
        } else {
            Err(Refused::Broken)
        }
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..at + 2)?;
    Some(u32::from(u16::from_be_bytes([two[0], two[1]])))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    let two = bytes.get(at..at + 2)?;
    Some(u32::from(u16::from_le_bytes([two[0], two[1]])))
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let three = bytes.get(at..at + 3)?;
    Some(u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    be32(bytes, at).map(u32::swap_bytes)
}

/// A length of 32 bits as an index.
fn length(value: Option<u32>) -> Result<usize, Refused> {
    value
        .and_then(|value| usize::try_from(value).ok())
        .ok_or(Refused::Broken)
}

#[cfg(test)]
mod tests;
