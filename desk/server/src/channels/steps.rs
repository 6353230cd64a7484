//! Walking a channel's steps: tokens are got, requests carried out, answers handed back, until it is done or stops.

use yingke_channel_contract::{Answer, Ctx, DeliveryError, ErrorKind, Request, Step};
use yingke_store::{Delivery, StoreError, begin_delivery, keep_answer_of_app, keep_step, kept_answer_of_app};
use yingke_words::Span;

use super::{
    account::Account,
    token::{Held, away},
};
use crate::app::App;

/// More steps than anything takes.
const MOST: usize = 64;
/// So many tokens are got anew within one walk.
const RENEWALS: usize = 2;
/// A wait that is shorter is waited out on the spot.
const SHORT: Span = Span::seconds(10);

/// No request takes longer: until then whoever began one is believed to be at it.
const LONGEST: Span = Span::seconds(90);

/// How a walk ended.
#[derive(Debug)]
pub enum Ended<T> {
    /// Done.
    Done(T),
    /// Not, and why.
    Stopped(DeliveryError),
    /// The provider is still at work: come back.
    Later(Span),
}

/// Where a walk's steps are kept, so that a crash resumes there.
pub struct Kept<'a> {
    /// The delivery.
    pub delivery: &'a Delivery,
    /// Who holds it.
    pub holder: &'a str,
    /// The answers to the steps already taken.
    pub answers: Vec<Answer>,
    /// A request that may have an effect is noted before it leaves: sent twice it would be seen twice.
    pub noted: bool,
}

impl App {
    /// Walks steps of which nothing is kept; `of` is the provider's account they are for.
    pub async fn walk<T, F>(&self, account: &Account, of: &str, held: Held, step: F) -> Ended<T>
    where
        F: Fn(&Ctx<'_>, &[Answer]) -> Step<T>,
    {
        self.walk_on(account, (of, held), None, step).await
    }

    /// Walks steps that are kept, so that a crash resumes them.
    pub async fn walk_kept<T, F>(&self, account: &Account, of: &str, kept: Kept<'_>, step: F) -> Ended<T>
    where
        F: Fn(&Ctx<'_>, &[Answer]) -> Step<T>,
    {
        self.walk_on(account, (of, Held::new()), Some(kept), step).await
    }

    async fn walk_on<T, F>(
        &self,
        account: &Account,
        (of, mut held): (&str, Held),
        mut kept: Option<Kept<'_>>,
        step: F,
    ) -> Ended<T>
    where
        F: Fn(&Ctx<'_>, &[Answer]) -> Step<T>,
    {
        let mut answers = kept
            .as_mut()
            .map(|kept| std::mem::take(&mut kept.answers))
            .unwrap_or_default();
        let mut durable = answers.len();
        let mut renewals = 0;
        // An answer that is to be used again is kept once the channel goes on from it: many providers say errors under a 200.
        let mut good: Option<(String, Span)> = None;
        for _ in 0..MOST {
            let next = account.within(self, of, &held, |ctx| step(ctx, &answers));
            if let (Some((name, span)), true) = (good.take(), matches!(next, Step::Send(_) | Step::Done(_)))
                && let Some(answer) = answers.last()
            {
                self.use_again(account, name, span, answer).await;
            }
            match next {
                Step::Done(done) => return Ended::Done(done),
                Step::Stop(error) => return Ended::Stopped(error),
                Step::Wait(span) if span > SHORT => return Ended::Later(span),
                Step::Wait(span) => {
                    tokio::time::sleep(std::time::Duration::from_millis(span.as_millis().unsigned_abs()))
                        .await;
                    answers.truncate(answers.len().saturating_sub(1));
                }
                Step::NeedToken { kind, refresh } => {
                    let stale = held.get(kind).cloned().filter(|_| refresh);
                    if refresh {
                        renewals += 1;
                        answers.truncate(answers.len().saturating_sub(1));
                    }
                    if renewals > RENEWALS {
                        return Ended::Stopped(DeliveryError::of(ErrorKind::Unauthorised));
                    }
                    match self.boxed_token(account, kind, stale).await {
                        Ok(token) => held.insert(kind.to_owned(), token),
                        Err(error) => return Ended::Stopped(error),
                    };
                }
                Step::Send(request) => {
                    if let Some(kept) = &kept
                        && let Err(error) = self.keep_answers(kept, &answers, &mut durable).await
                    {
                        return Ended::Stopped(away(&error));
                    }
                    let (answer, fresh) = self.answered(account, *request).await;
                    answers.push(answer);
                    good = fresh;
                }
            }
        }
        Ended::Stopped(DeliveryError::of(ErrorKind::Invalid).said("steps", "it does not come to an end"))
    }

    /// A token, behind a pointer: getting one walks steps itself.
    fn boxed_token<'a>(
        &'a self,
        account: &'a Account,
        kind: &'static str,
        stale: Option<yingke_words::Secret<String>>,
    ) -> futures_util::future::BoxFuture<'a, Result<yingke_words::Secret<String>, DeliveryError>> {
        Box::pin(async move { self.token(account, kind, stale.as_ref()).await })
    }

    /// Keeps what was answered so far, and that a step begins now.
    async fn keep_answers(
        &self,
        kept: &Kept<'_>,
        answers: &[Answer],
        durable: &mut usize,
    ) -> Result<(), StoreError> {
        let fresh: Vec<(i64, String)> = (0..)
            .zip(answers)
            .skip(*durable)
            .map(|(step, answer)| {
                (
                    step,
                    serde_json::to_string(answer).expect("answers are plain data"),
                )
            })
            .collect();
        *durable = answers.len();
        if fresh.is_empty() && !kept.noted {
            return Ok(());
        }
        let (delivery, holder, noted) = (kept.delivery.clone(), kept.holder.to_owned(), kept.noted);
        let until = self.now() + LONGEST;
        self.db
            .write(delivery.workspace, move |tx| {
                for (step, answer) in &fresh {
                    keep_step(tx, &delivery, *step, answer)?;
                }
                if noted && !begin_delivery(tx, &delivery, &holder, until)? {
                    return Err(StoreError::Busy);
                }
                Ok(())
            })
            .await
    }

    /// The answer to a request: one that is still good, or the provider's, with the name to keep it under.
    async fn answered(&self, account: &Account, request: Request) -> (Answer, Option<(String, Span)>) {
        let keep = match &request {
            Request::Http { keep, .. } => keep.clone(),
            Request::Mail(_) | Request::MailTrial(_) => None,
        };
        if let Some((name, _)) = &keep {
            let (id, asked) = (account.app.id, name.clone());
            let known = self
                .db
                .read(account.workspace, move |tx| kept_answer_of_app(tx, id, &asked))
                .await;
            if let Ok(Some(known)) = known
                && let Ok(answer) = serde_json::from_str(&known)
            {
                return (answer, None);
            }
        }
        (self.carry(account.workspace, request).await, keep)
    }

    async fn use_again(&self, account: &Account, name: String, span: Span, answer: &Answer) {
        let body = serde_json::to_string(answer).expect("answers are plain data");
        let id = account.app.id;
        let write = move |tx: &mut yingke_store::Tx<'_>| keep_answer_of_app(tx, id, &name, &body, span);
        if let Err(error) = self.db.write(account.workspace, write).await {
            tracing::debug!(%error, "an answer was not kept; it is asked for again");
        }
    }
}
