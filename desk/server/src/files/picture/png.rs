//! PNG, chunk by chunk (W3C PNG third edition): what shows the picture is kept, texts, times and notes go.

use image::metadata::Orientation;

use super::{Picture, Pieces, Tally, be32, length, orientation, permit};
use crate::files::{Refused, kind::Format};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const KEPT: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL",
];

/// Width and height as the first chunk says.
pub fn size(head: &[u8]) -> Option<(u32, u32)> {
    let first = head.strip_prefix(SIGNATURE)?.strip_prefix(b"\0\0\0\x0dIHDR")?;
    Some((be32(first, 0)?, be32(first, 4)?))
}

pub fn clean(file: &[u8]) -> Result<Picture, Refused> {
    let (width, height) = size(file).ok_or(Refused::Broken)?;
    permit(width, height)?;
    let mut pieces = Pieces { rest: file };
    pieces.expect(SIGNATURE)?;
    let mut out = Vec::with_capacity(file.len());
    out.extend(SIGNATURE);
    let (mut tally, mut turned, mut data) = (Tally::default(), None, false);
    loop {
        let body = length(be32(pieces.rest, 0))?;
        let whole = body.checked_add(12).ok_or(Refused::Broken)?;
        let chunk = pieces.take(whole)?;
        let (kind, body) = (&chunk[4..8], &chunk[8..8 + body]);
        match kind {
            b"fcTL" => {
                let of = |at| be32(body, at).ok_or(Refused::Broken);
                tally.frame(of(4)?, of(8)?)?;
            }
            b"eXIf" => turned = Some(orientation::of(body)),
            b"IDAT" => data = true,
            _ => {}
        }
        if kind == b"fdAT" || KEPT.iter().any(|kept| kept.as_slice() == kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            break;
        }
    }
    if !data {
        return Err(Refused::Broken);
    }
    let orientation = turned.unwrap_or(Orientation::NoTransforms);
    if let Some(tiff) = orientation::block(orientation) {
        // Behind the header: 8 bytes of signature, 25 of the first chunk.
        out.splice(33..33, chunk(*b"eXIf", &tiff));
    }
    Ok(Picture {
        format: Format::Png,
        bytes: out,
        width,
        height,
        orientation,
        layered: false,
    })
}

/// A chunk with its length and check sum.
pub(super) fn chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).expect("a chunk of ours is short");
    let named = [kind.as_slice(), body].concat();
    [&size.to_be_bytes(), named.as_slice(), &crc(&named).to_be_bytes()].concat()
}

/// CRC-32 (ISO 3309), bit by bit: it runs over a few bytes only.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sum_is_the_formats_own() {
        assert_eq!(chunk(*b"IEND", b""), b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}
