//! Who is signed in: the cookie, its look-up, and the permission an endpoint declares.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use yingke_staff::{Permission, Seat};
use yingke_store::{
    Agent, Auditor, Origin, SignIn, StoreError, Tx, agent, delete_sign_ins, renew_sign_in, seats, sign_in_of,
    touch_sign_in, workspace,
};
use yingke_words::{AgentId, SignInId, Span, Time, WorkspaceId};

use super::problem::{Code, Problem};
use crate::app::App;

/// A sign-in ends this long after its last use.
pub const IDLE: Span = Span::hours(12);
/// And in any case this long after it began.
pub const LONGEST: Span = Span::days(14);

/// Whoever is signed in, with everything a request needs of them.
#[derive(Debug)]
pub struct SignedIn {
    /// The seat, for permissions.
    pub seat: Arc<Seat>,
    /// The agent's row.
    pub agent: Agent,
    /// The sign-in itself.
    pub sign_in: SignInId,
    /// The workspace's row.
    pub workspace: yingke_store::Workspace,
    expires_at: Time,
    generation: u64,
}

/// Recently used sign-ins, so that a request does not ask the database who it is.
pub struct SignIns {
    cache: Cache<[u8; 32], Arc<SignedIn>>,
}

impl Default for SignIns {
    fn default() -> Self {
        Self::new()
    }
}

impl SignIns {
    /// An empty cache. An entry is believed for at most 5 s, and only while nothing changed in the workspace's people.
    pub fn new() -> Self {
        Self {
            cache: Cache::builder()
                .max_capacity(20_000)
                .time_to_live(Duration::from_secs(5))
                .build(),
        }
    }

    /// Forgets a sign-in at once.
    pub fn forget(&self, token_hash: &[u8; 32]) {
        self.cache.invalidate(token_hash);
    }

    /// Whoever `cookie` says, if it is true.
    pub async fn look_up(&self, app: &App, cookie: &str) -> Result<Arc<SignedIn>, Problem> {
        let (workspace, token_hash) = open_cookie(cookie).ok_or(Code::NotSignedIn)?;
        let generation = app.hub.generation(workspace);
        if let Some(known) = self.cache.get(&token_hash)
            && known.tenant() == workspace
            && known.generation == generation
            && app.now() < known.expires_at
        {
            return Ok(known);
        }
        let found = Arc::new(load(app, workspace, token_hash, generation).await?);
        self.cache.insert(token_hash, Arc::clone(&found));
        Ok(found)
    }
}

async fn load(
    app: &App,
    id: WorkspaceId,
    token_hash: [u8; 32],
    generation: u64,
) -> Result<SignedIn, Problem> {
    let found = app
        .db
        .read(id, move |tx| {
            let Some(sign_in) = sign_in_of(tx, &token_hash)? else {
                return Ok(None);
            };
            let seat = seats(tx, Some(sign_in.agent))?.remove(&sign_in.agent);
            Ok::<_, Problem>(
                seat.zip(agent(tx, sign_in.agent)?)
                    .zip(workspace(tx)?)
                    .map(|found| (sign_in, found)),
            )
        })
        .await?;
    let Some((sign_in, ((seat, agent), workspace))) = found else {
        return Err(Code::NotSignedIn.into());
    };
    let SignIn {
        id: sign_in_id,
        created_at,
        expires_at,
        ..
    } = sign_in;
    // By its end and not by when it was last seen: whoever has a socket is seen all the time.
    let until = (app.now() + IDLE).min(created_at + LONGEST);
    if until.since(expires_at) > Span::minutes(5) {
        let touched = app
            .db
            .write(id, move |tx| touch_sign_in(tx, sign_in_id, until))
            .await;
        // It is good until it expires: a full disk must not stop who only reads.
        if let Err::<(), StoreError>(error) = touched {
            tracing::warn!(%error, "a sign-in's last use was not written down");
        }
    }
    Ok(SignedIn {
        seat: Arc::new(seat),
        agent,
        sign_in: sign_in_id,
        workspace,
        expires_at,
        generation,
    })
}

/// The cookie's value: the workspace and a secret.
pub fn seal_cookie(workspace: WorkspaceId, secret: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode([workspace.uuid().as_bytes().as_slice(), secret.as_slice()].concat())
}

/// The workspace and the secret's hash of a token made by [`seal_cookie`].
pub fn open_cookie(value: &str) -> Option<(WorkspaceId, [u8; 32])> {
    let bytes = URL_SAFE_NO_PAD
        .decode(value)
        .ok()
        .filter(|bytes| bytes.len() == 48)?;
    let workspace = uuid::Uuid::from_slice(&bytes[..16]).ok()?;
    Some((workspace.into(), Sha256::digest(&bytes[16..]).into()))
}

/// The name of the cookie: bound to the host where TLS makes that possible.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-yingke" } else { "yingke" }
}

/// Sets the cookie, or with an empty value removes it.
pub fn set_cookie(app: &App, value: &str) -> HeaderValue {
    let (name, secure) = (cookie_name(app.config.secure()), app.config.secure());
    let age = if value.is_empty() {
        0
    } else {
        LONGEST.as_millis() / 1_000
    };
    let bound = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{bound}");
    HeaderValue::from_str(&text).expect("the cookie is plain ASCII")
}

/// The sign-in cookie of a request.
pub fn cookie_of(headers: &HeaderMap, secure: bool) -> Option<&str> {
    let name = cookie_name(secure);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Refuses what another site could make a browser send (CSRF): a changing request needs our header, and an `Origin`
/// that is our own.
pub fn check_site(app: &App, method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let safe = matches!(*method, Method::GET | Method::HEAD);
    if !safe && !headers.contains_key("x-yingke-csrf") {
        return Err(Problem::new(Code::ForeignOrigin).detail("the header X-Yingke-CSRF is missing"));
    }
    check_origin(app, headers)
}

/// Refuses a foreign `Origin`. A browser always sends it with sockets and changing requests.
pub fn check_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().unwrap_or_default();
    let own = if app.config.base_url.is_some() {
        origin == app.config.base_url()
    } else {
        // Without a configured address we are the host that the request was sent to.
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| origin == format!("http://{host}"))
    };
    if own {
        Ok(())
    } else {
        Err(Code::ForeignOrigin.into())
    }
}

impl SignedIn {
    /// Who acts, as the audit trail keeps it.
    pub fn auditor(&self) -> Auditor {
        Auditor::of(&self.seat)
    }

    /// The tenant.
    pub fn tenant(&self) -> WorkspaceId {
        self.seat.workspace
    }

    /// With other rights no cookie given out before is good any more (T05): whoever came by one gains nothing. Tells
    /// whether the agent is oneself, whose sign-in then goes on under `secret`.
    pub fn end_sign_ins_of(
        &self,
        tx: &mut Tx<'_>,
        agent: AgentId,
        secret: &[u8; 32],
    ) -> Result<bool, StoreError> {
        let own = (self.seat.agent == agent).then_some(self.sign_in);
        delete_sign_ins(tx, agent, own)?;
        if let Some(own) = own {
            renew_sign_in(tx, own, &Sha256::digest(secret))?;
        }
        Ok(own.is_some())
    }
}

/// The cookie of a sign-in that goes on under `secret`.
pub fn renewed_cookie(app: &App, workspace: WorkspaceId, secret: &[u8; 32]) -> HeaderValue {
    set_cookie(app, &seal_cookie(workspace, secret))
}

/// An answer that may carry a new cookie.
pub struct Renewed<T>(pub Option<HeaderValue>, pub T);

impl<T: IntoResponse> IntoResponse for Renewed<T> {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        if let Some(cookie) = self.0 {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Somebody who is signed in, whatever they may do. For what everybody may do to themselves.
pub struct Anybody(pub Arc<SignedIn>);

impl FromRequestParts<App> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        check_site(app, &parts.method, &parts.headers)?;
        let cookie = cookie_of(&parts.headers, app.config.secure()).ok_or(Code::NotSignedIn)?;
        let signed_in = app.sign_ins.look_up(app, cookie).await?;
        Ok(Self(signed_in))
    }
}

/// Somebody who holds permission `P` (`Permission::X as u8`) in some scope; whether it covers one conversation is
/// decided where the conversation is known.
pub struct Holder<const P: u8>(pub Arc<SignedIn>);

impl<const P: u8> FromRequestParts<App> for Holder<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Anybody(signed_in) = Anybody::from_request_parts(parts, app).await?;
        let permission = Permission::ALL[usize::from(P)];
        if !signed_in.seat.grants.holds_any(permission) {
            return Err(Problem::new(Code::NotPermitted).detail(permission.key()));
        }
        Ok(Self(signed_in))
    }
}

/// Somebody who holds the administrative permission `P` over the whole workspace, and from where they act.
pub struct Manager<const P: u8>(pub Arc<SignedIn>, pub Origin);

impl<const P: u8> FromRequestParts<App> for Manager<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Anybody(signed_in) = Anybody::from_request_parts(parts, app).await?;
        let permission = Permission::ALL[usize::from(P)];
        if !signed_in.seat.manages(permission) {
            return Err(Problem::new(Code::NotPermitted).detail(permission.key()));
        }
        Ok(Self(signed_in, super::body::origin(parts)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_opens_to_what_was_sealed() {
        let workspace = WorkspaceId::from(uuid::Uuid::from_u128(7));
        let sealed = seal_cookie(workspace, &[9; 32]);
        assert_eq!(
            open_cookie(&sealed),
            Some((workspace, Sha256::digest([9; 32]).into()))
        );
        for broken in ["", "x", &sealed[1..], &format!("{sealed}AA")] {
            assert_eq!(open_cookie(broken), None);
        }
    }

    #[test]
    fn finds_its_cookie_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; yingkeX=1; yingke=right; c=d"),
        );
        assert_eq!(cookie_of(&headers, false), Some("right"));
        assert_eq!(cookie_of(&headers, true), None);
    }
}
