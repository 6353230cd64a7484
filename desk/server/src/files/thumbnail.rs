//! Small pictures: decoded by pure Rust, within bounds of pixels, memory and time.

use std::{
    io::{self, BufRead, Cursor, Read, Seek, SeekFrom},
    time::Instant,
};

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};
use image::{
    ColorType, DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, ImageError, Limits, RgbImage,
    RgbaImage,
    codecs::{
        gif::GifDecoder,
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
};

use super::{Refused, kind::Format, picture::Picture};

/// The longer side has at most so many pixels.
pub const SIDE: u32 = 480;
/// What decoding may take of the memory. A larger picture is kept without a small one.
const MEMORY: u64 = 200 << 20;

/// A small picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// The file.
    pub bytes: Vec<u8>,
    /// `.jpg`, or `.png` where the picture may be transparent.
    pub suffix: &'static str,
}

/// The media type of a small picture kept under `object`.
pub fn media_type(object: &str) -> &'static str {
    let is_png = std::path::Path::new(object)
        .extension()
        .is_some_and(|extension| extension == "png");
    if is_png { "image/png" } else { "image/jpeg" }
}

/// Makes the small picture; none when that would take too much memory or time, or the coding is an unusual one. A
/// picture that cannot be decoded is not one.
pub fn make(picture: &Picture, until: Instant) -> Result<Option<Thumbnail>, Refused> {
    // What decoders hold besides the pixels themselves: coefficients, planes, a canvas.
    let each = if picture.layered { 10 } else { 4 };
    if picture.pixels() * each > MEMORY {
        return Ok(None);
    }
    match decode(picture, until) {
        Ok(Some(decoded)) => Ok(Some(encode(picture, small(&decoded)?)?)),
        Ok(None) | Err(ImageError::Limits(_) | ImageError::Unsupported(_)) => Ok(None),
        Err(_) if Instant::now() >= until => Ok(None),
        Err(error) => {
            tracing::debug!(%error, "a picture cannot be decoded");
            Err(Refused::Broken)
        }
    }
}

struct Decoded {
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    color: ColorType,
}

fn decode(picture: &Picture, until: Instant) -> Result<Option<Decoded>, ImageError> {
    let source = Clocked {
        file: Cursor::new(&picture.bytes),
        until,
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let mut decoder: Box<dyn ImageDecoder> = match picture.format {
        Format::Png => Box::new(PngDecoder::with_limits(source, limits.clone())?),
        Format::Jpeg => Box::new(JpegDecoder::new(source)?),
        Format::Gif => Box::new(GifDecoder::new(source)?),
        Format::WebP => Box::new(WebPDecoder::new(source)?),
    };
    decoder.set_limits(limits)?;
    let (width, height) = decoder.dimensions();
    let bytes = decoder.total_bytes();
    if (width, height) != (picture.width, picture.height) || bytes > MEMORY {
        return Ok(None);
    }
    let color = decoder.color_type();
    let mut pixels = vec![0; usize::try_from(bytes).unwrap_or(0)];
    decoder.read_image_boxed(&mut pixels)?;
    Ok(Some(Decoded {
        pixels,
        width,
        height,
        color,
    }))
}

/// The picture in at most [`SIDE`] pixels each way, 8 bits a channel.
fn small(decoded: &Decoded) -> Result<DynamicImage, Refused> {
    let kind = match decoded.color {
        ColorType::L8 => PixelType::U8,
        ColorType::La8 => PixelType::U8x2,
        ColorType::Rgb8 => PixelType::U8x3,
        ColorType::Rgba8 => PixelType::U8x4,
        ColorType::L16 => PixelType::U16,
        ColorType::La16 => PixelType::U16x2,
        ColorType::Rgb16 => PixelType::U16x3,
        ColorType::Rgba16 => PixelType::U16x4,
        _ => return Err(Refused::Broken),
    };
    let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
    let (width, height) = fit(decoded.width, decoded.height);
    let source = ImageRef::new(decoded.width, decoded.height, &decoded.pixels, kind)
        .map_err(|error| failed(&error))?;
    let mut target = Image::new(width, height, kind);
    // First every n-th pixel, then a filter: the whole is never copied.
    let options = ResizeOptions::new().resize_alg(ResizeAlg::SuperSampling(FilterType::Bilinear, 2));
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|error| failed(&error))?;
    let pixels = target.into_vec();
    let wide = u32::from(decoded.color.bytes_per_pixel()) != u32::from(decoded.color.channel_count());
    let pixels = if wide { narrow(&pixels) } else { pixels };
    let picture = match decoded.color.channel_count() {
        1 => GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8),
        2 => GrayAlphaImage::from_raw(width, height, pixels).map(DynamicImage::ImageLumaA8),
        3 => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
        _ => RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8),
    };
    picture.ok_or(Refused::Broken)
}

/// 16 bits a channel to 8.
fn narrow(pixels: &[u8]) -> Vec<u8> {
    let pairs = pixels.chunks_exact(2);
    pairs
        .map(|pair| u16::from_ne_bytes([pair[0], pair[1]]).to_be_bytes()[0])
        .collect()
}

/// Width and height within [`SIDE`], never larger than they were, never nothing.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let longer = width.max(height).max(1);
    let scaled = |side: u32| {
        let scaled = u64::from(side) * u64::from(SIDE) / u64::from(longer);
        u32::try_from(scaled).unwrap_or(SIDE).max(1)
    };
    if longer <= SIDE {
        (width, height)
    } else {
        (scaled(width), scaled(height))
    }
}

fn encode(picture: &Picture, mut small: DynamicImage) -> Result<Thumbnail, Refused> {
    small.apply_orientation(picture.orientation);
    let mut bytes = Vec::new();
    let transparent = small.color().has_alpha();
    let written = if transparent {
        small.write_with_encoder(PngEncoder::new(&mut bytes))
    } else {
        small.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 80))
    };
    written.map_err(|error| Refused::Failed(error.to_string()))?;
    let suffix = if transparent { ".png" } else { ".jpg" };
    Ok(Thumbnail { bytes, suffix })
}

/// A file that can no longer be read once its time is over: decoders cannot be stopped otherwise.
struct Clocked<'a> {
    file: Cursor<&'a Vec<u8>>,
    until: Instant,
}

impl Clocked<'_> {
    fn check(&self) -> io::Result<()> {
        if Instant::now() < self.until {
            Ok(())
        } else {
            Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the time for this picture is over",
            ))
        }
    }
}

impl Read for Clocked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        // In small steps, so that the clock is looked at now and then.
        let most = buffer.len().min(64 << 10);
        self.file.read(&mut buffer[..most])
    }
}

impl BufRead for Clocked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        let rest = self.file.fill_buf()?;
        Ok(&rest[..rest.len().min(64 << 10)])
    }

    fn consume(&mut self, amount: usize) {
        self.file.consume(amount);
    }
}

impl Seek for Clocked<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_and_keeps_its_shape() {
        for ((width, height), fitted) in [
            ((100, 50), (100, 50)),
            ((960, 480), (480, 240)),
            ((3_000, 4_000), (360, 480)),
            ((40_000, 1), (480, 1)),
        ] {
            assert_eq!(fit(width, height), fitted);
        }
    }
}
