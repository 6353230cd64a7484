//! What a channel that fetches is held to.

use bytes::Bytes;

use super::{Kit, mutate};
use crate::{Answer, Page, PullHint, Step};

impl Kit<'_> {
    /// The next step in fetching after these answers.
    pub fn pull(&self, cursor: Option<&str>, hint: &PullHint, answers: &[Answer]) -> Step<Page> {
        let puller = self.channel.puller().expect("a puller");
        self.within(|ctx| puller.pull(ctx, cursor, hint, answers))
    }

    /// The page that the provider's 200 with `body` is, after `cursor`.
    pub fn page(&self, cursor: Option<&str>, body: &str) -> Page {
        match self.pull(cursor, &self.hint(), &[Answer::of(200, body)]) {
            Step::Done(page) => page,
            other => panic!("no page, but {other:?}"),
        }
    }

    /// The same page twice has the same ids, each once.
    pub fn pulls_alike(&self, body: &str) {
        self.enters_as_declared(&self.page(None, body).events);
        let ids = |page: Page| -> Vec<_> {
            let of = |event: crate::Inbound| (event.account, event.id);
            page.events.into_iter().map(of).collect()
        };
        let (once, twice) = (ids(self.page(None, body)), ids(self.page(None, body)));
        assert_eq!(once, twice, "another id the second time");
        let mut unique = once.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), once.len(), "two events under one id");
        assert!(
            once.iter().all(|(_, id)| !id.is_empty()),
            "an event without an id"
        );
    }

    /// However the page `body` is changed, nothing panics. Takes a while for long pages: give it one item at a time.
    pub fn pulls_anything(&self, body: &str) {
        mutate::each(&Bytes::from(body.to_owned()), |changed| {
            let text = String::from_utf8_lossy(&changed).into_owned();
            let _ = self.pull(None, &self.hint(), &[Answer::of(200, text)]);
        });
    }

    /// However a cursor of the channel's is changed, nothing panics.
    pub fn resumes_anywhere(&self, cursor: &str, body: &str) {
        mutate::each(&Bytes::from(cursor.to_owned()), |changed| {
            let text = String::from_utf8_lossy(&changed);
            for answers in [&[][..], &[Answer::of(200, body)]] {
                let _ = self.pull(Some(&text), &self.hint(), answers);
            }
        });
    }

    fn hint(&self) -> PullHint {
        PullHint {
            account: self.account.to_owned(),
            token: String::new(),
        }
    }
}
