//! The conformance kit: what every channel is held to, called from its `tests.rs`.
//!
//! A channel gives its fixtures (requests as text, see [`wire`]), how its provider signs, and how its provider answers. The
//! kit proves: fixtures parse (their channel snapshots what they parse to), cut and changed payloads never panic, the same
//! payload twice gives the same ids, tampered requests are refused, every canonical draft is sent or declared unsendable,
//! and whatever the provider answers ends in done, a retry, or a stop.

mod drafts;
mod mutate;
mod pull;
mod wire;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Request as Http;
use yingke_words::{Chance, Secret, Time};

use crate::{
    Answer, Channel, Ctx, Failure, Heard, Incoming, Outbound, Parsed, Request, Retry, Sent, Settings, Step,
    Trouble, Turned,
};

pub use drafts::{canonical, draft, of};
pub use wire::{request, shown, shown_page};

#[derive(Default)]
struct Still;

impl Chance for Still {
    fn fill(&self, bytes: &mut [u8]) {
        for (byte, value) in bytes.iter_mut().zip((1..=u8::MAX).cycle()) {
            *byte = value;
        }
    }
}

/// A channel on the bench.
pub struct Kit<'a> {
    /// The channel.
    pub channel: &'a dyn Channel,
    /// What an administrator filled in.
    pub settings: &'a [(&'a str, &'a str)],
    /// The provider's id of the account; empty where there is one.
    pub account: &'a str,
    /// Now, in milliseconds: signatures are of this time.
    pub now: i64,
    /// Signs a request as the provider does. Leave it out by doing nothing where a secret address is all there is.
    pub sign: fn(&Ctx<'_>, &mut Http<Bytes>),
    /// The signature covers the body.
    pub covers_body: bool,
    /// Requests of the provider: name and text.
    pub requests: &'a [(&'a str, &'a str)],
    /// What the provider answers to a request of ours when all is well.
    pub accept: fn(&Request) -> Answer,
    /// Errors of the provider's own, each with the retry it has to come to (`None`: any, done included).
    pub errors: &'a [(u16, &'a str, Option<Retry>)],
}

/// More steps than any delivery takes.
const STEPS: usize = 64;

impl Kit<'_> {
    /// Calls `run` with the channel's context.
    pub fn within<T>(&self, run: impl FnOnce(&Ctx<'_>) -> T) -> T {
        let pairs = self
            .settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = Settings::new(pairs);
        let tokens = Everything::tokens();
        run(&Ctx {
            settings: &settings,
            tokens: &tokens,
            callback: "https://desk.example/api/v1/hooks/KEY",
            account: self.account,
            now: Time::from_millis(self.now),
            chance: &Still,
        })
    }

    /// The fixture `name`, signed.
    pub fn signed(&self, name: &str) -> Http<Bytes> {
        let (_, text) = self
            .requests
            .iter()
            .find(|(key, _)| *key == name)
            .expect("a fixture of that name");
        let mut request = wire::request(text);
        self.within(|ctx| (self.sign)(ctx, &mut request));
        request
    }

    /// What the fixture `name` parses to.
    pub fn parsed(&self, name: &str) -> Parsed {
        self.take(self.signed(name))
            .unwrap_or_else(|refusal| panic!("{name} is refused: {refusal}"))
    }

    fn take(&self, request: Http<Bytes>) -> Result<Parsed, crate::Refusal> {
        self.within(|ctx| {
            let verified = self.channel.verify(ctx, Incoming(request))?;
            Ok(self.channel.parse(ctx, &verified))
        })
    }

    /// Everything the kit proves of requests and drafts. A listener's frames are proved by [`Kit::hears_anything`].
    pub fn conform(&self) {
        self.manifest_is_sound();
        for (name, _) in self.requests {
            self.repeats(name);
            self.refuses_tampering(name);
            self.survives_mutations(name);
        }
        for (name, outbound, ability) in drafts::all() {
            let outbound = drafts::as_taken(outbound, self.channel.manifest());
            self.sends_or_declares(name, &outbound, ability);
            self.ends_whatever_is_answered(name, &outbound);
        }
    }

    fn manifest_is_sound(&self) {
        let manifest = self.channel.manifest();
        let plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        assert!(plain(manifest.key), "a key is lower-case ASCII: {}", manifest.key);
        for (what, words) in [("name", manifest.name), ("about", manifest.about)] {
            assert!(
                !words.zh.is_empty() && !words.en.is_empty(),
                "{what} is missing in a language"
            );
        }
        for step in manifest.steps {
            assert!(
                !step.text.zh.is_empty() && !step.text.en.is_empty(),
                "a step is missing in a language"
            );
        }
        for (code, trouble) in self.channel.troubles() {
            let Trouble { what, todo } = trouble;
            assert!(
                plain(code)
                    && [what, todo]
                        .iter()
                        .all(|said| !said.zh.is_empty() && !said.en.is_empty()),
                "{code} is not told in both languages"
            );
        }
        if let Some((key, _)) = self.channel.consent().map(crate::Consent::asked_while) {
            let stands = manifest.form.iter().any(|field| field.key == key);
            assert!(stands, "{key}, which asks for consent, is no field of the form");
        }
        let mut keys: Vec<_> = manifest.form.iter().map(|field| field.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), manifest.form.len(), "a key stands twice in the form");
        for ability in crate::Ability::ALL.iter().filter(|one| !manifest.sends(**one)) {
            let shown = matches!(
                ability,
                crate::Ability::Typing
                    | crate::Ability::ReadMark
                    | crate::Ability::Service
                    | crate::Ability::Mail
            );
            assert!(
                shown || manifest.instead(*ability).is_some(),
                "{}: no alternative to {ability:?}, which it cannot send",
                manifest.key
            );
        }
        assert!(
            !manifest.templates_reopen || manifest.sends(crate::Ability::Template),
            "what it does not send opens no window"
        );
        assert!(
            manifest.rate.a_minute > 0 && manifest.rate.burst > 0,
            "a rate of nothing"
        );
    }

    fn repeats(&self, name: &str) {
        let ids = |parsed: &Parsed| -> Vec<_> {
            parsed
                .events
                .iter()
                .map(|event| (event.account.clone(), event.from.id.clone(), event.id.clone()))
                .collect()
        };
        let (once, twice) = (self.parsed(name), self.parsed(name));
        assert_eq!(ids(&once), ids(&twice), "{name}: another id the second time");
        let mut unique = ids(&once);
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), once.events.len(), "{name}: two events under one id");
        assert!(
            once.events.iter().all(|event| !event.id.is_empty()),
            "{name}: an event without an id cannot be told from its double"
        );
        self.enters_as_declared(&once.events);
        self.ailments_are_told(&once.events);
    }

    /// Whoever has to repair an account is told why in words, not by a code.
    fn ailments_are_told(&self, events: &[crate::Inbound]) {
        for event in events {
            if let crate::What::Health(health) = &event.what {
                self.is_told(health);
            }
        }
    }

    fn is_told(&self, health: &crate::Health) {
        let Some(code) = health.code() else { return };
        let own = self.channel.troubles().iter().any(|(one, _)| *one == code);
        assert!(
            own || crate::Health::EVERYWHERE.contains(&code),
            "{}: {code} has no words",
            self.channel.manifest().key
        );
    }

    /// Nobody enters a channel of which the manifest does not say it: the greeting would be offered nowhere.
    fn enters_as_declared(&self, events: &[crate::Inbound]) {
        let enters = events
            .iter()
            .any(|event| matches!(event.what, crate::What::Entered { .. }));
        let manifest = self.channel.manifest();
        assert!(
            manifest.enters || !enters,
            "{}: somebody enters, and the manifest does not say so",
            manifest.key
        );
    }

    fn refuses_tampering(&self, name: &str) {
        let (_, text) = self
            .requests
            .iter()
            .find(|(key, _)| *key == name)
            .expect("a fixture of that name");
        let bare = wire::request(text);
        let signed = self.signed(name);
        for header in signed
            .headers()
            .keys()
            .filter(|key| !bare.headers().contains_key(*key))
        {
            let mut without = signed.clone();
            without.headers_mut().remove(header);
            assert!(self.take(without).is_err(), "{name}: accepted without {header}");
            let mut altered = signed.clone();
            altered
                .headers_mut()
                .insert(header.clone(), http::HeaderValue::from_static("0"));
            assert!(
                self.take(altered).is_err(),
                "{name}: accepted with another {header}"
            );
        }
        if bare.uri() != signed.uri() {
            let mut without = signed.clone();
            *without.uri_mut() = bare.uri().clone();
            assert!(
                self.take(without).is_err(),
                "{name}: accepted without what signs its address"
            );
        }
        if self.covers_body && !signed.body().is_empty() {
            for at in [0, signed.body().len() / 2, signed.body().len() - 1] {
                let mut altered = signed.clone();
                let mut body = altered.body().to_vec();
                body[at] ^= 1;
                *altered.body_mut() = body.into();
                assert!(
                    self.take(altered).is_err(),
                    "{name}: accepted with byte {at} changed"
                );
            }
        }
    }

    fn survives_mutations(&self, name: &str) {
        let (_, text) = self
            .requests
            .iter()
            .find(|(key, _)| *key == name)
            .expect("a fixture of that name");
        let whole = wire::request(text);
        mutate::each(whole.body(), |body| {
            let mut request = whole.clone();
            *request.body_mut() = body;
            self.within(|ctx| (self.sign)(ctx, &mut request));
            // Whatever it says, it says it without a panic.
            let _ = self.take(request);
        });
    }

    /// Sends `outbound`, the provider answering by `answer`; how it ends.
    pub fn deliver(
        &self,
        outbound: &Outbound,
        mut answer: impl FnMut(usize, &Request) -> Answer,
    ) -> Step<Sent> {
        let mut answers = Vec::new();
        for _ in 0..STEPS {
            match self.within(|ctx| self.channel.render(ctx, outbound, &answers)) {
                Step::Send(request) => {
                    let mut given = answer(answers.len(), &request);
                    given.at = Time::from_millis(self.now);
                    answers.push(given);
                }
                Step::Wait(_) => answers.truncate(answers.len().saturating_sub(1)),
                step => return step,
            }
        }
        panic!("{outbound:?}: {STEPS} steps and no end");
    }

    fn sends_or_declares(&self, name: &str, outbound: &Outbound, ability: crate::Ability) {
        let step = self.deliver(outbound, |_, request| (self.accept)(request));
        let declared = self.channel.manifest().sends(ability);
        match step {
            Step::Done(_) => assert!(
                declared,
                "{name}: sent, and the manifest does not say {ability:?}"
            ),
            Step::Stop(error) if error.kind == crate::ErrorKind::Unsendable => {
                assert!(
                    !declared,
                    "{name}: the manifest says {ability:?}, and it is refused"
                );
            }
            other => panic!("{name}: ends in {other:?}"),
        }
    }

    fn ends_whatever_is_answered(&self, name: &str, outbound: &Outbound) {
        let odd = [
            (200, ""),
            (200, "{}"),
            (200, "[]"),
            (200, "null"),
            (200, "<html>Sign in</html>"),
            (200, r#"{"ok":"yes","errcode":"0","id":{}}"#),
            (302, ""),
            (400, ""),
            (401, ""),
            (403, ""),
            (404, ""),
            (413, ""),
            (418, "\u{0}"),
        ];
        for (status, body) in odd {
            self.ends_after(name, outbound, &Answer::of(status, body), None);
        }
        let soon = Some(());
        for answer in [
            Answer::of(429, "").with("retry-after", "7"),
            Answer::of(500, ""),
            Answer::of(503, "<html>"),
        ] {
            self.ends_after(name, outbound, &answer, soon);
        }
        self.ends_after(name, outbound, &Answer::failed(Failure::NotSent), soon);
        self.ends_after(name, outbound, &Answer::failed(Failure::Ambiguous), None);
        for (status, body, wanted) in self.errors {
            let step = self.first_answered(outbound, &Answer::of(*status, *body));
            if let (Some(wanted), Some(Step::Stop(error))) = (wanted, &step)
                && error.kind != crate::ErrorKind::Unsendable
            {
                assert_eq!(error.retry(), *wanted, "{name}: after {status} {body}");
            }
        }
    }

    /// The step after the first answer is `answer`; none when nothing is asked at all.
    fn first_answered(&self, outbound: &Outbound, answer: &Answer) -> Option<Step<Sent>> {
        self.within(|ctx| match self.channel.render(ctx, outbound, &[]) {
            Step::Send(_) => Some(self.channel.render(ctx, outbound, std::slice::from_ref(answer))),
            _ => None,
        })
    }

    /// At whichever step it comes, `answer` leads to an end; `again`: to another try.
    fn ends_after(&self, name: &str, outbound: &Outbound, answer: &Answer, again: Option<()>) {
        let mut steps = 0;
        self.deliver(outbound, |_, request| {
            steps += 1;
            (self.accept)(request)
        });
        for bad in 0..steps {
            let step = self.deliver(outbound, |at, request| {
                if at == bad {
                    answer.clone()
                } else {
                    (self.accept)(request)
                }
            });
            if let (Some(()), Step::Stop(error)) = (again, &step) {
                assert_ne!(
                    error.retry(),
                    Retry::Never,
                    "{name}: gives up after {answer:?} at step {bad}"
                );
            }
            if again.is_some() {
                assert!(
                    !matches!(step, Step::Done(_)),
                    "{name}: done, though step {bad} was answered {answer:?}"
                );
            }
        }
    }

    /// Feeds a listener these, one after the other, from its state at the beginning; what each came to.
    pub fn hear(&self, heard: &[Heard]) -> Vec<Turned> {
        let listener = self.channel.listener().expect("a listener");
        let mut state = serde_json::Value::Null;
        heard
            .iter()
            .map(|one| {
                let turned = self.within(|ctx| listener.step(ctx, &state, one));
                for act in &turned.acts {
                    if let crate::Do::Health(health) | crate::Do::Stop(health) = act {
                        self.is_told(health);
                    }
                }
                self.ailments_are_told(&turned.events);
                state = turned.state.clone();
                turned
            })
            .collect()
    }

    /// Changes each text frame of `heard` in every way the kit knows: none may panic.
    pub fn hears_anything(&self, heard: &[Heard]) {
        for (at, one) in heard.iter().enumerate() {
            let Heard::Frame(crate::Frame::Text(text)) = one else {
                continue;
            };
            mutate::each(&Bytes::from(text.clone()), |bytes| {
                let mut changed = heard[..at].to_vec();
                changed.push(Heard::Frame(crate::Frame::Text(
                    String::from_utf8_lossy(&bytes).into_owned(),
                )));
                self.hear(&changed);
            });
        }
    }
}

/// A token for whatever kind is asked.
struct Everything;

impl Everything {
    fn tokens() -> BTreeMap<String, Secret<String>> {
        BTreeMap::from([("access".to_owned(), Secret::new("TOKEN".to_owned()))])
    }
}
