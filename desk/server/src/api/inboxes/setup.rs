//! What is set on an inbox: its shape on the wire, and what its fields may hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingke_staff::{CalendarDay, Date, Hours, Opening};
use yingke_store::{Appearance, FieldKind, InboxSettings, LauncherKind, PreChatField};
use yingke_words::{Language, TeamId};

use crate::api::{
    fields::{check_color, check_hours, check_line, check_number, check_text},
    problem::Problem,
};

/// Everything that is set on an inbox.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboxSetup {
    /// The first thing a visitor reads for whose language `greetings` has none, at most 1,000 characters.
    greeting: String,
    /// The first thing a visitor reads, by the language of the widget; an empty one is not kept.
    #[schema(value_type = BTreeMap<String, String>)]
    greetings: BTreeMap<Language, String>,
    /// How the widget looks.
    theme: Look,
    /// The form before a chat.
    pre_chat: Form,
    /// Working hours.
    hours: WorkingHours,
    /// Which files visitors may send.
    attachments: FileRules,
    /// The teams that serve it; none = everyone.
    pub team_ids: Vec<TeamId>,
    /// Minutes within which a message after the end continues the old consultation, at most a week.
    continue_minutes: i64,
    /// Minutes of silence after which a consultation ends, at most 30 days; 0 = never.
    auto_end_minutes: i64,
}

/// How the widget looks.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The accent colour, `#RRGGBB`.
    color: String,
    /// On which side the launcher stands.
    position: Side,
    /// Whether it is light or dark.
    appearance: Appearance,
    /// What the launcher shows.
    launcher: LauncherKind,
}

/// A side of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// The form before a chat.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Whether it is shown.
    enabled: bool,
    /// At most 20 fields.
    fields: Vec<FormField>,
}

/// One field of the form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// What it fills: name, email, phone, company, or an attribute of its own.
    key: String,
    /// What the visitor reads.
    label: String,
    /// What is asked for.
    kind: FieldKind,
    /// Whether it must be filled.
    required: bool,
}

/// Working hours.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingHours {
    /// Whether they count; otherwise it is always open.
    enabled: bool,
    /// IANA name.
    time_zone: String,
    /// Openings of each day, Monday first.
    week: [Vec<Opening>; 7],
    /// Days on which it is otherwise, holidays and swap days, by their dates, "2026-10-01".
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, CalendarDay>)]
    calendar: BTreeMap<Date, CalendarDay>,
    /// What a customer reads outside them: on the website at once, on a channel as a message, once a consultation and
    /// at most once in 24 hours. Not by mail.
    closed_notice: String,
}

/// Which files visitors may send.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileRules {
    /// The largest, at most 100 MiB.
    max_bytes: i64,
    /// Media types, `image/*` or exact, at most 50.
    media_types: Vec<String>,
}

/// Nine to six from Monday to Friday, until somebody sets other hours.
fn usual_week() -> [Vec<Opening>; 7] {
    let day = |open: bool| {
        if open {
            vec![Opening {
                from: "09:00".into(),
                to: "18:00".into(),
            }]
        } else {
            Vec::new()
        }
    };
    std::array::from_fn(|at| day(at < 5))
}

impl InboxSetup {
    /// The stored settings on the wire.
    pub fn of(stored: InboxSettings, team_ids: Vec<TeamId>, zone: &str) -> Self {
        let usual = || Hours::of_week(zone.to_owned(), usual_week());
        let hours = stored.hours.unwrap_or_else(usual);
        let field = |field: PreChatField| FormField {
            key: field.key,
            label: field.label,
            kind: field.kind,
            required: field.required,
        };
        Self {
            greeting: stored.greeting,
            greetings: stored.greetings,
            theme: Look {
                color: stored.color,
                position: if stored.position == "left" {
                    Side::Left
                } else {
                    Side::Right
                },
                appearance: stored.appearance,
                launcher: stored.launcher,
            },
            pre_chat: Form {
                enabled: stored.pre_chat_enabled,
                fields: stored.pre_chat.into_iter().map(field).collect(),
            },
            hours: WorkingHours {
                enabled: stored.hours_enabled,
                time_zone: hours.time_zone,
                week: hours.week,
                calendar: hours.calendar,
                closed_notice: stored.closed_notice,
            },
            attachments: FileRules {
                max_bytes: stored.attachment_max_bytes,
                media_types: stored.attachment_types,
            },
            team_ids,
            continue_minutes: stored.continue_minutes,
            auto_end_minutes: stored.auto_end_minutes,
        }
    }

    /// The settings to store, when every field holds what it may.
    pub fn checked(self) -> Result<InboxSettings, Problem> {
        const DAY: i64 = 24 * 60;
        let hours = Hours {
            time_zone: self.hours.time_zone,
            week: self.hours.week,
            calendar: self.hours.calendar,
        };
        check_hours("settings.hours", &hours)?;
        let position = match self.theme.position {
            Side::Left => "left",
            Side::Right => "right",
        };
        let most = check_number(
            "settings.attachments.maxBytes",
            self.attachments.max_bytes,
            (1, 100 << 20),
        )?;
        Ok(InboxSettings {
            greeting: check_text("settings.greeting", &self.greeting, 1_000)?,
            greetings: check_greetings(self.greetings)?,
            color: check_color("settings.theme.color", &self.theme.color)?,
            position: position.to_owned(),
            appearance: self.theme.appearance,
            launcher: self.theme.launcher,
            pre_chat_enabled: self.pre_chat.enabled,
            pre_chat: check_form(self.pre_chat.fields)?,
            hours_enabled: self.hours.enabled,
            hours: Some(hours),
            closed_notice: check_text("settings.hours.closedNotice", &self.hours.closed_notice, 500)?,
            attachment_max_bytes: most,
            attachment_types: check_types(self.attachments.media_types)?,
            continue_minutes: check_number("settings.continueMinutes", self.continue_minutes, (0, 7 * DAY))?,
            auto_end_minutes: check_number("settings.autoEndMinutes", self.auto_end_minutes, (0, 30 * DAY))?,
        })
    }
}

fn check_greetings(given: BTreeMap<Language, String>) -> Result<BTreeMap<Language, String>, Problem> {
    let mut kept = BTreeMap::new();
    for (language, text) in given {
        let text = check_text("settings.greetings", &text, 1_000)?;
        if !text.is_empty() {
            kept.insert(language, text);
        }
    }
    Ok(kept)
}

fn check_form(fields: Vec<FormField>) -> Result<Vec<PreChatField>, Problem> {
    const FIELD: &str = "settings.preChat.fields";
    if fields.len() > 20 {
        return Err(Problem::field(FIELD, "at most 20"));
    }
    let mut kept: Vec<PreChatField> = Vec::with_capacity(fields.len());
    for field in fields {
        let plain = field
            .key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        if !plain || !(1..=40).contains(&field.key.len()) {
            return Err(Problem::field(
                FIELD,
                "a key has 1 to 40 letters, digits, _, - and .",
            ));
        }
        if kept.iter().any(|other| other.key == field.key) {
            return Err(Problem::field(FIELD, format!("{} stands there twice", field.key)));
        }
        let label = check_line(FIELD, &field.label, 80)?;
        if label.is_empty() {
            return Err(Problem::field(FIELD, format!("{} has no label", field.key)));
        }
        kept.push(PreChatField {
            key: field.key,
            label,
            kind: field.kind,
            required: field.required,
        });
    }
    Ok(kept)
}

fn check_types(types: Vec<String>) -> Result<Vec<String>, Problem> {
    let token = |text: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
        !text.is_empty() && text.bytes().all(fits)
    };
    let sound = |one: &String| match one.split_once('/') {
        Some((kind, sub)) => one.len() <= 120 && token(kind) && (sub == "*" || token(sub)),
        None => false,
    };
    if types.len() <= 50 && types.iter().all(sound) {
        Ok(types.iter().map(|one| one.to_ascii_lowercase()).collect())
    } else {
        let why = "at most 50 media types like image/* or application/pdf";
        Err(Problem::field("settings.attachments.mediaTypes", why))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn check(change: impl Fn(&mut Value)) -> Result<InboxSettings, Problem> {
        let setup = InboxSetup::of(InboxSettings::default(), Vec::new(), "Asia/Shanghai");
        let mut wire = serde_json::to_value(setup).unwrap();
        change(&mut wire);
        serde_json::from_value::<InboxSetup>(wire).unwrap().checked()
    }

    #[test]
    fn what_was_stored_comes_back_the_same() {
        let stored = check(|_| {}).unwrap();
        let again = InboxSetup::of(stored.clone(), Vec::new(), "UTC")
            .checked()
            .unwrap();
        assert_eq!(stored, again);
        assert!(
            stored.open_hours().is_none(),
            "hours that are switched off do not count"
        );
    }

    #[test]
    fn a_greeting_stands_for_its_language_and_an_empty_one_for_none() {
        let stored = check(|wire| {
            wire["greeting"] = json!("您好");
            wire["greetings"] = json!({ "en": "Hello", "zh-CN": "" });
        })
        .unwrap();
        let read = |language| stored.greeting_in(language);
        assert_eq!(
            (read(Language::English), read(Language::Chinese)),
            ("Hello", "您好")
        );
    }

    #[test]
    fn each_field_has_its_bounds() {
        let field = |key: &str| json!({ "key": key, "label": "x", "kind": "text", "required": false });
        let many: Vec<Value> = (0..21).map(|n| field(&format!("k{n}"))).collect();
        let bad: [(&str, Value); 12] = [
            ("/greeting", json!("x".repeat(1_001))),
            ("/greetings", json!({ "en": "x".repeat(1_001) })),
            ("/theme/color", json!("green")),
            ("/preChat/fields", json!(many)),
            ("/preChat/fields", json!([field("a"), field("a")])),
            ("/preChat/fields", json!([field("a b")])),
            ("/hours/timeZone", json!("Mars/Olympus")),
            ("/hours/week/0", json!([{ "from": "18:00", "to": "18:00" }])),
            ("/attachments/maxBytes", json!(101 << 20)),
            ("/attachments/mediaTypes", json!(["image"])),
            ("/continueMinutes", json!(-1)),
            ("/autoEndMinutes", json!(30 * 24 * 60 + 1)),
        ];
        for (pointer, value) in bad {
            let refused = check(|wire| *wire.pointer_mut(pointer).unwrap() = value.clone());
            assert!(refused.is_err(), "{pointer}: {value}");
        }
    }
}
