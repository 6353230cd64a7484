//! The one thing of a camera's notes that is kept: which side is up.

use image::metadata::Orientation;

/// The orientation a block of Exif (a TIFF header and its tags) names.
pub fn of(tiff: &[u8]) -> Orientation {
    Orientation::from_exif_chunk(tiff).unwrap_or(Orientation::NoTransforms)
}

/// A block of Exif that names an orientation and nothing else; none when there is nothing to say.
pub fn block(orientation: Orientation) -> Option<[u8; 26]> {
    if orientation == Orientation::NoTransforms {
        return None;
    }
    // "MM", 42, the first directory at 8: one tag (0x0112, SHORT, 1 value), no next directory.
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = orientation.to_exif();
    Some(tiff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for exif in 2..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            assert_eq!(of(&block(orientation).unwrap()), orientation);
        }
        assert_eq!(block(Orientation::NoTransforms), None);
        assert_eq!(of(b"nonsense"), Orientation::NoTransforms);
    }
}
