//! What an upload is, by its bytes, and what is kept of it. Blocking: runs beside the requests.

use std::{
    io::{Read, Seek},
    time::{Duration, Instant},
};

use super::{
    Refused,
    kind::{self, Found},
    office,
    picture::{self, Picture},
    spool::{HEAD, Spooled, failed},
    thumbnail::{self, Thumbnail},
};

/// How long making a small picture may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is kept.
pub enum Content {
    /// Cleaned bytes.
    Bytes(Vec<u8>),
    /// The upload as it came.
    File(Spooled),
}

/// An upload that may be kept.
pub struct Examined {
    /// What is kept.
    pub content: Content,
    /// What it is.
    pub media_type: &'static str,
    /// Width and height as shown, for pictures.
    pub pixels: Option<(u32, u32)>,
    /// Its small picture.
    pub thumbnail: Option<Thumbnail>,
}

/// Examines an upload for an inbox that permits `types`.
pub fn examine(mut upload: Spooled, types: &[String]) -> Result<Examined, Refused> {
    let mut head = Vec::with_capacity(HEAD);
    let file = upload.rewound()?;
    file.take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|error| failed(&error))?;
    let media_type = match kind::find(&head) {
        Found::Picture(format) => {
            kind::permit(types, format.media_type())?;
            // Before anything is read into memory: a flood of pixels is told by the first bytes.
            picture::peek(format, &head)?;
            let mut bytes = Vec::with_capacity(usize::try_from(upload.size).unwrap_or(0));
            let file = upload.rewound()?;
            file.read_to_end(&mut bytes).map_err(|error| failed(&error))?;
            drop(upload);
            let picture = picture::clean(format, &bytes)?;
            drop(bytes);
            return with_thumbnail(picture);
        }
        Found::Other(media_type) => {
            office::look(media_type, upload.rewound()?).map_err(|error| failed(&error))?
        }
        Found::Nothing => {
            upload.rewound()?;
            if is_text(upload.rewound()?)? {
                kind::TEXT
            } else {
                "application/octet-stream"
            }
        }
    };
    kind::permit(types, media_type)?;
    upload.rewound()?;
    Ok(Examined {
        content: Content::File(upload),
        media_type,
        pixels: None,
        thumbnail: None,
    })
}

fn with_thumbnail(picture: Picture) -> Result<Examined, Refused> {
    let thumbnail = thumbnail::make(&picture, Instant::now() + PATIENCE)?;
    Ok(Examined {
        media_type: picture.format.media_type(),
        pixels: Some(picture.shown()),
        content: Content::Bytes(picture.bytes),
        thumbnail,
    })
}

/// Whether the whole is valid UTF-8 without NUL.
fn is_text(source: &mut (impl Read + Seek)) -> Result<bool, Refused> {
    let mut buffer = vec![0; 64 << 10];
    let mut kept = 0;
    loop {
        let read = source.read(&mut buffer[kept..]).map_err(|error| failed(&error))?;
        let filled = kept + read;
        if buffer[kept..filled].contains(&0) {
            return Ok(false);
        }
        match std::str::from_utf8(&buffer[..filled]) {
            Ok(_) => kept = 0,
            // The beginning of a character whose rest comes with the next bytes.
            Err(error) if error.error_len().is_none() && read > 0 => {
                buffer.copy_within(error.valid_up_to()..filled, 0);
                kept = filled - error.valid_up_to();
            }
            Err(_) => return Ok(false),
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn check(bytes: &[u8], text: bool) {
        assert_eq!(
            is_text(&mut Cursor::new(bytes)).unwrap(),
            text,
            "{:?}",
            &bytes[..bytes.len().min(20)]
        );
    }

    #[test]
    fn text_is_utf8_to_its_end_and_has_no_nul() {
        check("订单号,数量\n1,2\n".as_bytes(), true);
        check("鹿".repeat(100_000).as_bytes(), true);
        check(&"鹿".repeat(100_000).as_bytes()[..299_999], false);
        check(b"a\0b", false);
        check(b"\xff\xfeh\0i\0", false);
        let mut late = "a".repeat(70_000).into_bytes();
        late.push(0x80);
        check(&late, false);
    }
}
