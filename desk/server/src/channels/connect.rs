//! Connecting: trying the credentials, and which account comes to which inbox.

use yingke_channel_contract::{
    Answer, Connect, Connected, Ctx, DeliveryError, ErrorKind, Health, Retry, Trouble,
};
use yingke_store::Inbox;
use yingke_words::InboxId;

use super::{account::Account, steps::Ended, token::Held};
use crate::app::App;

impl App {
    /// Walks a channel's way of connecting; everybody who shows the app hears how it is. None when there is nothing to try.
    pub async fn connect(&self, account: &Account) -> Option<Result<Connected, DeliveryError>> {
        let connect = account.channel.connect()?;
        let mut ended = self.tried(account, connect).await;
        let refused = matches!(&ended, Err(error) if error.kind == ErrorKind::Unauthorised);
        if refused && account.channel.tokens().is_some() && self.drop_tokens(account).await.is_ok() {
            // The token may have been withdrawn that the credentials once bought: one that is bought now tells.
            ended = self.tried(account, connect).await;
        }
        let health = match &ended {
            Ok(_) => Health::Connected,
            Err(error) => unwell(error, account.channel.troubles()),
        };
        self.account_is(account.workspace, account.app.id, &health).await;
        Some(ended)
    }

    async fn tried(&self, account: &Account, connect: &dyn Connect) -> Result<Connected, DeliveryError> {
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| connect.connect(ctx, answers);
        done(self.walk(account, "", Held::new(), step).await)
    }
}

/// What a walk came to, for somebody who does not wait any longer.
pub fn done<T>(ended: Ended<T>) -> Result<T, DeliveryError> {
    match ended {
        Ended::Done(done) => Ok(done),
        Ended::Stopped(error) => Err(error),
        Ended::Later(span) => Err(DeliveryError::of(ErrorKind::Away).after(Some(span))),
    }
}

/// How an app is whose provider said this, by the channel's own code where it has words for it: what passes by itself is
/// no breakage.
fn unwell(error: &DeliveryError, troubles: &[(&'static str, Trouble)]) -> Health {
    let own = troubles.iter().find(|(code, _)| *code == error.code);
    let (code, detail) = (
        own.map_or(error.kind.key(), |(code, _)| code),
        error.detail.clone(),
    );
    match error.retry() {
        Retry::Never if error.kind != ErrorKind::Unknown => Health::Broken { code, detail },
        _ => Health::Degraded { code, detail },
    }
}

/// Puts a single account on the single inbox that has none; which, and which account.
pub fn seated(inboxes: &mut [Inbox], accounts: &[(String, String)]) -> Option<(InboxId, String)> {
    let [(account, _)] = accounts else { return None };
    if account.is_empty() || inboxes.iter().any(|inbox| inbox.account == *account) {
        return None;
    }
    let mut without = inboxes.iter_mut().filter(|inbox| inbox.account.is_empty());
    let (only, None) = (without.next()?, without.next()) else {
        return None;
    };
    only.account.clone_from(account);
    Some((only.id, account.clone()))
}

#[cfg(test)]
mod tests {
    use yingke_channel_contract::Words;
    use yingke_words::Time;

    use super::*;

    fn check(inboxes: &[&str], accounts: &[&str], after: &[&str]) {
        let mut inboxes: Vec<_> = inboxes
            .iter()
            .enumerate()
            .map(|(at, account)| Inbox {
                account: (*account).to_owned(),
                ..Inbox::new(
                    uuid::Uuid::from_u128(at as u128).into(),
                    "x",
                    "x".into(),
                    "x".into(),
                    Time::from_millis(0),
                )
            })
            .collect();
        let accounts: Vec<_> = accounts
            .iter()
            .map(|account| ((*account).to_owned(), String::new()))
            .collect();
        seated(&mut inboxes, &accounts);
        let seated: Vec<_> = inboxes.iter().map(|inbox| inbox.account.as_str()).collect();
        assert_eq!(seated, after);
    }

    #[test]
    fn a_single_account_comes_to_the_single_inbox_without_one() {
        check(&[""], &["a"], &["a"]);
        check(&["b", ""], &["a"], &["b", "a"]);
        check(&["a", ""], &["a"], &["a", ""]);
        check(&["", ""], &["a"], &["", ""]);
        check(&[""], &["a", "b"], &[""]);
        check(&[""], &[""], &[""]);
        check(&["b"], &["a"], &["b"]);
    }

    #[test]
    fn what_passes_by_itself_is_no_breakage() {
        let broken = |kind| matches!(unwell(&DeliveryError::of(kind), &[]), Health::Broken { .. });
        assert!(
            broken(ErrorKind::Unauthorised) && broken(ErrorKind::Forbidden) && broken(ErrorKind::Invalid)
        );
        assert!(!broken(ErrorKind::Away) && !broken(ErrorKind::Throttled) && !broken(ErrorKind::Unknown));
    }

    #[test]
    fn a_channel_names_its_own_troubles() {
        const NONE: Words = Words::new("没有邮票", "no stamp");
        const TROUBLES: &[(&str, Trouble)] = &[(
            "no_stamp",
            Trouble {
                what: NONE,
                todo: NONE,
            },
        )];
        let code = |code: &str| match unwell(&DeliveryError::of(ErrorKind::Invalid).said(code, "x"), TROUBLES)
        {
            Health::Broken { code, .. } => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code("no_stamp"), "no_stamp");
        assert_eq!(code("40001"), "invalid");
    }
}
