//! What a draft says, in plain words and in HTML.

use yingke_channel_contract::{Content, Draft, Menu};

use super::{html, markup::escaped};

/// What a mail says.
pub struct Said {
    /// In plain words.
    pub text: String,
    /// In HTML.
    pub html: String,
    /// Pictures that stand inside of the HTML: name, media type, bytes.
    pub pictures: Vec<(String, String, bytes::Bytes)>,
}

/// What this draft says; none when a mail cannot say it.
pub fn of(draft: &Draft) -> Option<Said> {
    let more = match &draft.content {
        Some(Content::Mail(mail)) if !mail.html.trim().is_empty() => {
            let clean = html::clean(&mail.html);
            return Some(Said {
                text: draft.text.clone(),
                html: page(&html::with_remote_pictures(&clean.html)),
                pictures: clean.pictures,
            });
        }
        None | Some(Content::Sticker | Content::Mail(_)) => String::new(),
        Some(Content::Location(place)) => {
            let (north, east) = (place.latitude.degrees(), place.longitude.degrees());
            let map = format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}");
            lines(&[&place.name, &place.address, &map])
        }
        Some(Content::Link(link)) => lines(&[&link.title, &link.description, &link.url]),
        Some(Content::Contact { name, phone }) => lines(&[name, phone]),
        Some(Content::Menu(menu)) => choices(menu),
        Some(Content::Template(_) | Content::Pressed { .. } | Content::Unsupported { .. }) => {
            return None;
        }
    };
    let text = lines(&[&draft.text, &more]);
    Some(Said {
        html: page(&paragraphs(&text)),
        text,
        pictures: Vec::new(),
    })
}

fn lines(parts: &[&str]) -> String {
    let filled: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.trim().is_empty())
        .collect();
    filled.join("\n")
}

fn choices(menu: &Menu) -> String {
    let numbered = menu
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| match &choice.url {
            Some(url) => format!("{}. {} {url}", at + 1, choice.label),
            None => format!("{}. {}", at + 1, choice.label),
        });
    let numbered: Vec<String> = numbered.collect();
    lines(&[&menu.title, &numbered.join("\n"), &menu.tail])
}

/// Plain text as HTML: paragraphs at empty lines, addresses to be pressed.
fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let shown = text.split("\n\n").map(|one| {
        let lines: Vec<String> = one.split('\n').map(linked).collect();
        format!("<p>{}</p>", lines.join("<br>"))
    });
    shown.collect()
}

fn linked(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let shown = escaped(word);
        let address = url::Url::parse(word).ok();
        let web = address.is_some_and(|url| matches!(url.scheme(), "http" | "https"));
        if web {
            format!("<a href=\"{shown}\">{shown}</a>")
        } else {
            shown
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn page(body: &str) -> String {
    format!("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n{body}\n</body></html>\n")
}
