//! JPEG, segment by segment (ITU T.81 annex B): tables, frame, scans and colour profile are kept; `APPn` and comments go.

use image::metadata::Orientation;

use super::{Picture, Pieces, be16, orientation, permit};
use crate::files::{Refused, kind::Format};

/// More scans are an attempt to keep a decoder busy.
const SCANS: usize = 100;

#[derive(Default)]
struct Walk {
    out: Vec<u8>,
    /// Where a new APP1 segment belongs: behind the JFIF header.
    notes_at: usize,
    orientation: Option<Orientation>,
    frame: Option<(u32, u32)>,
    progressive: bool,
    scans: usize,
}

pub fn clean(file: &[u8]) -> Result<Picture, Refused> {
    let mut pieces = Pieces { rest: file };
    pieces.expect(b"\xff\xd8")?;
    let mut walk = Walk {
        out: Vec::with_capacity(file.len()),
        notes_at: 2,
        ..Walk::default()
    };
    walk.out.extend(b"\xff\xd8");
    while walk.segment(&mut pieces)? {}
    let (width, height) = walk.frame.filter(|_| walk.scans > 0).ok_or(Refused::Broken)?;
    let orientation = walk.orientation.unwrap_or(Orientation::NoTransforms);
    if let Some(tiff) = orientation::block(orientation) {
        let segment = [b"\xff\xe1\0\x22Exif\0\0".as_slice(), &tiff].concat();
        walk.out.splice(walk.notes_at..walk.notes_at, segment);
    }
    Ok(Picture {
        format: Format::Jpeg,
        bytes: walk.out,
        width,
        height,
        orientation,
        layered: walk.progressive,
    })
}

impl Walk {
    /// Takes in one segment; false behind the last.
    fn segment(&mut self, pieces: &mut Pieces<'_>) -> Result<bool, Refused> {
        pieces.expect(b"\xff")?;
        let mut marker = pieces.byte()?;
        while marker == 0xff {
            marker = pieces.byte()?;
        }
        if marker == 0xd9 {
            self.out.extend(b"\xff\xd9");
            return Ok(false);
        }
        if matches!(marker, 0x00..=0x01 | 0xd0..=0xd8) {
            return Err(Refused::Broken);
        }
        let size = be16(pieces.rest, 0)
            .filter(|&size| size >= 2)
            .ok_or(Refused::Broken)?;
        let segment = pieces.take(size as usize)?;
        let body = &segment[2..];
        match marker {
            // JFIF without its own small picture, which would show what was cut off the large one.
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                self.out.extend(b"\xff\xe0\0\x10");
                self.out.extend(&body[..12]);
                self.out.extend([0, 0]);
                self.notes_at = self.out.len();
            }
            0xe1 => {
                if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                    self.orientation.get_or_insert_with(|| orientation::of(tiff));
                }
            }
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => self.keep(marker, segment),
            0xee if body.starts_with(b"Adobe") => self.keep(marker, segment),
            0xc0..=0xc2 => {
                self.frame(marker, body)?;
                self.keep(marker, segment);
            }
            // Huffman and quantisation tables, restart interval.
            0xc4 | 0xdb | 0xdd => self.keep(marker, segment),
            0xda => {
                self.scans += 1;
                if self.scans > SCANS || self.frame.is_none() {
                    return Err(Refused::Broken);
                }
                self.keep(marker, segment);
                self.scan(pieces)?;
            }
            // Arithmetic, lossless and hierarchical coding: no browser shows them.
            0xc3 | 0xc5..=0xcf | 0xdc | 0xde | 0xdf => return Err(Refused::Broken),
            _ => {}
        }
        Ok(true)
    }

    fn keep(&mut self, marker: u8, segment: &[u8]) {
        self.out.extend([0xff, marker]);
        self.out.extend(segment);
    }

    fn frame(&mut self, marker: u8, body: &[u8]) -> Result<(), Refused> {
        let height = be16(body, 1).ok_or(Refused::Broken)?;
        let width = be16(body, 3).ok_or(Refused::Broken)?;
        permit(width, height)?;
        if self.frame.replace((width, height)).is_some() {
            return Err(Refused::Broken);
        }
        self.progressive = marker == 0xc2;
        Ok(())
    }

    /// Copies coded data up to the next marker that is not part of it.
    fn scan(&mut self, pieces: &mut Pieces<'_>) -> Result<(), Refused> {
        let data = pieces.rest;
        let mut at = 0;
        let end = loop {
            let found = data[at..]
                .iter()
                .position(|&byte| byte == 0xff)
                .ok_or(Refused::Broken)?;
            at += found;
            match data.get(at + 1) {
                Some(0x00 | 0xd0..=0xd7) => at += 2,
                Some(0xff) => at += 1,
                Some(_) => break at,
                None => return Err(Refused::Broken),
            }
        };
        self.out.extend(pieces.take(end)?);
        Ok(())
    }
}
