//! Verify and parse.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, header::CONTENT_TYPE};
use yingke_channel_contract::{
    Content, Ctx, Degrees, Fault, FileKind, Inbound, Incoming, Link, Location, Message, Parsed, Peer, Refusal,
    RemoteFile, Trigger, Verified, What, Wrong,
    scheme::{fresh, sorted_sha1, wxcrypt::Crypt},
};

use super::{
    events,
    protocol::Push,
    xml::{self, Bad, Element},
};

/// What the platform writes instead of a kind that accounts do not get, stickers among them. [M]
const NOT_SHOWN: &str = "【收到不支持的消息类型，暂无法显示】";

/// Whether the platform sent this. In safe and compatible mode the query says so, and the signature covers the encrypted
/// text; the plain signature covers no body, so that it counts only where an administrator chose a mode that needs it.
pub fn verify(ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal> {
    let token = ctx.text("token");
    let get = incoming.0.method() == Method::GET;
    let verified = if !get && incoming.query("encrypt_type").as_deref() == Some("aes") {
        encrypted(ctx, incoming, token)?
    } else if get || takes_plain(ctx) {
        sorted_sha1::verify(incoming, token)?
    } else {
        return Err(Refusal::Unsigned);
    };
    // A signature of yesterday is somebody's copy: the plain one would fit any body for ever.
    if !fresh(&verified.query("timestamp").unwrap_or_default(), ctx.now) {
        return Err(Refusal::Stale);
    }
    if xml::read(verified.body()) == Err(Bad::Doctype) {
        return Err(Refusal::Unreadable);
    }
    Ok(verified)
}

fn takes_plain(ctx: &Ctx<'_>) -> bool {
    ctx.settings.get("aes_key").is_none() || matches!(ctx.text("mode"), "plain" | "compatible")
}

fn encrypted(ctx: &Ctx<'_>, incoming: Incoming, token: &str) -> Result<Verified, Refusal> {
    let key = ctx.settings.get("aes_key").ok_or(Refusal::NotSetUp)?;
    let crypt = Crypt::new(key, ctx.text("appid")).ok_or(Refusal::NotSetUp)?;
    let envelope = xml::read(incoming.body()).map_err(|_| Refusal::Unreadable)?;
    let text = envelope.text("Encrypt").trim().to_owned();
    if text.is_empty() {
        return Err(Refusal::Unreadable);
    }
    crypt.verify(incoming, token, &text)
}

/// What a push says. The address check is a GET and wants its `echostr` back, as it is.
pub fn parse(verified: &Verified) -> Parsed {
    let get = verified.request().method() == Method::GET;
    let answer = if get {
        verified.query("echostr").unwrap_or_default()
    } else {
        "success".to_owned()
    };
    let mut parsed = Parsed::empty();
    parsed.answer = plain(answer);
    if get {
        return parsed;
    }
    match xml::read(verified.body()) {
        Err(bad) => parsed.problem("", Fault::NotXml.said(bad)),
        Ok(element) => match pushed(&Push(&element)) {
            Ok(events) => parsed.events = events,
            Err((at, what)) => parsed.problem(at, what),
        },
    }
    parsed
}

/// Said as text, so that no browser takes an `echostr` for a page.
fn plain(body: String) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body));
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, text);
    answer
}

/// Where something is wrong, and what.
pub type Misread = (&'static str, Wrong);

fn pushed(push: &Push<'_>) -> Result<Vec<Inbound>, Misread> {
    for name in ["FromUserName", "MsgType"] {
        if push.text(name).is_empty() {
            return Err((name, Fault::missing(name).said("it is missing")));
        }
    }
    match push.text("MsgType").to_ascii_lowercase().as_str() {
        "event" => events::read(push),
        kind => Ok(vec![message(push, kind)?]),
    }
}

/// An event of the customer's that this push is about.
pub fn inbound(push: &Push<'_>, what: What) -> Inbound {
    Inbound {
        at: push.create_time(),
        ..Inbound::new(push.id(), Peer::of(push.sender()), what)
    }
}

fn message(push: &Push<'_>, kind: &str) -> Result<Inbound, Misread> {
    let what = match kind {
        "text" => text(push),
        "image" => file(push, FileKind::Image, ""),
        "voice" => voice(push),
        "video" | "shortvideo" => file(push, FileKind::Video, "video/mp4"),
        "location" => holds(Content::Location(location(push.0, "")?)),
        "link" => holds(Content::Link(link(push, "Description", push.text("Url")))),
        // Opens inside WeChat only; the page is what tells an agent where the customer was.
        "miniprogrampage" => holds(Content::Link(link(push, "PagePath", ""))),
        // The push names the file and gives no way to get it. [M]
        "file" => What::Message(Message {
            text: push.text("Title").to_owned(),
            ..unsupported("file")
        }),
        other => What::Message(unsupported(other)),
    };
    Ok(Inbound {
        opens: Some(Trigger::Message),
        ..inbound(push, what)
    })
}

fn text(push: &Push<'_>) -> What {
    let words = push.0.text("Content");
    let choice = push.text("bizmsgmenuid");
    if !choice.is_empty() {
        // A menu of ours: the platform sends the choice's words as if they had been typed, and its id beside them.
        return What::Pressed {
            id: choice.to_owned(),
            label: words.to_owned(),
            message: String::new(),
        };
    }
    let content = (words.trim() == NOT_SHOWN).then(|| Content::Unsupported {
        kind: "text".to_owned(),
    });
    What::Message(Message {
        text: words.to_owned(),
        content,
        ..Message::default()
    })
}

/// A file by its `MediaId`; a picture without one by its public address.
fn file(push: &Push<'_>, kind: FileKind, media_type: &str) -> What {
    let media = push.text("MediaId");
    let reference = if media.is_empty() {
        push.text("PicUrl")
    } else {
        media
    };
    if reference.is_empty() {
        return What::Message(unsupported(push.text("MsgType")));
    }
    let mut file = RemoteFile::of(kind, reference);
    media_type.clone_into(&mut file.media_type);
    What::Message(Message {
        files: vec![file],
        ..Message::default()
    })
}

/// A voice note, with what the platform understood of it where the account has that switched on.
fn voice(push: &Push<'_>) -> What {
    let format = push.text("Format");
    let media_type = if format.is_empty() {
        String::new()
    } else {
        format!("audio/{}", format.to_ascii_lowercase())
    };
    let mut said = file(push, FileKind::Audio, &media_type);
    if let What::Message(message) = &mut said {
        push.text("Recognition").clone_into(&mut message.text);
    }
    said
}

/// `Location_X` is the latitude.
fn location(element: &Element, name: &str) -> Result<Location, Misread> {
    let degrees = |field: &'static str| {
        let number = element.text(field).trim().parse().ok();
        let angle = number.and_then(Degrees::of);
        angle.ok_or_else(|| {
            let what = format!("not an angle: {:.40}", element.text(field));
            (field, what.into())
        })
    };
    Ok(Location {
        latitude: degrees("Location_X")?,
        longitude: degrees("Location_Y")?,
        name: name.to_owned(),
        address: element.text("Label").trim().to_owned(),
    })
}

fn link(push: &Push<'_>, description: &str, url: &str) -> Link {
    Link {
        title: push.text("Title").to_owned(),
        description: push.text(description).to_owned(),
        url: url.to_owned(),
    }
}

fn holds(content: Content) -> What {
    What::Message(Message {
        content: Some(content),
        ..Message::default()
    })
}

fn unsupported(kind: &str) -> Message {
    Message {
        content: Some(Content::Unsupported {
            kind: kind.to_owned(),
        }),
        ..Message::default()
    }
}
