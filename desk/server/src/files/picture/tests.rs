//! Pictures made here, with canaries in every place where metadata can stand.

use std::{
    io::Cursor,
    sync::LazyLock,
    time::{Duration, Instant},
};

use image::{
    Delay, DynamicImage, Frame, ImageFormat, Rgb, RgbImage, codecs::gif::GifEncoder, metadata::Orientation,
};
use proptest::prelude::*;

use super::*;
use crate::files::thumbnail;

const CANARY: &[u8] = b"51.5007N-0.1246W";

fn scene(width: u32, height: u32) -> DynamicImage {
    let pixel = |x: u32, y: u32| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]);
    RgbImage::from_fn(width, height, pixel).into()
}

fn plain(format: Format) -> Vec<u8> {
    let as_image = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
    };
    let mut bytes = Cursor::new(Vec::new());
    scene(600, 400).write_to(&mut bytes, as_image).unwrap();
    bytes.into_inner()
}

/// A camera's notes: which side is up, and where it was.
fn notes(orientation: u8) -> Vec<u8> {
    let mut tiff = orientation::block(Orientation::Rotate90).unwrap().to_vec();
    tiff[19] = orientation;
    [&tiff, CANARY].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let size = u16::try_from(body.len() + 2).unwrap();
    [&[0xff, marker], size.to_be_bytes().as_slice(), body].concat()
}

fn riff_chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).unwrap();
    let padding: &[u8] = if body.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &size.to_le_bytes(), body, padding].concat()
}

/// The picture with canaries: notes, comments, unknown pieces, and something behind its end.
fn noted(format: Format) -> Vec<u8> {
    let mut file = plain(format);
    match format {
        Format::Jpeg => {
            let exif = segment(0xe1, &[b"Exif\0\0".as_slice(), &notes(6)].concat());
            let xmp = segment(
                0xe1,
                &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), CANARY].concat(),
            );
            let others = [
                segment(0xed, CANARY),
                segment(0xfe, CANARY),
                segment(0xe2, CANARY),
            ]
            .concat();
            file.splice(2..2, [exif, xmp, others].concat());
        }
        Format::Png => {
            let text = png_chunk(*b"tEXt", &[b"Comment\0".as_slice(), CANARY].concat());
            let own = png_chunk(*b"prVt", CANARY);
            file.splice(33..33, [png_chunk(*b"eXIf", &notes(6)), text, own].concat());
        }
        Format::Gif => {
            let comment = [b"\x21\xfe\x10".as_slice(), CANARY, b"\0"].concat();
            let xmp = [b"\x21\xff\x0bXMP DataXMP\x10".as_slice(), CANARY, b"\0"].concat();
            let at = 13 + 3 * (2 << (file[10] & 7)) * usize::from(file[10] >> 7);
            file.splice(at..at, [comment, xmp].concat());
        }
        Format::WebP => {
            let picture = file.split_off(12);
            let (width, height) = (599_u32.to_le_bytes(), 399_u32.to_le_bytes());
            let canvas = [&[EXIF_AND_XMP, 0, 0, 0], &width[..3], &height[..3]].concat();
            file.extend(riff_chunk(b"VP8X", &canvas));
            file.extend(picture);
            file.extend(riff_chunk(b"EXIF", &notes(6)));
            file.extend(riff_chunk(b"XMP ", CANARY));
            file.extend(riff_chunk(b"ownX", CANARY));
            let size = u32::try_from(file.len() - 8).unwrap();
            file[4..8].copy_from_slice(&size.to_le_bytes());
        }
    }
    [file.as_slice(), b"=1;alert(1)//", CANARY].concat()
}

const EXIF_AND_XMP: u8 = 0x0c;

fn png_chunk(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    png::chunk(kind, body)
}

fn contains(file: &[u8], what: &[u8]) -> bool {
    file.windows(what.len()).any(|window| window == what)
}

#[test]
fn notes_go_and_every_pixel_stays() {
    for format in Format::ALL {
        let (file, without) = (noted(format), plain(format));
        assert!(contains(&file, CANARY));
        let cleaned = clean(format, &file).unwrap();
        for trace in [CANARY, b"alert(1)", b"xap/1.0"] {
            assert!(!contains(&cleaned.bytes, trace), "{format:?}");
        }
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
        assert!(pixels(&cleaned.bytes) == pixels(&without), "{format:?}");
        assert_eq!((cleaned.width, cleaned.height), (600, 400), "{format:?}");
        assert_eq!(
            clean(format, &cleaned.bytes).unwrap(),
            cleaned,
            "{format:?}: clean is clean"
        );
        assert!(peek(format, &file[..64]).is_ok(), "{format:?}");
    }
}

#[test]
fn the_side_that_is_up_stays_up() {
    for format in [Format::Jpeg, Format::Png, Format::WebP] {
        let cleaned = clean(format, &noted(format)).unwrap();
        assert_eq!(cleaned.orientation, Orientation::Rotate90, "{format:?}");
        assert_eq!(cleaned.shown(), (400, 600), "{format:?}");
        let small = thumbnail::make(&cleaned, Instant::now() + Duration::from_mins(1)).unwrap();
        let small = image::load_from_memory(&small.unwrap().bytes).unwrap();
        assert_eq!((small.width(), small.height()), (320, 480), "{format:?}");
    }
}

#[test]
fn a_truncated_picture_is_refused_wherever_it_ends() {
    for format in Format::ALL {
        let file = clean(format, &noted(format)).unwrap().bytes;
        let step = (file.len() / 400).max(1);
        for end in (0..file.len()).step_by(step).chain([file.len() - 1]) {
            assert!(
                clean(format, &file[..end]).is_err(),
                "{format:?} ends at {end} of {}",
                file.len()
            );
        }
    }
}

#[test]
fn a_flood_of_pixels_is_told_by_the_first_bytes() {
    let mut png = plain(Format::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut gif = plain(Format::Gif);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    let canvas = [[0_u8; 4].as_slice(), &[0x5f, 0xea, 0, 0x5f, 0xea, 0]].concat();
    let webp = [b"RIFF\x1e\0\0\0WEBP".as_slice(), &riff_chunk(b"VP8X", &canvas)].concat();
    for (format, file) in [(Format::Png, png), (Format::Gif, gif), (Format::WebP, webp)] {
        assert_eq!(peek(format, &file), Err(Refused::TooManyPixels), "{format:?}");
        assert_eq!(clean(format, &file), Err(Refused::TooManyPixels), "{format:?}");
    }
    let mut jpeg = plain(Format::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(clean(Format::Jpeg, &jpeg), Err(Refused::TooManyPixels));
}

#[test]
fn thousands_of_frames_are_refused_and_some_move_on() {
    let moving = |frames: usize| {
        let mut bytes = Vec::new();
        let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
        let frame = |_| Frame::from_parts(scene(2, 2).into_rgba8(), 0, 0, Delay::from_numer_denom_ms(100, 1));
        encoder.encode_frames((0..frames).map(frame)).unwrap();
        drop(encoder);
        bytes
    };
    let few = clean(Format::Gif, &moving(20)).unwrap();
    assert!(contains(&few.bytes, b"\x21\xf9\x04"), "the timing stays");
    assert_eq!(
        clean(Format::Gif, &moving(FRAMES + 1)),
        Err(Refused::TooManyPixels)
    );
}

#[test]
fn what_decodes_to_nothing_is_no_picture() {
    let mut file = plain(Format::Png);
    let data = file.windows(4).position(|four| four == b"IDAT").unwrap();
    for byte in &mut file[data + 6..data + 40] {
        *byte = 0xff;
    }
    let cleaned = clean(Format::Png, &file).unwrap();
    let made = thumbnail::make(&cleaned, Instant::now() + Duration::from_mins(1));
    assert_eq!(made, Err(Refused::Broken));
    let late = clean(Format::Png, &plain(Format::Png)).unwrap();
    assert_eq!(
        thumbnail::make(&late, Instant::now()),
        Ok(None),
        "no time, no small picture"
    );
}

/// Made once: drawing them takes longer than walking through them.
static NOTED: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| Format::ALL.map(noted));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn altered_bytes_never_panic(format in 0_usize..4, places in prop::collection::vec((0.0..1.0, any::<u8>()), 1..8)) {
        let format = Format::ALL[format];
        let mut file = NOTED[format as usize].clone();
        // The beginning decides most: half of the changes go there.
        for (index, (place, byte)) in places.iter().enumerate() {
            let within = if index % 2 == 0 { file.len() } else { 200 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
            let at = (within as f64 * place) as usize;
            file[at] = *byte;
        }
        if let Ok(cleaned) = clean(format, &file) {
            prop_assert!(cleaned.bytes.len() <= file.len() + 64);
        }
    }
}
