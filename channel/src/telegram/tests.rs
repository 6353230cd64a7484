use http::{HeaderValue, Request as Http};
use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Answer, Body, Channel as _, Choice, Content, Ctx, Degrees, DeliveryError, ErrorKind, Failure,
    FileKind, Incoming, Location, Menu, OutFile, Outbound, Page, PartBody, PullHint, Refusal, RemoteFile,
    Request, Retry, Sent, Step, What,
    kit::{self, Kit},
};
use yingke_words::{AttachmentId, Span};

use super::{Telegram, inbound::SECRET_HEADER};
use asking::*;

mod asking;
mod changing;
mod coming;
mod fetching;
mod going;
mod refusing;
mod threads;

macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("fixtures/", $name, ".http")))),*]
    };
}

const REQUESTS: &[(&str, &str)] = fixtures![
    "album_next",
    "animation",
    "anonymous_admin",
    "audio",
    "blocked",
    "business_away",
    "business_connection",
    "business_echo",
    "business_ended",
    "business_message",
    "business_mute",
    "callback",
    "callback_inaccessible",
    "callback_inline",
    "channel_post",
    "contact_other",
    "contact_own",
    "deleted_business",
    "dice",
    "direct_messages",
    "direct_messages_ours",
    "document",
    "edited",
    "edited_business",
    "edited_caption",
    "edited_channel_post",
    "edited_live_location",
    "external_reply",
    "group",
    "group_joined",
    "group_muted",
    "group_promoted",
    "links",
    "live_photo",
    "location",
    "migrate_from",
    "migrate_to",
    "new_members",
    "new_title",
    "odd_types",
    "photo",
    "poll",
    "reaction",
    "reaction_removed",
    "reply",
    "start",
    "sticker",
    "sticker_animated",
    "story",
    "test_api_callback",
    "test_api_command",
    "test_api_message",
    "text",
    "topic",
    "unblocked",
    "unknown_kind",
    "unknown_update",
    "venue",
    "video",
    "video_note",
    "voice",
    "web_app_data",
];

const NOW: i64 = 1_790_000_500_000;

const SETTINGS: &[(&str, &str)] = &[("token", "123456:TEST-token_1"), ("secret_token", "s3cr3t_tok")];

const ERRORS: &[(u16, &str, Option<Retry>)] = &[
    (
        429,
        r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}"#,
        Some(Retry::After(Span::seconds(5))),
    ),
    (
        200,
        r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#,
        Some(Retry::After(Span::seconds(3))),
    ),
    (
        401,
        r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
        Some(Retry::Never),
    ),
    (
        404,
        r#"{"ok":false,"error_code":404,"description":"Not Found"}"#,
        Some(Retry::Never),
    ),
    (
        403,
        r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#,
        Some(Retry::Never),
    ),
    (
        400,
        r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#,
        Some(Retry::Never),
    ),
    (
        409,
        r#"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#,
        Some(Retry::BackOff),
    ),
    (
        500,
        r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#,
        Some(Retry::BackOff),
    ),
    (502, "<html>Bad Gateway</html>", Some(Retry::BackOff)),
];

fn on_the_bench() -> Kit<'static> {
    Kit {
        channel: &Telegram,
        settings: SETTINGS,
        account: "",
        now: NOW,
        sign: |ctx, request| {
            let secret = HeaderValue::from_str(ctx.text("secret_token")).unwrap();
            request.headers_mut().insert(SECRET_HEADER, secret);
        },
        covers_body: false,
        requests: REQUESTS,
        accept,
        errors: ERRORS,
    }
}

#[test]
fn it_conforms() {
    on_the_bench().conform();
}

#[test]
fn what_fixtures_parse_to() {
    let bench = on_the_bench();
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        for (name, _) in REQUESTS {
            insta::assert_snapshot!(*name, kit::shown(&bench.parsed(name)));
        }
    });
}
