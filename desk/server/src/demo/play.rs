//! Plays the plan: every step is a command, at its own time; between them time ends what is due.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context;
use yingke_conversation::{Arrival, Assignee, Inbound, Mentioning, Outbound, Profile, Refused, Row, Spoken};
use yingke_staff::Seat;
use yingke_store::{
    AgentAct, Command, CommandError, CustomerAct, Done, Origin, Receive, identity_key, lease_due, next_due,
};
use yingke_words::{ConversationId, Span, Time};

use super::{
    StageClock,
    plan::{Act, Person, Plan, Step},
    staff::{House, sit_down},
};
use crate::{app::App, channels::WEBSITE};

/// Who holds the leases while the play goes on.
const HOLDER: &str = "demo";

struct Stage<'a> {
    app: &'a App,
    clock: &'a StageClock,
    house: &'a House,
    people: Vec<Person>,
    known: HashMap<usize, (ConversationId, Row, i64)>,
    due: Option<Time>,
}

/// Plays `plan` from its first step to its last.
pub async fn play(app: &App, clock: &StageClock, house: &House, plan: Plan) -> anyhow::Result<()> {
    let mut stage = Stage {
        app,
        clock,
        house,
        people: plan.people,
        known: HashMap::new(),
        due: None,
    };
    for step in plan.steps {
        stage.time_passes(step.at).await?;
        clock.set(step.at);
        stage.step(&step).await.with_context(|| format!("{step:?}"))?;
    }
    Ok(sit_down(app, house.workspace).await?)
}

impl Stage<'_> {
    /// Carries out the timers that are due before `until`, each at its own time.
    async fn time_passes(&mut self, until: Time) -> anyhow::Result<()> {
        while self.due.is_none_or(|due| due <= until) {
            let due = self.app.db.read_global(next_due).await?;
            self.due = Some(due.unwrap_or(until + Span::days(1)));
            let Some(due) = due.filter(|due| *due <= until) else {
                return Ok(());
            };
            self.clock.set(due.max(self.app.now()));
            let now = self.app.now();
            let leased = self
                .app
                .db
                .write_global(move |tx| lease_due(tx, now, HOLDER, Span::days(90), 100))
                .await?;
            for work in leased {
                let Some(timer) = work.timer() else { continue };
                let command = Command::TimerDue {
                    work: work.id,
                    holder: HOLDER.to_owned(),
                    timer,
                };
                match self.app.db.command(work.workspace, command).await {
                    Ok(_) | Err(CommandError::Refused(Refused::TimerStale)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        let command = match &step.act {
            Act::Say(text) => self.say(step.customer, text)?,
            Act::Leave => Command::ByCustomer {
                identity_key: self.key(step.customer),
                act: CustomerAct::End,
            },
            Act::Take(agent) => {
                let seat = self.seat(step.customer, *agent);
                let to = Assignee::Agent(seat.agent, seat.name.clone());
                self.by(
                    step.customer,
                    self.taker(step.customer, &seat),
                    AgentAct::Assign(to),
                )?
            }
            Act::Answer(agent, text) => {
                let outbound = Outbound {
                    spoken: self.spoken(text)?,
                };
                self.read(step.customer, *agent).await?;
                self.act(step.customer, *agent, AgentAct::Reply(outbound))?
            }
            Act::Note(agent, text) => {
                let note = AgentAct::Note(self.spoken(text)?, Mentioning::default());
                self.act(step.customer, *agent, note)?
            }
            Act::Tag(agent, topic) => {
                let tags = self.house.tags.get(topic).copied().into_iter().collect();
                self.act(step.customer, *agent, AgentAct::Tag(tags))?
            }
            Act::Snooze(agent, span) => self.act(step.customer, *agent, AgentAct::Snooze(step.at + *span))?,
            Act::End(agent) => self.act(step.customer, *agent, AgentAct::End)?,
        };
        let done = self.app.db.command(self.house.workspace, command).await?;
        self.follow(step.customer, &done);
        if matches!(step.act, Act::Answer(..)) {
            let seen = CustomerAct::Seen {
                received: done.position,
                read: done.position,
            };
            let command = Command::ByCustomer {
                identity_key: self.key(step.customer),
                act: seen,
            };
            self.app.db.command(self.house.workspace, command).await?;
        }
        Ok(())
    }

    fn follow(&mut self, customer: usize, done: &Done) {
        self.known.insert(
            customer,
            (done.conversation.id, done.conversation.clone(), done.position),
        );
        // A timer may have been set that is due before the one we wait for.
        self.due = None;
    }

    async fn read(&mut self, customer: usize, agent: usize) -> anyhow::Result<()> {
        let count = self
            .known
            .get(&customer)
            .map_or(0, |(_, row, _)| row.inbound_count);
        let command = self.act(customer, agent, AgentAct::Read(count))?;
        self.app.db.command(self.house.workspace, command).await?;
        Ok(())
    }

    fn say(&self, customer: usize, text: &str) -> anyhow::Result<Command> {
        let person = &self.people[customer];
        let arrival = Arrival {
            conversation: self.app.id(),
            identity: self.app.id(),
            customer: self.app.id(),
            profile: Profile {
                name: person.name.clone(),
                email: person.email.clone(),
                phone: person.phone.clone(),
                ..Profile::default()
            },
            inbox: self.house.side(person.language).inbox,
            channel: WEBSITE.to_owned(),
            external_id: external(customer),
        };
        let inbound = Inbound::of(self.spoken(text)?);
        Ok(Command::Receive(Box::new(Receive::here(arrival, inbound))))
    }

    fn spoken(&self, text: &str) -> anyhow::Result<Spoken> {
        let client_id = self.app.id::<uuid::Uuid>().to_string().try_into()?;
        let text = text.to_owned().try_into()?;
        Ok(Spoken::new(self.app.id(), client_id, text, Vec::new()))
    }

    fn key(&self, customer: usize) -> uuid::Uuid {
        let inbox = self.house.side(self.people[customer].language).inbox;
        identity_key(inbox, &external(customer))
    }

    fn seat(&self, customer: usize, agent: usize) -> Arc<Seat> {
        let side = self.house.side(self.people[customer].language);
        Arc::clone(&side.agents[agent])
    }

    /// A colleague hands over what they have; what waits is taken by whoever wants it.
    fn taker(&self, customer: usize, to: &Arc<Seat>) -> Arc<Seat> {
        let side = self.house.side(self.people[customer].language);
        let holder = self.known.get(&customer).and_then(|(_, row, _)| row.agent_id);
        let holds = side.agents.iter().find(|seat| Some(seat.agent) == holder);
        let running = self
            .known
            .get(&customer)
            .is_some_and(|(_, row, _)| row.status.running());
        holds
            .filter(|_| running)
            .map_or_else(|| Arc::clone(to), Arc::clone)
    }

    fn act(&self, customer: usize, agent: usize, act: AgentAct) -> anyhow::Result<Command> {
        self.by(customer, self.seat(customer, agent), act)
    }

    fn by(&self, customer: usize, seat: Arc<Seat>, act: AgentAct) -> anyhow::Result<Command> {
        let (conversation, ..) = self.known.get(&customer).context("nobody has written yet")?;
        Ok(Command::ByAgent {
            conversation: *conversation,
            seat,
            origin: Origin::default(),
            act,
        })
    }
}

fn external(customer: usize) -> String {
    format!("demo-{customer}")
}
