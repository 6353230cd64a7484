//! The account and the people: who we are, where events go, who they are.

use serde_json::{Value, json};
use yingke_channel_contract::{Answer, Connect, Connected, Ctx, Directory, Peer, Request, Step};

use super::{
    Line, answered,
    outbound::{address, asked, bearer, put},
    protocol::plain,
};

impl Connect for Line {
    /// Who the bot is, and then where its events go. "Use webhook" itself can only be switched on by hand.
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected> {
        if let Some(error) = answers.iter().find_map(answered::error) {
            return Step::Stop(answered::harmless(error));
        }
        match answers {
            [] => asked(bearer(ctx, Request::get(&address(ctx, "info")))),
            [_] => {
                let body = json!({ "endpoint": ctx.callback });
                asked(bearer(ctx, put(&address(ctx, "channel/webhook/endpoint"), &body)))
            }
            [info, ..] => Step::Done(Connected {
                accounts: named(&info.json()).into_iter().collect(),
            }),
        }
    }
}

fn named(info: &Value) -> Option<(String, String)> {
    let id = plain(&info["userId"]);
    let (name, basic) = (plain(&info["displayName"]), plain(&info["basicId"]));
    let name = format!("{name} {basic}").trim().to_owned();
    (!id.is_empty()).then_some((id, name))
}

impl Directory for Line {
    /// People and groups have profiles; a room of several has none.
    fn profile(&self, ctx: &Ctx<'_>, id: &str, answers: &[Answer]) -> Step<Peer> {
        let plain_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let group = id.starts_with('C');
        let mut peer = Peer::of(id);
        peer.group = group || id.starts_with('R');
        if !plain_id || id.starts_with('R') {
            return Step::Done(peer);
        }
        let Some(answer) = answers.last() else {
            let path = if group {
                format!("group/{id}/summary")
            } else {
                format!("profile/{id}")
            };
            return asked(bearer(ctx, Request::get(&address(ctx, &path))));
        };
        if let Some(error) = answered::error(answer) {
            return Step::Stop(answered::harmless(error));
        }
        let profile = answer.json();
        peer.name = plain(&profile[if group { "groupName" } else { "displayName" }]);
        for (key, attribute) in [
            ("pictureUrl", "picture"),
            ("language", "language"),
            ("statusMessage", "status"),
        ] {
            let value = plain(&profile[key]);
            if !value.is_empty() {
                peer.attributes.insert(attribute.to_owned(), value);
            }
        }
        Step::Done(peer)
    }
}
