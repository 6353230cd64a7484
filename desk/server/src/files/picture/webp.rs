//! WebP, chunk by chunk (RFC 9649): pictures, frames and colour profile are kept; Exif, XMP and unknown chunks go.

use image::metadata::Orientation;

use super::{Picture, Pieces, Tally, le16, le24, le32, length, orientation, permit};
use crate::files::{Refused, kind::Format};

const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// Width and height as the first chunk says.
pub fn size(head: &[u8]) -> Option<(u32, u32)> {
    let body = head.get(20..)?;
    match head.get(12..16)? {
        b"VP8X" => canvas(body),
        kind => size_of(kind, body),
    }
}

fn canvas(body: &[u8]) -> Option<(u32, u32)> {
    Some((le24(body, 4)? + 1, le24(body, 7)? + 1))
}

/// Width and height of a lossy or lossless picture.
fn size_of(kind: &[u8], body: &[u8]) -> Option<(u32, u32)> {
    match kind {
        b"VP8 " => {
            let known = body.get(3..6)? == b"\x9d\x01\x2a";
            known.then(|| Some((le16(body, 6)? & 0x3fff, le16(body, 8)? & 0x3fff)))?
        }
        b"VP8L" => {
            let bits = le32(body, 1).filter(|_| body[0] == 0x2f)?;
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        _ => None,
    }
}

pub fn clean(file: &[u8]) -> Result<Picture, Refused> {
    let (width, height) = size(file).ok_or(Refused::Broken)?;
    permit(width, height)?;
    let mut outer = Pieces { rest: file };
    outer.expect(b"RIFF")?;
    let whole = length(le32(outer.take(4)?, 0))?;
    let mut pieces = Pieces {
        rest: outer.take(whole)?,
    };
    pieces.expect(b"WEBP")?;
    let mut out = Vec::with_capacity(file.len());
    out.extend(b"RIFF\0\0\0\0WEBP");
    let (mut tally, mut turned, mut pictures, mut simple) = (Tally::default(), None, 0, false);
    // A simple file is one picture; whatever follows it is not shown.
    while !(pieces.rest.is_empty() || simple && pictures > 0) {
        let (kind, body) = chunk(&mut pieces)?;
        match kind {
            b"VP8X" if out.len() == 12 && body.len() >= 10 => {
                let mut body = body[..10].to_vec();
                body[0] &= !(EXIF | XMP);
                put(&mut out, *kind, &body);
            }
            b"VP8 " | b"VP8L" => {
                simple = out.len() == 12;
                pictures += 1;
                // The canvas of a still picture is the picture.
                if size_of(kind, body) != Some((width, height)) {
                    return Err(Refused::Broken);
                }
                put(&mut out, *kind, body);
            }
            b"ANMF" => {
                pictures += 1;
                let body = frame(body, &mut tally)?;
                put(&mut out, *kind, &body);
            }
            b"ICCP" | b"ANIM" | b"ALPH" => put(&mut out, *kind, body),
            b"EXIF" => turned = Some(orientation::of(body.strip_prefix(b"Exif\0\0").unwrap_or(body))),
            _ => {}
        }
    }
    if pictures == 0 {
        return Err(Refused::Broken);
    }
    let orientation = turned.filter(|_| !simple).unwrap_or(Orientation::NoTransforms);
    if let Some(tiff) = orientation::block(orientation) {
        out[20] |= EXIF;
        put(&mut out, *b"EXIF", &tiff);
    }
    let size = u32::try_from(out.len() - 8).map_err(|_| Refused::Broken)?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(Picture {
        format: Format::WebP,
        bytes: out,
        width,
        height,
        orientation,
        layered: true,
    })
}

/// The next chunk, with its padding passed over.
fn chunk<'a>(pieces: &mut Pieces<'a>) -> Result<(&'a [u8; 4], &'a [u8]), Refused> {
    let kind = pieces.take(4)?.try_into().map_err(|_| Refused::Broken)?;
    let size = length(le32(pieces.take(4)?, 0))?;
    let body = pieces.take(size)?;
    if size % 2 == 1 && !pieces.rest.is_empty() {
        pieces.take(1)?;
    }
    Ok((kind, body))
}

fn put(out: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    let size = u32::try_from(body.len()).expect("no file is that large");
    out.extend(kind);
    out.extend(size.to_le_bytes());
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

/// A frame of a moving picture with the chunks that show it.
fn frame(body: &[u8], tally: &mut Tally) -> Result<Vec<u8>, Refused> {
    let mut pieces = Pieces { rest: body };
    let mut out = pieces.take(16)?.to_vec();
    let of = |at| le24(body, at).map(|value| value + 1).ok_or(Refused::Broken);
    let size = (of(6)?, of(9)?);
    tally.frame(size.0, size.1)?;
    while !pieces.rest.is_empty() {
        let (kind, body) = chunk(&mut pieces)?;
        match kind {
            b"VP8 " | b"VP8L" if size_of(kind, body) == Some(size) => put(&mut out, *kind, body),
            b"VP8 " | b"VP8L" => return Err(Refused::Broken),
            b"ALPH" => put(&mut out, *kind, body),
            _ => {}
        }
    }
    Ok(out)
}
