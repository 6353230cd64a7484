//! Proof that the floor does what it says, for any story: [`check`] makes a story of bytes, tells it to a floor, and holds
//! every decision against a second telling that keeps no index and knows no shortcut.
//!
//! Held are: nobody is given more than their limits allow; nothing waits for which somebody is free; whoever becomes free gets
//! the first in rank of all they could take, so that nobody waits without end; a team's policy is kept; the reasons
//! count everybody once; the same story ends the same way.

mod ledger;
mod story;

use yingke_words::{Span, Time};

use crate::Floor;
use ledger::Ledger;
use story::{Act, Story};

/// Tells the story that `bytes` make; what was not as it should be, if anything. The number of decisions that were held
/// against the second telling otherwise.
pub fn check(bytes: &[u8]) -> Result<usize, String> {
    let (first, second) = (play(bytes, true)?, play(bytes, false)?);
    if first != second {
        return Err("the same story ended in two ways".to_owned());
    }
    Ok(first.len())
}

type Told = Vec<(yingke_words::ConversationId, yingke_words::AgentId, crate::Stage)>;

fn play(bytes: &[u8], watched: bool) -> Result<Told, String> {
    let mut story = Story::new(bytes);
    let mut floor = Floor::new(story.rules());
    let mut ledger = Ledger::new(floor.rules().clone());
    let mut told = Vec::new();
    let mut now = story.begin();
    while let Some((passed, act)) = story.next() {
        now = now + passed;
        pass(&mut floor, &mut ledger, &mut told, (now, watched))?;
        // What is asked for anew is let go first, and whoever had it is free for others.
        let before = match &act {
            Act::Ask(ask) => vec![Act::Withdraw(ask.conversation), Act::Release(ask.conversation)],
            _ => Vec::new(),
        };
        for act in before.into_iter().chain([act]) {
            tell(&mut floor, &act, now);
            ledger.tell(act, now);
            hold_against(&mut floor, &mut ledger, &mut told, watched)?;
        }
    }
    // In the end everybody has an hour more.
    pass(
        &mut floor,
        &mut ledger,
        &mut told,
        (now + Span::hours(1), watched),
    )?;
    Ok(told)
}

/// Time passes, from one thing that is due to the next.
fn pass(
    floor: &mut Floor,
    ledger: &mut Ledger,
    told: &mut Told,
    (now, watched): (Time, bool),
) -> Result<(), String> {
    while let Some(due) = floor.next_due().filter(|due| *due < now) {
        floor.tick(due);
        ledger.tick(due);
        hold_against(floor, ledger, told, watched)?;
    }
    floor.tick(now);
    ledger.tick(now);
    hold_against(floor, ledger, told, watched)
}

fn tell(floor: &mut Floor, act: &Act, now: Time) {
    match act {
        Act::Seat(person) => floor.seat((**person).clone(), now),
        Act::Leave(agent) => floor.leave(*agent, now),
        Act::Stand(agent, standing) => floor.stand(*agent, *standing, now),
        Act::Ask(ask) => floor.ask((**ask).clone(), now),
        Act::Withdraw(conversation) => floor.withdraw(*conversation),
        Act::Release(conversation) => floor.release(*conversation, now),
        Act::Hold(conversation, agent, kind, team) => {
            floor.hold(*conversation, *agent, (*kind, *team), now);
        }
    }
}

fn hold_against(
    floor: &mut Floor,
    ledger: &mut Ledger,
    told: &mut Told,
    watched: bool,
) -> Result<(), String> {
    for decision in floor.take() {
        if watched {
            ledger.decided(&decision)?;
        }
        told.push((decision.conversation, decision.agent, decision.stage));
    }
    if watched { ledger.agrees(floor) } else { Ok(()) }
}
