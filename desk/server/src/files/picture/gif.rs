//! GIF, block by block (GIF89a): frames, their timing and the loop are kept; comments, texts and other applications go.

use image::metadata::Orientation;

use super::{Picture, Pieces, Tally, le16, permit};
use crate::files::{Refused, kind::Format};

/// Width and height of the canvas.
pub fn size(head: &[u8]) -> Option<(u32, u32)> {
    Some((le16(head, 6)?, le16(head, 8)?))
}

pub fn clean(file: &[u8]) -> Result<Picture, Refused> {
    let (width, height) = size(file).ok_or(Refused::Broken)?;
    permit(width, height)?;
    let mut pieces = Pieces { rest: file };
    let mut out = Vec::with_capacity(file.len());
    let head = pieces.take(13)?;
    if !head.starts_with(b"GIF87a") && !head.starts_with(b"GIF89a") {
        return Err(Refused::Broken);
    }
    out.extend(head);
    out.extend(pieces.take(colours(head[10]))?);
    let mut tally = Tally::default();
    loop {
        match pieces.byte()? {
            0x21 => extension(&mut pieces, &mut out)?,
            0x2c => {
                let before = pieces.rest;
                let place = pieces.take(9)?;
                let of = |at| le16(place, at).ok_or(Refused::Broken);
                tally.frame(of(4)?, of(6)?)?;
                pieces.take(colours(place[8]) + 1)?;
                skip(&mut pieces)?;
                out.push(0x2c);
                out.extend(&before[..before.len() - pieces.rest.len()]);
            }
            0x3b => break,
            _ => return Err(Refused::Broken),
        }
    }
    if tally.frames == 0 {
        return Err(Refused::Broken);
    }
    out.push(0x3b);
    Ok(Picture {
        format: Format::Gif,
        bytes: out,
        width,
        height,
        orientation: Orientation::NoTransforms,
        layered: true,
    })
}

/// The bytes of the colour table that a descriptor's flags announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

fn extension(pieces: &mut Pieces<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    let before = pieces.rest;
    let label = pieces.byte()?;
    skip(pieces)?;
    let body = &before[..before.len() - pieces.rest.len()];
    let loops = label == 0xff
        && (body[1..].starts_with(b"\x0bNETSCAPE2.0") || body[1..].starts_with(b"\x0bANIMEXTS1.0"));
    // The loop has one block of three bytes; anything behind it is not the loop's.
    let loops = loops && body.len() == 18 && body[13] == 3;
    if loops || (label == 0xf9 && body.len() == 7) {
        out.push(0x21);
        out.extend(body);
    }
    Ok(())
}

/// Passes over blocks up to the empty one.
fn skip(pieces: &mut Pieces<'_>) -> Result<(), Refused> {
    loop {
        match pieces.byte()? {
            0 => return Ok(()),
            size => pieces.take(usize::from(size))?,
        };
    }
}
