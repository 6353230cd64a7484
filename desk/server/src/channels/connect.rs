//! Connecting: trying the credentials, and which account comes to which inbox.

use yingke_channel_contract::{Answer, Connected, Ctx, DeliveryError, ErrorKind, Health, Retry};
use yingke_store::Inbox;
use yingke_words::InboxId;

use super::{account::Account, steps::Ended, token::Held};
use crate::app::App;

impl App {
    /// Walks a channel's way of connecting; everybody who shows the app hears how it is. None when there is nothing to try.
    pub async fn connect(&self, account: &Account) -> Option<Result<Connected, DeliveryError>> {
        let connect = account.channel.connect()?;
        let step = |ctx: &Ctx<'_>, answers: &[Answer]| connect.connect(ctx, answers);
        let ended = done(self.walk(account, "", Held::new(), step).await);
        let health = match &ended {
            Ok(_) => Health::Connected,
            Err(error) => unwell(error),
        };
        self.account_is(account.workspace, account.app.id, &health).await;
        Some(ended)
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

/// How an app is whose provider said this: what passes by itself is no breakage.
fn unwell(error: &DeliveryError) -> Health {
    let (code, detail) = (error.kind.key(), error.detail.clone());
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
    use yingke_store::InboxSettings;
    use yingke_words::Time;

    use super::*;

    fn check(inboxes: &[&str], accounts: &[&str], after: &[&str]) {
        let mut inboxes: Vec<_> = inboxes
            .iter()
            .enumerate()
            .map(|(at, account)| Inbox {
                id: uuid::Uuid::from_u128(at as u128).into(),
                channel: "x".into(),
                name: "x".into(),
                key: "x".into(),
                settings: InboxSettings::default(),
                identity_secret: None,
                created_at: Time::from_millis(0),
                version: 1,
                teams: Vec::new(),
                app: None,
                account: (*account).to_owned(),
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
        let broken = |kind| matches!(unwell(&DeliveryError::of(kind)), Health::Broken { .. });
        assert!(
            broken(ErrorKind::Unauthorised) && broken(ErrorKind::Forbidden) && broken(ErrorKind::Invalid)
        );
        assert!(!broken(ErrorKind::Away) && !broken(ErrorKind::Throttled) && !broken(ErrorKind::Unknown));
    }
}
