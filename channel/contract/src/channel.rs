//! The trait.

use http::Response;

use bytes::Bytes;

use crate::{
    Answer, Connect, Consent, Console, Ctx, Directory, Incoming, Listener, Manifest, Media, Outbound, Parsed,
    Puller, Reconcile, Refusal, Sent, Step, Templates, Tokens, Trouble, Verified,
};

/// One kind of channel. Every method is pure: secrets, time and chance come in by [`Ctx`], the network by values.
///
/// The required methods have no default. Optional abilities are traits of their own; a channel that has one answers it
/// here, and its manifest says what comes of it.
pub trait Channel: Send + Sync {
    /// What it is, what it can, what an administrator fills in.
    fn manifest(&self) -> &Manifest;

    /// Checks that the provider sent this, over the raw bytes. A channel without webhooks refuses all.
    fn verify(&self, ctx: &Ctx<'_>, incoming: Incoming) -> Result<Verified, Refusal>;

    /// Reads what was sent: all events in it, what could not be read, and the answer the provider expects. Never fails:
    /// one bad item loses only itself, and what is not JSON or XML at all is one problem.
    fn parse(&self, ctx: &Ctx<'_>, verified: &Verified) -> Parsed;

    /// The next step in sending: called with the answers to the steps before, until it is done or stops. Called again
    /// with the same answers it answers the same.
    fn render(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Sent>;

    /// Answers a request that was refused, where the provider expects a certain one.
    fn refused(&self, refusal: &Refusal) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = refusal.status();
        response
    }

    /// What its own codes mean, those of an account's health and of connecting. Where a code stands here, people are told
    /// by these words; else by the house's words for its kind.
    fn troubles(&self) -> &'static [(&'static str, Trouble)] {
        &[]
    }

    /// Access tokens that run out.
    fn tokens(&self) -> Option<&dyn Tokens> {
        None
    }

    /// Files that customers send.
    fn media(&self) -> Option<&dyn Media> {
        None
    }

    /// Messages that have to be fetched.
    fn puller(&self) -> Option<&dyn Puller> {
        None
    }

    /// A connection that is kept open.
    fn listener(&self) -> Option<&dyn Listener> {
        None
    }

    /// Asking whether something went out after all.
    fn reconcile(&self) -> Option<&dyn Reconcile> {
        None
    }

    /// Names and pictures of customers.
    fn directory(&self) -> Option<&dyn Directory> {
        None
    }

    /// Approved messages.
    fn templates(&self) -> Option<&dyn Templates> {
        None
    }

    /// Access that a person grants in their browser.
    fn consent(&self) -> Option<&dyn Consent> {
        None
    }

    /// Trying the credentials, and telling the provider our address.
    fn connect(&self) -> Option<&dyn Connect> {
        None
    }

    /// Trying a payload before it is real.
    fn console(&self) -> Option<&dyn Console> {
        None
    }
}
