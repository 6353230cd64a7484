//! What some channels can besides. All are step functions: pure, replayable, resumable.

use yingke_words::{Secret, Time};

use crate::{
    Answer, Ctx, DeliveryError, Inbound, Outbound, Problem, PullHint, RemoteFile, Request, Sent, Step,
};

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its value.
    pub value: Secret<String>,
    /// When it runs out, a few minutes early.
    pub expires_at: Time,
    /// Other tokens that came with it, by kind: a rotating refresh token is kept with it or not at all.
    pub also: Vec<(&'static str, Secret<String>)>,
}

/// What a person is asked to agree to, in their browser.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Our page, where the provider sends them back to.
    pub back: &'a str,
    /// What comes back with them, so that nobody else's agreement is taken for theirs.
    pub state: &'a str,
    /// The hash of what proves later that it was us who asked (RFC 7636, `S256`).
    pub challenge: &'a str,
}

/// What came back with a person who agreed.
#[derive(Clone, Copy, Debug)]
pub struct Agreed<'a> {
    /// The page they were sent back to: the same as in [`Asking`].
    pub back: &'a str,
    /// What buys the tokens, once.
    pub code: &'a str,
    /// What proves that it was us who asked.
    pub verifier: &'a str,
}

/// Access that a person grants at the provider's, instead of credentials that are copied from there (OAuth 2.0: RFC 6749,
/// 4.1, with RFC 7636).
pub trait Consent: Send + Sync {
    /// Access is granted this way while this field of the form has one of these values.
    fn asked_while(&self) -> (&'static str, &'static [&'static str]);

    /// The provider's page where a person agrees; what is missing when there is none.
    fn page(&self, ctx: &Ctx<'_>, asking: Asking<'_>) -> Result<String, DeliveryError>;

    /// The next step towards the tokens that agreeing gives. What outlives the token itself is kept under the key of its
    /// field in the form: it stays as long as that field does.
    fn redeem(&self, ctx: &Ctx<'_>, agreed: Agreed<'_>, answers: &[Answer]) -> Step<Token>;
}

/// Gets access tokens. One holder an app: two at once could make each other's void.
pub trait Tokens: Send + Sync {
    /// The next step towards a token of `kind`.
    fn refresh(&self, ctx: &Ctx<'_>, kind: &str, answers: &[Answer]) -> Step<Token>;
}

/// Gets files of customers.
pub trait Media: Send + Sync {
    /// The next step towards `file`. Done is the request whose answer is the file's bytes: egress streams and measures
    /// them. Hosts come from the provider's answers to verified events only, and egress checks each address.
    fn fetch(&self, ctx: &Ctx<'_>, file: &RemoteFile, answers: &[Answer]) -> Step<Request>;

    /// Whether what came instead of a file is an error in disguise (JSON or HTML under a 200). `head` is its beginning.
    fn disguised(&self, content_type: &str, head: &[u8]) -> bool;
}

/// What was fetched. Its events and its cursor are kept in one transaction.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its events.
    pub events: Vec<Inbound>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Where to go on.
    pub next: String,
    /// There is more now.
    pub more: bool,
}

/// Fetches messages. One at a time for each account.
pub trait Puller: Send + Sync {
    /// The next step towards the page after `cursor` (none: from the beginning, which the channel bounds).
    fn pull(&self, ctx: &Ctx<'_>, cursor: Option<&str>, hint: &PullHint, answers: &[Answer]) -> Step<Page>;
}

/// What became of something whose answer never came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// It had arrived.
    There(Sent),
    /// It had not: send it again.
    Absent,
}

/// Asks whether something went out after all.
pub trait Reconcile: Send + Sync {
    /// The next step in finding out.
    fn look(&self, ctx: &Ctx<'_>, outbound: &Outbound, answers: &[Answer]) -> Step<Found>;
}

/// Names and pictures of customers.
pub trait Directory: Send + Sync {
    /// The next step towards what the provider knows of the peer `id`.
    fn profile(&self, ctx: &Ctx<'_>, id: &str, answers: &[Answer]) -> Step<crate::Peer>;
}

/// An approved message.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TemplateInfo {
    /// The provider's id or name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its language, as the provider writes it.
    pub language: String,
    /// Its text with gaps.
    pub text: String,
    /// How many gaps.
    pub gaps: usize,
}

/// Approved messages.
pub trait Templates: Send + Sync {
    /// The next step towards the list.
    fn list(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Vec<TemplateInfo>>;
}

/// An account that answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Connected {
    /// The accounts the credentials reach: the provider's id and name of each. Empty where there is a single one that has
    /// none.
    pub accounts: Vec<(String, String)>,
}

/// Tries the credentials, and tells the provider our address where it takes it by API.
pub trait Connect: Send + Sync {
    /// The next step in connecting.
    fn connect(&self, ctx: &Ctx<'_>, answers: &[Answer]) -> Step<Connected>;
}

/// What a payload would come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The events it holds, each as the channel would show it to whoever sets it up.
    pub events: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Tells what a payload would come to, without taking it in: for whoever maps a system of their own onto the channel.
pub trait Console: Send + Sync {
    /// What `payload` would come to under the settings of `ctx`.
    fn tried(&self, ctx: &Ctx<'_>, payload: &str) -> Tried;
}
