//! What is asked for which conversation.

use yingke_conversation::Priority;
use yingke_staff::Weight;
use yingke_words::{AgentId, Span, TeamId, Time};

use super::id;
use crate::{
    Book, Case, Choice, Comparison, Condition, During, Existing, Facts, Kind, Level, Outcome, Place, Plan,
    Policy, Question, Rule, Settings, SettingsRefused, Skill, SkillAsked, Stage, TeamRouting, WidenTo,
    Widening,
};

const NOW: Time = Time::from_millis(1_795_168_200_000);
const SALES: u128 = 21;
const SUPPORT: u128 = 22;
const ENGLISH: u128 = 31;
const BILLING: u128 = 32;

fn field(field: &str, is: Comparison, values: &[&str]) -> Condition {
    Condition::Field(Question {
        field: field.to_owned(),
        is,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    })
}

fn rule(number: u128, when: Condition, then: Outcome) -> Rule {
    Rule {
        id: id(number),
        name: format!("规则 {number}"),
        on: true,
        during: During::Always,
        when,
        then,
    }
}

fn to(team: u128) -> Outcome {
    Outcome {
        team_id: Some(id(team)),
        ..Outcome::default()
    }
}

fn book(rules: Vec<Rule>) -> Book {
    let mut book = Book::default();
    book.settings.rules = rules;
    book.settings.choice = Choice {
        policy: Policy::Scores,
        ..Choice::default()
    };
    book.skills = vec![Skill {
        id: id(ENGLISH),
        name: "英语".into(),
        language: Some("en".into()),
    }];
    book
}

fn case(said: &[(&str, &str)]) -> Case {
    let mut facts = Facts::default();
    for (field, value) in said {
        facts.add(field, value);
    }
    Case {
        conversation: id(1),
        number: 7,
        inbox: id(2),
        bound: false,
        since: NOW,
        kind: Kind {
            weight: Weight::default(),
            limited: None,
        },
        team: None,
        priority: None,
        facts,
        open: true,
        place: None,
        language: None,
        manager: None,
        last_agent: None,
        barred: Vec::new(),
    }
}

/// The team, the priority and the number of the rule a plan came to.
fn came_to(plan: &Plan) -> (Option<TeamId>, Priority, Option<usize>) {
    (
        plan.team,
        plan.priority,
        plan.rules.iter().position(|tried| tried.matched),
    )
}

#[test]
fn the_first_rule_that_matches_wins() {
    let vip = field("tag", Comparison::Is, &["VIP"]);
    let refund = Condition::Any {
        any: vec![
            field("text", Comparison::Contains, &["退款", "refund"]),
            field("page", Comparison::StartsWith, &["https://shop.test/refund"]),
        ],
    };
    let not_vip = Condition::All {
        all: vec![refund, field("tag", Comparison::IsNot, &["VIP"])],
    };
    let urgent = Outcome {
        priority: Some(Priority::Vip),
        ..Outcome::default()
    };
    let book = book(vec![rule(1, vip, urgent), rule(2, not_vip, to(SUPPORT))]);
    let plan = |said: &[(&str, &str)]| book.plan(&case(said), NOW);
    let (sales, support) = (None, Some(id(SUPPORT)));
    assert_eq!(
        came_to(&plan(&[("tag", "vip"), ("text", "退款")])),
        (sales, Priority::Vip, Some(0))
    );
    assert_eq!(
        came_to(&plan(&[("text", "我要退款！")])),
        (support, Priority::Normal, Some(1))
    );
    assert_eq!(
        came_to(&plan(&[("page", "HTTPS://shop.test/refund/7")])),
        (support, Priority::Normal, Some(1))
    );
    let nothing = plan(&[("text", "你好")]);
    assert_eq!(came_to(&nothing), (None, Priority::Normal, None));
    let against = nothing.rules[1]
        .against
        .as_ref()
        .map(|question| question.field.as_str());
    assert_eq!(against, Some("text"), "and says what stood against it");
}

#[test]
fn rules_keep_their_hours_and_can_be_off() {
    let mut outside = rule(1, Condition::always(), to(SUPPORT));
    outside.during = During::Closed;
    let mut off = rule(2, Condition::always(), to(SALES));
    off.on = false;
    let book = book(vec![off, outside]);
    let mut night = case(&[]);
    night.open = false;
    assert_eq!(book.plan(&night, NOW).team, Some(id(SUPPORT)));
    let day = book.plan(&case(&[]), NOW);
    assert_eq!(
        (day.team, day.rules.len()),
        (None, 1),
        "what is off is not even tried"
    );
}

#[test]
fn precedence_is_the_customers_choice_the_manager_the_rule_the_last_agent() {
    let by_rule = Outcome {
        team_id: Some(id(SUPPORT)),
        agent_id: Some(id(12)),
        ..Outcome::default()
    };
    let book = book(vec![rule(1, Condition::always(), by_rule)]);
    let mut known = case(&[]);
    known.manager = Some(id(11));
    known.last_agent = Some((id(13), NOW - Span::days(3), true));
    let stages = |plan: &Plan| -> Vec<(AgentId, Stage)> {
        plan.ask.own.iter().map(|own| (own.agent, own.stage)).collect()
    };
    let plan = book.plan(&known, NOW);
    let expected = vec![
        (id(11), Stage::Manager),
        (id(12), Stage::Rule),
        (id(13), Stage::LastAgent),
    ];
    assert_eq!((plan.team, stages(&plan)), (Some(id(SUPPORT)), expected));
    known.team = Some(id(SALES));
    let chosen = book.plan(&known, NOW);
    assert_eq!(
        chosen.team,
        Some(id(SALES)),
        "the customer's choice stands above the rule"
    );
    assert!(
        chosen.ask.own.iter().all(|own| own.team == Some(id(SALES))),
        "and above everybody in particular"
    );
    known.last_agent = Some((id(11), NOW - Span::days(3), true));
    assert_eq!(book.plan(&known, NOW).ask.own.len(), 2, "nobody is asked twice");
    known.last_agent = Some((id(13), NOW - Span::days(31), true));
    assert_eq!(book.plan(&known, NOW).ask.own.len(), 2, "too long ago");
}

#[test]
fn the_way_goes_from_the_best_to_those_who_can() {
    let billing = |required| SkillAsked {
        skill_id: id(BILLING),
        level: Level(3),
        required,
    };
    let asked = Outcome {
        skills: vec![billing(true)],
        ..to(SUPPORT)
    };
    let mut book = book(vec![rule(1, Condition::always(), asked)]);
    book.settings.near = true;
    let widening = |after_seconds, to| Widening { after_seconds, to };
    let routing = TeamRouting {
        widenings: vec![
            widening(120, WidenTo::AnyLevel),
            widening(300, WidenTo::Team(id(SALES))),
        ],
        ..TeamRouting::default()
    };
    book.teams.insert(id(SUPPORT), routing);
    let mut english = case(&[]);
    english.language = Some("en-GB".into());
    english.place = Some(Place {
        province: "浙江".into(),
        city: Some("杭州".into()),
    });
    let plan = book.plan(&english, NOW);
    let way: Vec<(i64, Option<TeamId>, bool, Vec<u8>)> = plan
        .ask
        .rungs
        .iter()
        .map(|rung| {
            let levels = rung.need.skills.iter().map(|(_, level)| level.0).collect();
            (
                rung.after.as_millis() / 1_000,
                rung.need.team,
                rung.need.near.is_some(),
                levels,
            )
        })
        .collect();
    let (support, sales) = (Some(id(SUPPORT)), Some(id(SALES)));
    let expected = vec![
        (0, support, true, vec![1, 3]),
        (0, support, true, vec![1, 3]),
        (0, support, false, vec![1, 3]),
        (120, support, false, vec![1, 1]),
        (300, sales, false, vec![1, 3]),
    ];
    assert_eq!(way, expected);
}

#[test]
fn nobody_is_asked_where_people_pick_or_claim() {
    let mut book = book(vec![rule(1, Condition::always(), to(SALES))]);
    let mut set = |policy, unclaimed_seconds| {
        let choice = Choice {
            policy,
            ..Choice::default()
        };
        let routing = TeamRouting {
            choice: Some(choice),
            unclaimed_seconds,
            ..TeamRouting::default()
        };
        book.teams.insert(id(SALES), routing);
        let plan = book.plan(&case(&[]), NOW);
        plan.ask.rungs.iter().map(|rung| rung.after).collect::<Vec<_>>()
    };
    assert!(set(Policy::ByHand, None).is_empty());
    assert!(set(Policy::Claim, None).is_empty());
    assert_eq!(
        set(Policy::Claim, Some(30)),
        [Span::seconds(30)],
        "unclaimed for so long, it is given"
    );
}

#[test]
fn settings_that_nobody_can_mean_are_refused() {
    let existing = Existing {
        teams: vec![id(SALES)],
        agents: vec![id(11)],
        skills: vec![id(ENGLISH)],
    };
    let check = |rule: Rule| {
        let settings = Settings {
            rules: vec![rule],
            ..Settings::default()
        };
        settings.check(&existing)
    };
    assert_eq!(check(rule(1, Condition::always(), to(SALES))), Ok(()));
    assert_eq!(
        check(rule(1, Condition::always(), to(SUPPORT))),
        Err(SettingsRefused::RuleNames(1))
    );
    let unknown = field("weather", Comparison::Is, &["rain"]);
    assert_eq!(check(rule(1, unknown, to(SALES))), Err(SettingsRefused::Rule(1)));
    let valueless = field("tag", Comparison::Is, &[]);
    assert_eq!(
        check(rule(1, valueless, to(SALES))),
        Err(SettingsRefused::Rule(1))
    );
    let never = Condition::Any { any: Vec::new() };
    assert_eq!(check(rule(1, never, to(SALES))), Err(SettingsRefused::Rule(1)));
    let mut deep = Condition::always();
    for _ in 0..6 {
        deep = Condition::All { all: vec![deep] };
    }
    assert_eq!(check(rule(1, deep, to(SALES))), Err(SettingsRefused::Rule(1)));
}

#[test]
fn teams_hand_over_in_no_circle() {
    let over = |team| TeamRouting {
        widenings: vec![Widening {
            after_seconds: 60,
            to: WidenTo::Team(id(team)),
        }],
        ..TeamRouting::default()
    };
    let others = [(id::<TeamId>(SUPPORT), over(SALES)), (id(23), over(SUPPORT))];
    assert_eq!(
        over(SUPPORT).check(id(SALES), &others),
        Err(SettingsRefused::Circle)
    );
    assert_eq!(
        over(23).check(id(SALES), &others),
        Err(SettingsRefused::Circle),
        "over two others"
    );
    assert_eq!(
        over(SALES).check(id(SALES), &others),
        Err(SettingsRefused::Team),
        "to itself"
    );
    assert_eq!(over(99).check(id(SALES), &others), Err(SettingsRefused::Team));
    assert_eq!(over(SUPPORT).check(id(24), &others), Ok(()));
}

#[test]
fn conditions_have_one_spelling_on_the_wire() {
    let text = r#"{"all":[{"field":"tag","is":"is","values":["VIP"]},{"any":[{"field":"email","is":"known","values":[]}]}]}"#;
    let read: Condition = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}
