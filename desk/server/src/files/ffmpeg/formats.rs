//! What reads and writes which media type.

/// How long AMR plays: 20 milliseconds a frame (RFC 4867, 5). None where it is something else.
pub(super) fn amr_lasts(file: &[u8]) -> Option<u64> {
    /// The bytes of a frame's speech, by its type; 15 is silence.
    const SIZES: [usize; 16] = [12, 13, 15, 17, 19, 20, 26, 31, 5, 0, 0, 0, 0, 0, 0, 0];
    let mut rest = file.strip_prefix(b"#!AMR\n")?;
    let mut frames = 0;
    while let Some((head, after)) = rest.split_first() {
        let size = SIZES[usize::from(head >> 3 & 15)];
        // A last frame that is cut plays all the same.
        rest = after.get(size..).unwrap_or_default();
        frames += 1;
    }
    Some(frames * 20)
}

/// What reads a media type, and nothing else.
pub(super) fn demuxer(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "audio/mpeg" => "mp3",
        "audio/ogg" | "audio/opus" | "video/ogg" => "ogg",
        "audio/m4a" | "audio/x-m4a" | "audio/mp4" | "video/mp4" | "video/x-m4v" | "video/quicktime" => "mov",
        "audio/x-wav" | "audio/wav" => "wav",
        "audio/x-flac" | "audio/flac" => "flac",
        "audio/amr" => "amr",
        "audio/aac" => "aac",
        "audio/x-aiff" | "audio/aiff" => "aiff",
        "audio/webm" | "video/webm" | "video/x-matroska" => "matroska",
        "video/x-msvideo" => "avi",
        "video/mpeg" => "mpeg",
        "video/x-flv" => "flv",
        "video/x-ms-wmv" => "asf",
        _ => return None,
    })
}

/// What writes a media type. Sound is a voice: one channel, small.
pub(super) fn encoder(into: &str) -> Option<&'static [&'static str]> {
    Some(match into {
        "audio/amr" => &[
            "-vn",
            "-ac",
            "1",
            "-ar",
            "8000",
            "-c:a",
            "libopencore_amrnb",
            "-b:a",
            "12.2k",
            "-f",
            "amr",
        ],
        "audio/ogg" => &[
            "-vn",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-c:a",
            "libopus",
            "-b:a",
            "32k",
            "-application",
            "voip",
            "-f",
            "ogg",
        ],
        "audio/mpeg" => &[
            "-vn",
            "-ac",
            "1",
            "-ar",
            "44100",
            "-c:a",
            "libmp3lame",
            "-b:a",
            "64k",
            "-f",
            "mp3",
        ],
        "audio/mp4" => &["-vn", "-ac", "1", "-c:a", "aac", "-b:a", "64k", "-f", "ipod"],
        "video/mp4" => &[
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
        ],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amr_is_counted_in_frames_of_any_size() {
        let mut file = b"#!AMR\n".to_vec();
        // Two of 12.2 kbit/s, one of 4.75, a silence descriptor, nothing, and one that is cut.
        for (head, size) in [
            (0x3c, 31),
            (0x3c, 31),
            (0x04, 12),
            (0x44, 5),
            (0x7c, 0),
            (0x3c, 3),
        ] {
            file.push(head);
            file.extend(vec![0; size]);
        }
        assert_eq!(amr_lasts(&file), Some(120));
        assert_eq!(amr_lasts(b"#!AMR\n"), Some(0));
        assert_eq!(amr_lasts(b"#!AMR-WB\n"), None);
    }

    #[test]
    fn a_playlist_is_read_as_nothing_else() {
        assert_eq!(demuxer("application/vnd.apple.mpegurl"), None);
        assert_eq!(demuxer("text/plain"), None);
    }
}
