//! An agent writes first: one thread with an address, one line for a client id, and the thread that is left leads there.

use std::sync::Arc;

use yingke_conversation::{Actor, Consent, Means, Outbound, Profile, Reachable, Refused};
use yingke_staff::{Seat, StandardRole};
use yingke_store::{
    Command, CommandError, Origin, Start, StoreError, conversation, customer, lease_deliveries, of_customer,
    thread,
};
use yingke_words::{ConversationId, CustomerId, Span, Time};

use crate::{
    channels::{Post, post_of},
    support::{Fresh, fresh, on_both, spoken},
};

/// What makes a start another one.
type Told<'a> = &'a dyn Fn(&mut Start);

/// A desk with a website and an inbox that begins threads with numbers, and a customer of the website.
struct Scene {
    post: Post,
    website: yingke_words::InboxId,
    from: ConversationId,
    customer: CustomerId,
}

async fn scene(db: &Fresh) -> Scene {
    let mut post = post_of(db, "wires").await;
    let website = website_of(db, &post).await;
    let wires = std::mem::replace(&mut post.house.inbox, website);
    let asked = post.house.receive("v-1", "c1", "还有货吗");
    let done = db.db.command(post.house.workspace, asked).await.unwrap();
    post.house.inbox = wires;
    Scene {
        post,
        website,
        from: done.conversation.id,
        customer: done.conversation.customer_id,
    }
}

async fn website_of(db: &Fresh, post: &Post) -> yingke_words::InboxId {
    let inboxes = db.db.read(post.house.workspace, yingke_store::inboxes).await;
    let inboxes = inboxes.unwrap_or_else(|error: StoreError| panic!("{error}"));
    inboxes.iter().find(|inbox| inbox.app.is_none()).unwrap().id
}

impl Scene {
    fn start(&self, client: &str, text: &str, from: Option<ConversationId>) -> Start {
        let known = Reachable {
            email: String::new(),
            phone: "138 0000 0000".into(),
            sms_consent: Some(Consent {
                at: Time::from_millis(1),
                by: Actor::system(),
            }),
        };
        let mut arrival = self.post.house.arrival("13800000000", "wires");
        arrival.customer = self.customer;
        arrival.profile = Profile {
            name: "另一个名字".into(),
            ..Profile::default()
        };
        Start {
            arrival,
            known,
            seat: self.post.house.owner(),
            origin: Origin::default(),
            outbound: Outbound {
                spoken: spoken(client, text),
            },
            from: from.map(|from| (from, Means::Sms)),
        }
    }

    async fn command(&self, db: &Fresh, start: Start) -> Result<yingke_store::Done, CommandError> {
        let command = Command::Start(Box::new(start));
        db.db.command(self.post.house.workspace, command).await
    }

    async fn lines(&self, db: &Fresh, id: ConversationId) -> Vec<yingke_conversation::Message> {
        let read = db
            .db
            .read(self.post.house.workspace, move |tx| thread(tx, id, i64::MAX, 50))
            .await;
        read.unwrap_or_else(|error: StoreError| panic!("{error}"))
    }
}

#[test]
fn a_thread_is_begun_once_and_the_one_that_is_left_leads_there() {
    on_both(|db| async move {
        let scene = scene(&db).await;
        let first = scene.start("s1", "您要的到货了", Some(scene.from));
        let done = scene.command(&db, first.clone()).await.unwrap();
        let to = done.conversation.id;
        assert_eq!(done.conversation.customer_id, scene.customer);
        assert_ne!(to, scene.from);
        let left = scene.lines(&db, scene.from).await;
        let event = left.last().unwrap().event.clone().unwrap();
        assert_eq!((event.what.as_str(), event.leads_to), ("wentOn", Some(to)));

        // Said again, by another process with other ids: nothing new.
        let mut again = first;
        again.arrival.conversation = fresh();
        again.outbound.spoken.id = fresh();
        let repeated = scene.command(&db, again).await.unwrap();
        assert!(repeated.repeated && repeated.conversation.id == to);
        assert_eq!(scene.lines(&db, scene.from).await.len(), left.len());

        // Something else said goes on in the same thread.
        let next = scene.start("s2", "要不要留一件", None);
        let next = scene.command(&db, next).await.unwrap();
        assert_eq!(next.conversation.id, to);
        assert_eq!(scene.lines(&db, to).await.len(), 2);
        let (workspace, customer_id) = (scene.post.house.workspace, scene.customer);
        let read = db.db.read(workspace, move |tx| {
            Ok::<_, StoreError>((of_customer(tx, customer_id)?, customer(tx, customer_id)?))
        });
        let (threads, known) = read.await.unwrap();
        assert_eq!(threads.len(), 2);
        assert_eq!(known.unwrap().name, "", "who is known stays who they are");
        let leased = db.db.write_global(|tx| {
            let (now, holder) = (tx.now(), "n1".to_owned());
            lease_deliveries(tx, now, &holder, Span::minutes(1), 9)
        });
        let leased: Vec<_> = leased.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert!(leased.iter().all(|one| one.conversation == to) && !leased.is_empty());
    });
}

#[test]
fn what_is_refused_begins_nothing() {
    on_both(|db| async move {
        let scene = scene(&db).await;
        let stranger = Seat {
            agent: fresh(),
            grants: StandardRole::Agent.grants().into_iter().collect(),
            inboxes: vec![scene.post.house.inbox],
            ..(*scene.post.house.owner()).clone()
        };
        let without_consent = |start: &mut Start| start.known.sms_consent = None;
        let on_the_website = |start: &mut Start| {
            start.arrival.inbox = scene.website;
            start.arrival.channel = "web".into();
        };
        let not_theirs_to_leave = |start: &mut Start| start.seat = Arc::new(stranger.clone());
        let rows: [(Told<'_>, Refused); 3] = [
            (&without_consent, Refused::NoConsent),
            (&on_the_website, Refused::CannotBegin),
            (&not_theirs_to_leave, Refused::NotPermitted),
        ];
        let before = scene.lines(&db, scene.from).await;
        for (told, refused) in rows {
            let mut start = scene.start("s1", "您要的到货了", Some(scene.from));
            told(&mut start);
            let id = start.arrival.conversation;
            match scene.command(&db, start).await {
                Err(CommandError::Refused(why)) => assert_eq!(why, refused),
                other => panic!("{refused:?} was expected: {other:?}"),
            }
            let workspace = scene.post.house.workspace;
            let begun = db.db.read(workspace, move |tx| conversation(tx, id)).await;
            assert!(
                begun
                    .unwrap_or_else(|error: StoreError| panic!("{error}"))
                    .is_none()
            );
            assert_eq!(scene.lines(&db, scene.from).await, before);
        }
    });
}
