//! What an administrator filled in, read once.

use yingke_channel_contract::{Credentials, Ctx, Security};
use yingke_words::{Secret, Span, Time};

/// How long an IDLE may last: servers may hang up after 30 minutes (RFC 2177).
const LONGEST_IDLE: i64 = 28;

/// A mailbox, as reading and writing mails needs to know it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Account {
    /// Its address, in lower case.
    pub address: String,
    /// What reply tokens are made with; empty for none.
    pub secret: String,
    /// The name by which our own mail server signs its findings; empty = none is believed.
    pub authserv: String,
    /// What is done with a mail whose sender's domain says that it did not send it.
    pub dmarc: Dmarc,
    /// Answers come to `local+token@domain`.
    pub plus: bool,
}

/// What is done with a mail that fails DMARC, by our own server's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Dmarc {
    /// That it does is shown.
    #[default]
    Mark,
    /// It is nobody's we know.
    Apart,
    /// It is not taken in. That there was one is shown among what could not be read.
    Refuse,
}

/// What is done with a mail that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Nothing: other programs see it as it was.
    Leave,
    /// It is marked as read.
    Seen,
    /// It is moved into this folder.
    Move(String),
}

impl Account {
    /// The account of these settings.
    pub fn of(ctx: &Ctx<'_>) -> Self {
        let known = matches!(sign_in(ctx), "google" | "microsoft");
        Self {
            address: ctx.text("address").trim().to_lowercase(),
            secret: ctx.text("reply_secret").to_owned(),
            authserv: ctx.text("authserv_id").trim().to_lowercase(),
            dmarc: match ctx.text("enforce_dmarc") {
                "apart" => Dmarc::Apart,
                "refuse" => Dmarc::Refuse,
                _ => Dmarc::Mark,
            },
            plus: match ctx.text("plus_addresses") {
                "on" => true,
                "off" => false,
                _ => known,
            },
        }
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.address
            .rsplit_once('@')
            .map_or("localhost", |(_, domain)| domain)
    }

    /// Whether this is our address, with or without a `+token`.
    pub fn owns(&self, address: &str) -> bool {
        !self.address.is_empty()
            && (address.eq_ignore_ascii_case(&self.address) || self.plus_of(address).is_some())
    }

    /// What stands behind the plus of an address of ours.
    pub fn plus_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (local, domain) = address.rsplit_once('@')?;
        let rest = local
            .get(..self.local().len())
            .filter(|start| start.eq_ignore_ascii_case(self.local()))
            .map(|start| &local[start.len()..])?;
        rest.strip_prefix('+')
            .filter(|_| domain.eq_ignore_ascii_case(self.domain()))
    }
}

/// How we sign in: `password`, `google`, `microsoft` or `oauth`.
pub fn sign_in<'a>(ctx: &'a Ctx<'_>) -> &'a str {
    ctx.settings.get("auth").unwrap_or("password")
}

/// Whether an access token takes the place of the password.
pub fn by_token(ctx: &Ctx<'_>) -> bool {
    sign_in(ctx) != "password"
}

/// What one of the two servers is told; none when a token is missing.
pub fn credentials(ctx: &Ctx<'_>, sending: bool) -> Option<Credentials> {
    let of = |key: &str| Some(ctx.text(key)).filter(|text| !text.is_empty());
    let user = of("user").unwrap_or(ctx.text("address")).to_owned();
    if by_token(ctx) {
        let token = Secret::new(ctx.token("access")?.to_owned());
        return Some(Credentials::Bearer { user, token });
    }
    let own = of("smtp_user").filter(|_| sending);
    let password = of("smtp_password").filter(|_| sending).or(of("password"));
    Some(
        password.map_or(Credentials::None, |password| Credentials::Password {
            user: own.map_or(user, ToOwned::to_owned),
            password: Secret::new(password.to_owned()),
        }),
    )
}

/// How a connection is secured.
fn security(text: &str, usual: Security) -> Security {
    match text {
        "tls" => Security::Tls,
        "starttls" => Security::StartTls,
        "plain" => Security::Plain,
        _ => usual,
    }
}

/// The server that is read from.
pub fn reading<'a>(ctx: &'a Ctx<'_>) -> (&'a str, u16, Security) {
    server(ctx, ["imap_host", "imap_port", "imap_security"], Security::Tls, (993, 143))
}

/// The server that is sent by.
pub fn sending<'a>(ctx: &'a Ctx<'_>) -> (&'a str, u16, Security) {
    server(ctx, ["smtp_host", "smtp_port", "smtp_security"], Security::StartTls, (465, 587))
}

/// Host, port and security, with the ports that are usual with TLS from the first byte and without.
fn server<'a>(
    ctx: &'a Ctx<'_>,
    [host, port_key, security_key]: [&str; 3],
    usual: Security,
    (tls, other): (u16, u16),
) -> (&'a str, u16, Security) {
    let security = security(ctx.text(security_key), usual);
    let common = if security == Security::Tls { tls } else { other };
    (ctx.text(host).trim(), port(ctx.text(port_key), common), security)
}

/// A port, or what it usually is.
fn port(text: &str, usual: u16) -> u16 {
    text.trim().parse().ok().filter(|port| *port > 0).unwrap_or(usual)
}

/// What is done with a mail that was read.
pub fn policy(ctx: &Ctx<'_>) -> Policy {
    match ctx.text("policy") {
        "seen" => Policy::Seen,
        "move" if !ctx.text("done_folder").is_empty() => Policy::Move(ctx.text("done_folder").to_owned()),
        _ => Policy::Leave,
    }
}

/// Mails older than this day are not imported; none = everything before we were connected is left alone.
pub fn imports_from(ctx: &Ctx<'_>) -> Option<Time> {
    let day: jiff::civil::Date = ctx.text("import_since").trim().parse().ok()?;
    let at = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Time::from_millis(at.timestamp().as_millisecond()))
}

/// How long we wait for something new before we look by ourselves.
pub fn poll(ctx: &Ctx<'_>) -> Span {
    let minutes = ctx.text("poll_minutes").trim().parse().unwrap_or(5);
    Span::minutes(minutes.clamp(1, LONGEST_IDLE))
}
