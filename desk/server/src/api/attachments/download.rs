//! A file as an answer: never interpreted, shown in place only where its bytes are a raster picture, sound or film.

use std::{fmt::Write as _, ops::Range};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use yingke_store::Attachment;

use crate::{
    api::problem::{Code, Problem},
    app::App,
    files::{kind, thumbnail::media_type},
};

/// Which sites may show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Ours alone.
    OwnSite,
    /// Any: the widget stands on other people's pages.
    AnySite,
}

/// The bytes of a file, or the part the request asks for.
pub async fn file(
    app: &App,
    found: &Attachment,
    headers: &HeaderMap,
    reach: Reach,
) -> Result<Response, Problem> {
    let (tag, size) = (
        format!("\"{}\"", found.file.id),
        u64::try_from(found.file.size).unwrap_or(0),
    );
    if known(headers, &tag) {
        return Ok(unchanged(&tag, reach));
    }
    let part = part(headers, &tag, size)?;
    let body = read(app, &found.object, part.clone()).await?;
    let kind = match found.file.media_type.as_str() {
        kind::TEXT => "text/plain; charset=utf-8",
        other => other,
    };
    let mut response = answer(body, kind, &tag, reach);
    let shown = kind::shown_in_place(&found.file.media_type);
    let own = response.headers_mut();
    own.insert(header::CONTENT_DISPOSITION, disposition(&found.file.name, shown));
    own.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let length = part.as_ref().map_or(size, |part| part.end - part.start);
    own.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(Range { start, end }) = part {
        let range = format!("bytes {start}-{}/{size}", end - 1);
        own.insert(header::CONTENT_RANGE, value(&range));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// The small picture of a file.
pub async fn thumbnail(
    app: &App,
    found: &Attachment,
    headers: &HeaderMap,
    reach: Reach,
) -> Result<Response, Problem> {
    let object = found.thumbnail.as_ref().ok_or(Code::NotFound)?;
    let tag = format!("\"{}-small\"", found.file.id);
    if known(headers, &tag) {
        return Ok(unchanged(&tag, reach));
    }
    let body = read(app, object, None).await?;
    let mut response = answer(body, media_type(object), &tag, reach);
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(response)
}

async fn read(app: &App, object: &str, part: Option<Range<u64>>) -> Result<Body, Problem> {
    let bytes = app.files.read(object, part).await.inspect_err(|error| {
        tracing::error!(%error, object, "a file that has a row cannot be read");
    })?;
    Ok(Body::from_stream(bytes))
}

fn answer(body: Body, kind: &str, tag: &str, reach: Reach) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, value(kind));
    guard(&mut response, tag, reach);
    response
}

/// What stands on every answer: nothing is guessed, run, framed or told to others.
fn guard(response: &mut Response, tag: &str, reach: Reach) {
    let headers = response.headers_mut();
    let site = match reach {
        Reach::OwnSite => "same-origin",
        Reach::AnySite => "cross-origin",
    };
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", site),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, max-age=3600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::ETAG, value(tag));
}

fn unchanged(tag: &str, reach: Reach) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    guard(&mut response, tag, reach);
    response
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("the text is plain ASCII")
}

/// Whether the browser has it already.
fn known(headers: &HeaderMap, tag: &str) -> bool {
    let asked = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    asked.is_some_and(|asked| {
        let mut tags = asked.split(',').map(|one| one.trim().trim_start_matches("W/"));
        tags.any(|one| one == tag || one == "*")
    })
}

/// The one part a request asks for (RFC 9110 §14); none = the whole.
fn part(headers: &HeaderMap, tag: &str, size: u64) -> Result<Option<Range<u64>>, Problem> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(asked) = text(header::RANGE).and_then(|range| range.strip_prefix("bytes=")) else {
        return Ok(None);
    };
    if text(header::IF_RANGE).is_some_and(|held| held != tag) {
        return Ok(None);
    }
    let Some((from, to)) = asked.split_once('-').filter(|_| !asked.contains(',')) else {
        return Ok(None);
    };
    let range = match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(from), Ok(to)) => from..to.saturating_add(1).min(size),
        (Ok(from), Err(_)) if to.trim().is_empty() => from..size,
        (Err(_), Ok(last)) if from.trim().is_empty() => size.saturating_sub(last)..size,
        _ => return Ok(None),
    };
    if range.start < range.end {
        Ok(Some(range))
    } else {
        Err(Code::RangeWrong.into())
    }
}

/// How it is shown and what it is called: in plain ASCII, and as it is (RFC 6266, RFC 8187).
fn disposition(name: &str, shown: bool) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => encoded.push(char::from(byte)),
            byte => write!(encoded, "%{byte:02X}").expect("a text takes it"),
        }
    }
    let how = if shown { "inline" } else { "attachment" };
    value(&format!(
        "{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_header_is_plain_and_complete() {
        for (name, expected) in [
            ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
            (
                "单 \"1\".txt",
                "attachment; filename=\"_ _1_.txt\"; filename*=UTF-8''%E5%8D%95%20%221%22.txt",
            ),
            (
                "a\r\nb",
                "attachment; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab",
            ),
        ] {
            assert_eq!(disposition(name, false), expected);
        }
    }

    #[test]
    fn parts_are_found_whole_or_refused() {
        let check = |asked: &'static str, expected: Result<Option<Range<u64>>, ()>| {
            let headers: HeaderMap = [(header::RANGE, HeaderValue::from_static(asked))]
                .into_iter()
                .collect();
            assert_eq!(part(&headers, "\"t\"", 100).map_err(|_| ()), expected, "{asked}");
        };
        check("bytes=0-9", Ok(Some(0..10)));
        check("bytes=90-", Ok(Some(90..100)));
        check("bytes=-10", Ok(Some(90..100)));
        check("bytes=-1000", Ok(Some(0..100)));
        check("bytes=90-18446744073709551615", Ok(Some(90..100)));
        check("bytes=100-", Err(()));
        check("bytes=-0", Err(()));
        check("bytes=5-4", Err(()));
        check("bytes=0-1,3-4", Ok(None));
        check("bytes=x-", Ok(None));
        check("lines=0-9", Ok(None));
    }
}
