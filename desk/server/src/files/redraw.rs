//! A picture in another format, for channels that do not take the one it has.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder,
};

use super::picture::PIXELS;

/// What decoding may take of the memory.
const MEMORY: u64 = 200 << 20;
/// The quality of JPEGs.
const QUALITY: u8 = 88;

/// The picture `bytes` of one media type in another, turned as it is shown; of moving ones the first frame.
pub fn redraw(bytes: &[u8], media_type: &str, into: &str) -> Result<Vec<u8>, ImageError> {
    let known = |media_type: &str| {
        let format = ImageFormat::from_mime_type(media_type);
        format.ok_or_else(|| ImageError::Unsupported(image::error::ImageFormatHint::Unknown.into()))
    };
    let (from, into) = (known(media_type)?, known(into)?);
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), from).into_decoder()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS || decoder.total_bytes() > MEMORY {
        return Err(ImageError::Limits(image::error::LimitError::from_kind(
            image::error::LimitErrorKind::DimensionError,
        )));
    }
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    if into == ImageFormat::Jpeg {
        on_white(picture).write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))?;
    } else {
        picture.write_to(&mut Cursor::new(&mut out), into)?;
    }
    Ok(out)
}

/// What is transparent becomes white, as on paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let source = picture.into_rgba8();
    RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0.map(u16::from);
        let over = |color: u16| u8::try_from((color * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_transparent_becomes_white_and_the_rest_stays() {
        let mut picture = image::RgbaImage::new(16, 16);
        for (x, _, pixel) in picture.enumerate_pixels_mut() {
            *pixel = image::Rgba(if x < 8 { [200, 0, 0, 255] } else { [0, 0, 0, 0] });
        }
        let mut webp = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut webp), ImageFormat::WebP)
            .unwrap();
        let jpeg = redraw(&webp, "image/webp", "image/jpeg").unwrap();
        let back = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg)
            .unwrap()
            .into_rgb8();
        let near = |at: (u32, u32), wanted: [u8; 3]| {
            let found = back.get_pixel(at.0, at.1).0;
            found
                .iter()
                .zip(wanted)
                .all(|(one, other)| one.abs_diff(other) < 12)
        };
        assert!(near((2, 8), [200, 0, 0]) && near((13, 8), [255, 255, 255]));
        assert!(redraw(b"nothing", "image/webp", "image/jpeg").is_err());
        assert!(redraw(&webp, "image/heif", "image/jpeg").is_err());
    }
}
