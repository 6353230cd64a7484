//! Requests as text, as they stand in fixtures: a request line, headers, an empty line, the body.

use bytes::Bytes;
use http::Request;

/// The request of a text like `POST /hooks/KEY?x=1`, `content-type: application/json`, an empty line, and the body.
pub fn request(text: &str) -> Request<Bytes> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().expect("a request line").split(' ');
    let mut request = Request::builder()
        .method(first.next().expect("a method"))
        .uri(first.next().expect("an address"));
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header is name: value");
        request = request.header(name, value);
    }
    // The fixture's own last line end is the editor's.
    let body = body.strip_suffix('\n').unwrap_or(body);
    request.body(Bytes::from(body.to_owned())).expect("a request")
}

/// Events, problems, answer and pulls as a text for snapshots.
pub fn shown(parsed: &crate::Parsed) -> String {
    let answer = &parsed.answer;
    format!(
        "{:#?}\nproblems: {:#?}\npulls: {:#?}\nanswer: {} {}",
        parsed.events,
        parsed.problems,
        parsed.pulls,
        answer.status(),
        String::from_utf8_lossy(answer.body()),
    )
}

/// The events, problems and cursor of a page as a text for snapshots.
pub fn shown_page(page: &crate::Page) -> String {
    format!(
        "{:#?}\nproblems: {:#?}\nnext: {}\nmore: {}",
        page.events, page.problems, page.next, page.more,
    )
}
