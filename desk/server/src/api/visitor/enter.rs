//! A visitor enters an inbox.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::Switch;
use yingke_store::{
    Appearance, FieldKind, Inbox, LauncherKind, PreChatField, inbox, inbox_of_key, workspace,
};
use yingke_words::{Language, Secret, Time};

use crate::{
    api::{
        body::{Body, Caller},
        identity::{Claim, Introduction, introduce, prove},
        limits::ENTER_ADDRESS,
        problem::{Code, Problem},
        visitor_token::{REMEMBERED, Visitor},
    },
    app::App,
    live::snapshot::{OfVisitor, of_visitor},
};

/// Who enters, and from where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enter {
    /// The widget's public key.
    key: String,
    /// The token of an earlier visit.
    #[schema(value_type = Option<String>)]
    token: Option<Secret<String>>,
    /// The visitor's language, BCP 47.
    language: Option<String>,
    /// The page they look at. Taken, and not kept before the journey room stands; the page they write on is.
    #[serde(rename = "page")]
    #[schema(value_type = Option<PageSeen>)]
    _page: Option<PageSeen>,
    /// Who the site says they are.
    identity: Option<Claim>,
}

/// A page a visitor looks at.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageSeen {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Where they came from.
    #[serde(default)]
    pub referrer: String,
}

impl PageSeen {
    /// What the desk keeps of the page on which somebody first wrote.
    pub fn attributes(self) -> impl Iterator<Item = (String, String)> {
        let cut = |text: String| {
            text.chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect::<String>()
        };
        [
            ("page", self.url),
            ("pageTitle", self.title),
            ("referrer", self.referrer),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(move |(key, text)| (key.to_owned(), cut(text)))
    }
}

/// Everything a widget needs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entered {
    token: String,
    expires_at: Time,
    ticket: String,
    inbox: InboxFace,
    #[schema(value_type = crate::live::frame::ToVisitor<'static>)]
    snapshot: serde_json::Value,
}

/// An inbox as visitors see it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxFace {
    name: String,
    company: String,
    greeting: String,
    theme: Theme,
    pre_chat: PreChat,
    hours: OpeningState,
    attachments: AttachmentRules,
    language: Language,
}

/// How the widget looks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WidgetTheme)]
pub struct Theme {
    color: String,
    position: String,
    appearance: Appearance,
    launcher: LauncherKind,
}

/// The form before a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreChat {
    enabled: bool,
    fields: Vec<PreChatFace>,
}

/// One of its fields.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreChatFace {
    key: String,
    label: String,
    kind: FieldKind,
    required: bool,
}

/// Whether the desk is open.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpeningState {
    open: bool,
    notice: String,
    next_open_at: Option<Time>,
}

/// Which files may be sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentRules {
    max_bytes: i64,
    // None: no files at all.
    media_types: Vec<String>,
}

/// Enters an inbox: a token for this visitor, the inbox's face, and the conversation so far.
#[utoipa::path(post, path = "/api/v1/visitor/enter", operation_id = "visitorEnter",
    tag = "visitor", security(()), request_body = Enter,
    responses((status = 200, body = Entered), (status = 403), (status = 404), (status = 429)))]
pub async fn handler(
    State(app): State<App>,
    Caller(origin): Caller,
    Body(asked): Body<Enter>,
) -> Result<Json<Entered>, Problem> {
    let now = app.now();
    app.limits.take_from(ENTER_ADDRESS, &origin.address, now)?;
    let key = asked.key.clone();
    let found = app
        .db
        .read_global(move |tx| Ok::<_, Problem>(inbox_of_key(tx, &key)?))
        .await?;
    let (tenant, inbox_id) = found.ok_or(Code::InboxUnknown)?;
    let read = app
        .db
        .read(tenant, move |tx| {
            Ok::<_, Problem>(inbox(tx, inbox_id)?.zip(workspace(tx)?))
        })
        .await?;
    let (mut inbox, workspace) = read.ok_or(Code::InboxUnknown)?;
    if !workspace.switches.on(Switch::Attachments) {
        inbox.settings.attachment_types.clear();
    }
    let visitor = recognise(&app, &asked, &inbox, tenant)?;
    introduce(&app, &visitor).await?;
    let (whose, links) = (visitor.clone(), app.links.of(tenant));
    let snapshot: OfVisitor = app
        .db
        .read(tenant, move |tx| {
            Ok::<_, Problem>(of_visitor(tx, &whose, None, &links)?)
        })
        .await?;
    Ok(Json(Entered {
        token: app.visitors.token(&visitor, now)?,
        expires_at: now + REMEMBERED,
        ticket: app.visitors.ticket(&visitor, now, app.id())?,
        inbox: face(
            inbox,
            workspace.name,
            asked
                .language
                .as_deref()
                .map_or(workspace.language, Language::of_tag),
            now,
        ),
        snapshot: serde_json::to_value(snapshot.frame()).expect("frames are plain data"),
    }))
}

/// Who this is: proven by the site, remembered from before, or new.
fn recognise(
    app: &App,
    asked: &Enter,
    inbox: &Inbox,
    workspace: yingke_words::WorkspaceId,
) -> Result<Visitor, Problem> {
    let as_visitor = |external_id| Visitor {
        workspace,
        inbox: inbox.id,
        external_id,
        introduction: asked.identity.as_ref().map(Introduction::of).unwrap_or_default(),
    };
    if let Some(claim) = &asked.identity {
        return Ok(as_visitor(prove(claim, inbox, app.now())?));
    }
    let known = asked
        .token
        .as_ref()
        .and_then(|token| app.visitors.visitor(token.expose(), app.now()));
    let same = known.filter(|known| known.workspace == workspace && known.inbox == inbox.id);
    Ok(same.unwrap_or_else(|| {
        let random: [u8; 16] = app.secret();
        as_visitor(format!("v-{}", uuid::Uuid::from_bytes(random).simple()))
    }))
}

fn face(inbox: Inbox, company: String, language: Language, now: Time) -> InboxFace {
    let settings = inbox.settings;
    let hours = settings.open_hours();
    let open = hours.is_none_or(|hours| hours.open_at(now));
    let next_open_at = hours.filter(|_| !open).and_then(|hours| hours.next_open(now));
    let field = |field: PreChatField| PreChatFace {
        key: field.key,
        label: field.label,
        kind: field.kind,
        required: field.required,
    };
    InboxFace {
        name: inbox.name,
        company,
        greeting: settings.greeting_in(language).to_owned(),
        theme: Theme {
            color: settings.color,
            position: settings.position,
            appearance: settings.appearance,
            launcher: settings.launcher,
        },
        pre_chat: PreChat {
            enabled: settings.pre_chat_enabled && !settings.pre_chat.is_empty(),
            fields: settings.pre_chat.into_iter().map(field).collect(),
        },
        hours: OpeningState {
            open,
            notice: settings.closed_notice,
            next_open_at,
        },
        attachments: AttachmentRules {
            max_bytes: settings.attachment_max_bytes,
            media_types: settings.attachment_types,
        },
        language,
    }
}
