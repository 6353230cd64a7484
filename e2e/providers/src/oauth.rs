//! An authorisation server (RFC 6749, RFC 7636): a page where a person agrees, codes that are good once, refresh tokens that
//! are good until they are rotated.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use parking_lot::Mutex;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{Faults, Served};

type Pairs = BTreeMap<String, String>;

/// What the server knows.
#[derive(Default)]
struct Held {
    client: (String, String),
    /// Where it sends people back to.
    backs: BTreeSet<String>,
    /// What every access token is, so that another server can take it.
    access: String,
    /// What was asked for each code that was not used yet.
    codes: BTreeMap<String, Pairs>,
    refresh: Option<String>,
    made: u32,
    asked: Vec<Pairs>,
    declines: bool,
}

/// The server. Cheap to clone; shared with what listens.
#[derive(Clone)]
pub struct FakeOauth {
    held: Arc<Mutex<Held>>,
    served: Arc<Served>,
}

impl FakeOauth {
    /// A server with one client, which gives this access token.
    pub async fn start(id: &str, secret: &str, access: &str, faults: &Faults) -> std::io::Result<Self> {
        let held = Arc::new(Mutex::new(Held {
            client: (id.to_owned(), secret.to_owned()),
            access: access.to_owned(),
            ..Held::default()
        }));
        let router = Router::new()
            .route("/authorize", get(agree))
            .route("/token", post(token))
            .with_state(Arc::clone(&held));
        let served = Arc::new(Served::start(router, faults).await?);
        Ok(Self { held, served })
    }

    /// Where people agree.
    pub fn authorize_url(&self) -> String {
        format!("{}/authorize", self.served.base_url())
    }

    /// Where tokens come from.
    pub fn token_url(&self) -> String {
        format!("{}/token", self.served.base_url())
    }

    /// The client's owner lists an address people may be sent back to.
    pub fn lists(&self, back: &str) {
        self.held.lock().backs.insert(back.to_owned());
    }

    /// The person says no from now on.
    pub fn declines(&self) {
        self.held.lock().declines = true;
    }

    /// The person withdraws what was granted.
    pub fn withdraw(&self) {
        self.held.lock().refresh = None;
    }

    /// What was asked of the token address so far.
    pub fn asked(&self) -> Vec<Pairs> {
        self.held.lock().asked.clone()
    }
}

/// The person is shown what is asked, and agrees at once.
async fn agree(State(held): State<Arc<Mutex<Held>>>, Query(asked): Query<Pairs>) -> Response {
    let mut held = held.lock();
    let of = |key: &str| asked.get(key).map(String::as_str).unwrap_or_default();
    // An address that is not listed is never sent to: the error stays on this page.
    if of("client_id") != held.client.0 || !held.backs.contains(of("redirect_uri")) {
        return (StatusCode::BAD_REQUEST, "redirect_uri_mismatch").into_response();
    }
    let sound = of("response_type") == "code" && of("code_challenge_method") == "S256";
    let what = match (sound, held.declines) {
        (false, _) => "error=invalid_request".to_owned(),
        (true, true) => "error=access_denied".to_owned(),
        (true, false) => {
            held.made += 1;
            let code = format!("code-{}", held.made);
            held.codes.insert(code.clone(), asked.clone());
            format!("code={code}")
        }
    };
    let place = format!("{}?{what}&state={}", of("redirect_uri"), of("state"));
    (StatusCode::FOUND, [(header::LOCATION, place)]).into_response()
}

async fn token(State(held): State<Arc<Mutex<Held>>>, form: String) -> Response {
    let asked: Pairs = url::form_urlencoded::parse(form.as_bytes())
        .into_owned()
        .collect();
    let mut held = held.lock();
    held.asked.push(asked.clone());
    match given(&mut held, &asked) {
        Ok(answer) => Json(answer).into_response(),
        Err(code) => (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response(),
    }
}

fn given(held: &mut Held, asked: &Pairs) -> Result<Value, &'static str> {
    let of = |key: &str| asked.get(key).map(String::as_str).unwrap_or_default();
    if (of("client_id"), of("client_secret")) != (held.client.0.as_str(), held.client.1.as_str()) {
        return Err("invalid_client");
    }
    match of("grant_type") {
        "authorization_code" => {
            let agreed = held.codes.remove(of("code")).ok_or("invalid_grant")?;
            let proof = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(of("code_verifier")));
            let same = agreed.get("redirect_uri") == asked.get("redirect_uri");
            if !same || agreed.get("code_challenge") != Some(&proof) {
                return Err("invalid_grant");
            }
        }
        "refresh_token" if held.refresh.as_deref() == Some(of("refresh_token")) => {}
        "refresh_token" => return Err("invalid_grant"),
        _ => return Err("unsupported_grant_type"),
    }
    held.made += 1;
    let refresh = format!("refresh-{}", held.made);
    held.refresh = Some(refresh.clone());
    Ok(json!({
        "access_token": held.access,
        "token_type": "Bearer",
        "expires_in": 3600,
        "refresh_token": refresh,
    }))
}
