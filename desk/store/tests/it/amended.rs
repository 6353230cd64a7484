//! What was changed or taken back is found by what it says now.

use yingke_conversation::{Amend, Message, Text};
use yingke_store::{AmendLine, Command, LineRef};

use crate::{
    search::{found, index},
    support::{Fresh, House, on_both},
};

async fn amend(fresh: &Fresh, house: &House, line: &Message, amend: Amend) {
    let line = LineRef::At {
        conversation: line.conversation_id,
        seq: line.seq,
    };
    let command = Command::Amend(Box::new(AmendLine { line, amend }));
    fresh
        .db
        .command(house.workspace, command)
        .await
        .expect("the store does it");
}

fn edit(text: &str) -> Amend {
    Amend::Edit {
        text: Text::try_from(text.to_owned()).expect("a text"),
    }
}

#[test]
fn what_is_changed_or_taken_back_is_found_by_what_it_says_now() {
    on_both(|fresh| async move {
        let house = fresh.workspace().await;
        let mut lines = Vec::new();
        for (n, text) in ["苹果到货了吗", "香蕉到货了吗", "橙子到货了吗"]
            .iter()
            .enumerate()
        {
            let command = house.receive("v1", &format!("c{n}"), text);
            let done = fresh
                .db
                .command(house.workspace, command)
                .await
                .expect("the store does it");
            lines.push(done.message.expect("a line"));
        }
        // Before the index has come to it, and after.
        amend(&fresh, &house, &lines[0], edit("葡萄到货了吗")).await;
        index(&fresh.db, &house).await;
        amend(&fresh, &house, &lines[0], edit("樱桃到货了吗")).await;
        amend(&fresh, &house, &lines[0], edit("草莓到货了吗")).await;
        amend(&fresh, &house, &lines[1], edit("芒果到货了吗")).await;
        amend(&fresh, &house, &lines[1], Amend::Recall).await;
        amend(&fresh, &house, &lines[2], Amend::Recall).await;
        index(&fresh.db, &house).await;
        for gone in ["苹果", "葡萄", "樱桃", "香蕉", "芒果", "橙子"] {
            assert_eq!(found(&fresh.db, &house, gone).await, [""; 0], "{gone}");
        }
        assert_eq!(found(&fresh.db, &house, "草莓").await, ["草莓到货了吗"]);
        assert_eq!(found(&fresh.db, &house, "到货").await, ["草莓到货了吗"]);
    });
}
