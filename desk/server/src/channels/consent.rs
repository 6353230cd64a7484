//! Access that a person grants in their browser at the provider's. What was asked waits sealed beside the app's tokens: one
//! at a time, for a quarter of an hour, for the sign-in that asked, and it is good once. SECURITY T10.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use yingke_channel_contract::{Agreed, Answer, Asking, Consent, Ctx, DeliveryError};
use yingke_store::{SealedToken, StoreError, app_token, set_app_token};
use yingke_words::{Secret, SignInId, Span, Time};

use super::{account::Account, connect::done, token::Held};
use crate::app::App;

/// How long somebody may take to agree.
const PATIENCE: Span = Span::minutes(15);
/// The name under which it waits.
const KIND: &str = "consent";
/// The page of the workbench where the provider sends people back to.
const BACK: &str = "/settings/inboxes/consent";

/// What was asked.
#[derive(Serialize, Deserialize)]
struct Waiting {
    state: String,
    verifier: String,
    sign_in: SignInId,
}

/// The address that providers send people back to.
pub fn back(base: &str) -> String {
    format!("{base}{BACK}")
}

impl App {
    /// The provider's page where whoever is signed in by `sign_in` can agree.
    pub async fn ask_consent(
        &self,
        account: &Account,
        consent: &dyn Consent,
        sign_in: SignInId,
    ) -> Result<Result<String, DeliveryError>, StoreError> {
        let verifier = URL_SAFE_NO_PAD.encode(self.secret::<32>());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let state = format!(
            "{}.{}",
            account.app.id,
            URL_SAFE_NO_PAD.encode(self.secret::<24>())
        );
        let back = back(&self.config.base_url());
        let asking = Asking {
            back: &back,
            state: &state,
            challenge: &challenge,
        };
        let page = match account.within(self, "", &Held::new(), |ctx| consent.page(ctx, asking)) {
            Ok(page) => page,
            Err(error) => return Ok(Err(error)),
        };
        let waiting = Waiting {
            state,
            verifier,
            sign_in,
        };
        let (id, until) = (account.app.id, self.now() + PATIENCE);
        let token = SealedToken {
            sealed: self.sealed(id, &waiting),
            expires_at: until,
        };
        let write = move |tx: &mut yingke_store::Tx<'_>| set_app_token(tx, id, KIND, &token);
        self.db.write(account.workspace, write).await?;
        Ok(Ok(page))
    }

    /// Takes what came back: the proof that it was us who asked. None when this was not asked, by this sign-in, and not
    /// long ago; whatever it was, it is good no more.
    pub async fn consent_came(
        &self,
        account: &Account,
        state: &str,
        sign_in: SignInId,
    ) -> Result<Option<Secret<String>>, StoreError> {
        let (id, now) = (account.app.id, self.now());
        let taken = self
            .db
            .write(account.workspace, move |tx| {
                let found = app_token(tx, id, KIND)?.filter(|found| found.expires_at > now);
                let spent = SealedToken {
                    sealed: Vec::new(),
                    expires_at: Time::from_millis(0),
                };
                if found.is_some() {
                    set_app_token(tx, id, KIND, &spent)?;
                }
                Ok::<_, StoreError>(found)
            })
            .await?;
        let Some(taken) = taken else { return Ok(None) };
        let plain = self.seal.reveal(&taken.sealed, id.uuid().as_bytes()).ok();
        let waiting = plain.and_then(|plain| serde_json::from_slice::<Waiting>(&plain).ok());
        let ours = waiting.filter(|waiting| {
            let same = verify_slices_are_equal(waiting.state.as_bytes(), state.as_bytes()).is_ok();
            same && waiting.sign_in == sign_in
        });
        Ok(ours.map(|waiting| Secret::new(waiting.verifier)))
    }

    /// Buys the tokens, and keeps them.
    pub async fn redeem_consent(
        &self,
        account: &Account,
        consent: &dyn Consent,
        (code, verifier): (&str, &Secret<String>),
    ) -> Result<(), DeliveryError> {
        let back = back(&self.config.base_url());
        let agreed = Agreed {
            back: &back,
            code,
            verifier: verifier.expose(),
        };
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| consent.redeem(ctx, agreed, answers);
        let token = done(self.walk(account, "", Held::new(), step).await)?;
        self.keep_token(account, "access", &token).await?;
        self.tokens.forget(account.app.id);
        Ok(())
    }
}
