//! Who writes when, and how it ends: drawn by chance, then told in the order of time.

use yingke_words::{Chance, Language, Span, Time};

use super::{
    staff::{House, Side},
    talk::{self, Script},
};

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The customer says something.
    Say(String),
    /// The customer ends it.
    Leave,
    /// An agent takes it, or gets it from a colleague; a number among the side's agents.
    Take(usize),
    /// The agent answers.
    Answer(usize, String),
    /// The agent writes a note.
    Note(usize, String),
    /// The agent tags it with its topic.
    Tag(usize, &'static str),
    /// The agent hides it for a while.
    Snooze(usize, Span),
    /// The agent ends it.
    End(usize),
}

/// When it happens, in which consultation's conversation.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Time,
    /// Whose conversation: a number among the customers.
    pub customer: usize,
    /// What.
    pub act: Act,
}

/// A customer of the demo.
pub struct Person {
    /// Their language, and by it their inbox.
    pub language: Language,
    /// Their name; empty while unknown.
    pub name: String,
    /// Their address; may be empty.
    pub email: String,
    /// Their number; may be empty.
    pub phone: String,
    free_from: Time,
}

/// The whole play.
pub struct Plan {
    /// The customers.
    pub people: Vec<Person>,
    /// What happens, in the order of time.
    pub steps: Vec<Step>,
}

/// How a consultation goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Served,
    /// The customer leaves before anybody answers.
    Abandoned,
    /// Answered, and then silence until time ends it.
    TimedOut,
    /// Written when nobody was there; answered in the morning.
    Offline,
    /// Still going on, and how far it has come.
    Running(Stand),
}

/// How far a consultation has come that still goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Nobody has taken it yet.
    Waiting,
    /// An agent is talking to the customer.
    Talking,
    /// Put aside for later.
    Snoozed,
}

/// How busy each hour of the day is, in the shop's own time.
const HOURS: [u64; 24] = [
    2, 1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 12, 12, 16, 17, 16, 14, 11, 13, 15, 13, 8, 4,
];
/// The shop's own time, ahead of UTC.
const AHEAD: Span = Span::hours(8);
/// So many consultations are still going on at the end.
const RUNNING: usize = 14;

struct Dice<'a>(&'a dyn Chance);

impl Dice<'_> {
    fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % bound.max(1)
    }

    fn index(&self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).unwrap_or(0)
    }

    fn percent(&self, share: u64) -> bool {
        self.below(100) < share
    }

    fn seconds(&self, from: u64, to: u64) -> Span {
        Span::seconds(i64::try_from(from + self.below(to - from)).unwrap_or(0))
    }

    fn hour(&self) -> i64 {
        let mut left = self.below(HOURS.iter().sum());
        for (hour, weight) in (0_i64..).zip(HOURS) {
            if left < weight {
                return hour;
            }
            left -= weight;
        }
        12
    }
}

/// Plans `count` consultations between two moments.
pub fn plan(chance: &dyn Chance, house: &House, (begin, end): (Time, Time), count: usize) -> Plan {
    let dice = Dice(chance);
    let mut plan = Plan {
        people: Vec::new(),
        steps: Vec::new(),
    };
    let running = RUNNING.min(count / 10);
    let mut arrivals: Vec<Time> = (running..count).map(|_| arrival(&dice, begin, end)).collect();
    arrivals.sort_unstable();
    let books = [Language::Chinese, Language::English].map(|language| (language, talk::scripts(language)));
    for at in arrivals {
        let hour = (at + AHEAD).millis().rem_euclid(86_400_000) / 3_600_000;
        let fate = match (dice.below(100), (9..21).contains(&hour)) {
            (_, false) => Fate::Offline,
            (0..10, true) => Fate::Abandoned,
            (10..19, true) => Fate::TimedOut,
            (_, true) => Fate::Served,
        };
        consult(&dice, house, &mut plan, &books, (at, fate));
    }
    for nth in 0..running {
        let before = Span::minutes(2 + 5 * i64::try_from(nth).unwrap_or(0));
        // Not by chance: whoever opens the demo finds every one of them.
        let stand = match nth % 5 {
            0 | 2 => Stand::Waiting,
            1 | 3 => Stand::Talking,
            _ => Stand::Snoozed,
        };
        consult(
            &dice,
            house,
            &mut plan,
            &books,
            (end - before, Fate::Running(stand)),
        );
    }
    plan.steps.retain(|step| step.at < end);
    plan.steps.sort_by_key(|step| step.at);
    plan
}

/// Some moment, by the hours' weights; never so late that the night before the end is cut in half.
fn arrival(dice: &Dice<'_>, begin: Time, end: Time) -> Time {
    let days = u64::try_from((end.millis() - begin.millis()) / 86_400_000)
        .unwrap_or(1)
        .max(2);
    let day = i64::try_from(dice.below(days - 1)).unwrap_or(0);
    let midnight = Time::from_millis((begin + AHEAD).millis() / 86_400_000 * 86_400_000) - AHEAD;
    let at = midnight + Span::days(day) + Span::hours(dice.hour()) + dice.seconds(0, 3_600);
    at.max(begin + Span::minutes(1))
}

fn consult(
    dice: &Dice<'_>,
    house: &House,
    plan: &mut Plan,
    books: &[(Language, Vec<Script>); 2],
    (at, fate): (Time, Fate),
) {
    let (language, scripts) = &books[usize::from(dice.percent(35))];
    let customer = customer(dice, plan, *language, at);
    let side = house.side(*language);
    let script = &scripts[dice.index(scripts.len())];
    let mut told = Telling {
        dice,
        customer,
        at,
        steps: Vec::new(),
        order: format!("SY{:06}", dice.below(1_000_000)),
        email: plan.people[customer].email.clone(),
    };
    told.consultation(side, *language, script, fate);
    let over = told.at;
    plan.people[customer].free_from = over + Span::hours(30);
    plan.steps.append(&mut told.steps);
}

/// Somebody known who has been quiet for long, or somebody new.
fn customer(dice: &Dice<'_>, plan: &mut Plan, language: Language, at: Time) -> usize {
    if dice.percent(30) && !plan.people.is_empty() {
        let one = dice.index(plan.people.len());
        if plan.people[one].language == language && plan.people[one].free_from < at {
            return one;
        }
    }
    let number = plan.people.len();
    let or_nothing = |share: u64, value: String| if dice.percent(share) { value } else { String::new() };
    plan.people.push(Person {
        language,
        name: or_nothing(80, talk::name(language, dice.index(192))),
        email: or_nothing(35, format!("customer{number}@example.com")),
        phone: or_nothing(
            40,
            match language {
                Language::Chinese => format!("+86 1{:02} 0000 {:04}", 30 + number % 60, number % 10_000),
                Language::English => format!("+1 555 010 {:04}", number % 10_000),
            },
        ),
        free_from: at,
    });
    number
}

struct Telling<'a> {
    dice: &'a Dice<'a>,
    customer: usize,
    at: Time,
    steps: Vec<Step>,
    order: String,
    email: String,
}

impl Telling<'_> {
    fn act(&mut self, act: Act) {
        self.steps.push(Step {
            at: self.at,
            customer: self.customer,
            act,
        });
    }

    fn wait(&mut self, from: u64, to: u64) {
        self.at = self.at + self.dice.seconds(from, to);
    }

    fn words(&self, text: &str) -> String {
        let email = if self.email.is_empty() {
            "team@example.com"
        } else {
            &self.email
        };
        text.replace("{order}", &self.order).replace("{email}", email)
    }

    fn consultation(&mut self, side: &Side, language: Language, script: &Script, fate: Fate) {
        self.act(Act::Say(self.words(script.lines[0].text)));
        let agent = self.dice.index(side.agents.len());
        match fate {
            Fate::Abandoned => {
                self.wait(40, 400);
                self.act(Act::Leave);
            }
            Fate::Offline => {
                let day = (self.at + AHEAD).millis().div_euclid(86_400_000);
                let hour = (self.at + AHEAD).millis().rem_euclid(86_400_000) / 3_600_000;
                let morning = if hour < 9 { day } else { day + 1 };
                self.at = Time::from_millis(morning * 86_400_000) - AHEAD + Span::hours(9);
                self.wait(60, 2_400);
                self.act(Act::Take(agent));
                self.wait(8, 40);
                self.act(Act::Answer(agent, talk::morning(language).to_owned()));
                let agent = self.talk(side, script, agent);
                self.close(agent);
            }
            Fate::Served => {
                self.wait(5, 150);
                self.act(Act::Take(agent));
                let agent = self.talk(side, script, agent);
                self.extras(language, script, agent);
                self.close(agent);
            }
            Fate::TimedOut => {
                self.wait(5, 150);
                self.act(Act::Take(agent));
                self.wait(6, 60);
                self.act(Act::Answer(agent, self.words(script.lines[1].text)));
            }
            Fate::Running(stand) => self.still_running(script, agent, stand),
        }
    }

    /// The rest of the script. Now and then a colleague takes over; answers whose it is in the end.
    fn talk(&mut self, side: &Side, script: &Script, mut agent: usize) -> usize {
        for line in &script.lines[1..] {
            let text = self.words(line.text);
            if line.asked {
                self.wait(12, 110);
                self.act(Act::Say(text));
            } else {
                self.wait(6, 75);
                self.act(Act::Answer(agent, text));
            }
            if self.dice.percent(2) {
                agent = (agent + 1) % side.agents.len();
                self.wait(2, 20);
                self.act(Act::Take(agent));
            }
        }
        agent
    }

    fn extras(&mut self, language: Language, script: &Script, agent: usize) {
        if self.dice.percent(30) {
            self.act(Act::Tag(agent, script.topic));
        }
        if self.dice.percent(6) {
            self.wait(2, 30);
            self.act(Act::Note(agent, talk::note(language).to_owned()));
        }
    }

    fn close(&mut self, agent: usize) {
        self.wait(20, 300);
        let act = if self.dice.percent(15) {
            Act::Leave
        } else {
            Act::End(agent)
        };
        self.act(act);
    }

    /// What the newcomer finds on the desk: some wait, some are talked to, some are put aside.
    fn still_running(&mut self, script: &Script, agent: usize, stand: Stand) {
        if stand == Stand::Waiting {
            return;
        }
        self.wait(5, 40);
        self.act(Act::Take(agent));
        self.wait(5, 30);
        self.act(Act::Answer(agent, self.words(script.lines[1].text)));
        if stand == Stand::Snoozed {
            self.wait(3, 10);
            self.act(Act::Snooze(agent, Span::hours(3)));
        } else if let Some(line) = script.lines[2..].iter().find(|line| line.asked) {
            self.wait(10, 50);
            self.act(Act::Say(self.words(line.text)));
        }
    }
}
