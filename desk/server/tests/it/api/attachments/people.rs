//! More people than the desk's owner: a seat of any role, the owner of another workspace.

use sha2::{Digest, Sha256};
use yingke_server::{
    api::signed_in::seal_cookie,
    found::{Founding, Owner, found},
};
use yingke_staff::AgentStatus;
use yingke_store::{
    Account, Agent, SignIn, StoreError, Tx, insert_account, insert_agent, insert_sign_in, roles,
};
use yingke_words::{AccountId, AgentId, Email, Language, Span, WorkspaceId};

use crate::support::{Desk, Person};

/// Signs a seat in, with a cookie's secret.
fn sign_in(tx: &mut Tx<'_>, account: AccountId, agent: AgentId, secret: [u8; 32]) -> Result<(), StoreError> {
    let now = tx.now();
    insert_sign_in(
        tx,
        &SignIn {
            id: tx.id(),
            token_hash: Sha256::digest(secret).to_vec(),
            account,
            agent,
            created_at: now,
            seen_at: now,
            expires_at: now + Span::hours(1),
            address: String::new(),
            user_agent: String::new(),
        },
    )
}

fn person(desk: &Desk, workspace: WorkspaceId, secret: [u8; 32]) -> Person {
    let mut person = desk.nobody();
    person.cookie = format!("yingke={}", seal_cookie(workspace, &secret));
    person
}

/// Somebody with a seat of a standard role in the desk's workspace, in no team.
pub async fn seated(desk: &Desk, role: &'static str) -> Person {
    let workspaces = desk
        .app
        .db
        .read_global(yingke_store::workspaces)
        .await
        .expect("they are read");
    let workspace = workspaces[0].id;
    let (account, seat, secret) = (desk.app.id(), desk.app.id(), desk.app.secret());
    let email = format!("{}@shop.example", desk.app.id::<AgentId>());
    let written = desk.app.db.write(workspace, move |tx| {
        let role = roles(tx)?
            .into_iter()
            .find(|one| one.standard.as_deref() == Some(role));
        insert_account(
            tx,
            &Account {
                id: account,
                email: email.clone(),
                name: "林夏".into(),
                password_hash: String::new(),
            },
        )?;
        insert_agent(
            tx,
            &Agent {
                id: seat,
                account,
                name: "林夏".into(),
                email: email.clone(),
                role: role.expect("a standard role").id,
                status: AgentStatus::Online,
                status_reason: None,
                status_at: tx.now(),
                language: "zh-CN".into(),
                theme: "system".into(),
                status_until: None,
                disabled_at: None,
                version: 1,
            },
        )?;
        sign_in(tx, account, seat, secret)
    });
    written.await.expect("the seat is written");
    person(desk, workspace, secret)
}

/// The owner of another workspace of the same installation.
pub async fn neighbour(desk: &Desk) -> Person {
    let owner = Owner {
        name: "邻居".into(),
        email: Email::try_from("neighbour@other.example".to_owned()).expect("an address"),
        password_hash: String::new(),
    };
    let founding = Founding::new(
        &desk.app,
        owner,
        "别家",
        Language::Chinese,
        "Asia/Shanghai".into(),
    );
    let founding = founding.expect("it can be founded");
    let secret = desk.app.secret();
    let (workspace, account, agent) = (founding.workspace, founding.account, founding.agent);
    let founded = desk.app.db.write_global(move |tx| found(tx, &founding)).await;
    founded.expect("it is founded");
    let written = desk
        .app
        .db
        .write(workspace, move |tx| sign_in(tx, account, agent, secret))
        .await;
    written.expect("the sign-in is written");
    person(desk, workspace, secret)
}
