//! What is said to a customer: words, files, and what a channel carries besides.

use serde::Deserialize;
use utoipa::ToSchema;
use yingke_conversation::{
    AttachmentRef, Choice, ClientId, Content, Degrees, Link, Location, Mail, Mentioning, Menu, Spoken,
    Template, Text,
};
use yingke_staff::{Switch, Switches};
use yingke_words::{AgentId, AttachmentId, TeamId};

use crate::{
    api::{
        fields::{check_line, check_text},
        problem::Problem,
        switched,
    },
    app::App,
};

/// What is said: words, files, something richer, or several of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Say {
    /// The sender's own id of it: saying it twice says it once.
    pub client_id: ClientId,
    /// The words.
    #[serde(default)]
    pub text: Text,
    /// Files uploaded before, at most 10.
    #[serde(default)]
    pub attachment_ids: Vec<AttachmentId>,
    /// What it holds besides.
    pub content: Option<SayContent>,
    /// The line it answers, by its number in the thread.
    pub replies_to: Option<i64>,
}

/// What is noted: words, files, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewNote {
    /// The sender's own id of it: noting it twice notes it once.
    pub client_id: ClientId,
    /// The words.
    #[serde(default)]
    pub text: Text,
    /// Files uploaded before, at most 10.
    #[serde(default)]
    pub attachment_ids: Vec<AttachmentId>,
    /// Whom it names; they are told, and follow the conversation from then on.
    #[serde(default)]
    pub mentions: NoteMentions,
}

/// Whom a note names, at most 20.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoteMentions {
    /// Colleagues.
    #[serde(default)]
    pub agent_ids: Vec<AgentId>,
    /// Teams: everybody in them.
    #[serde(default)]
    pub team_ids: Vec<TeamId>,
}

/// So many can be named.
const MOST_NAMED: usize = 20;

impl NoteMentions {
    /// Whom the note is to name.
    pub fn checked(&self, switches: &Switches) -> Result<Mentioning, Problem> {
        if self.agent_ids.len() + self.team_ids.len() > MOST_NAMED {
            return Err(Problem::field("mentions", "at most 20 colleagues and teams"));
        }
        if !self.team_ids.is_empty() {
            switched::check(switches, Switch::Teams)?;
        }
        Ok(Mentioning {
            agents: self.agent_ids.clone(),
            teams: self.team_ids.clone(),
        })
    }
}

/// What a message holds besides words and files.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
pub enum SayContent {
    /// A place.
    Location {
        /// North positive.
        latitude: Degrees,
        /// East positive.
        longitude: Degrees,
        /// What it is called.
        #[serde(default)]
        name: String,
        /// Where it is, in words.
        #[serde(default)]
        address: String,
    },
    /// A sticker: its picture is the attachment, its emoji the text.
    Sticker,
    /// A link with a preview.
    Link {
        /// Its heading.
        title: String,
        /// A line about it.
        #[serde(default)]
        description: String,
        /// Where it leads.
        url: String,
    },
    /// Somebody's card.
    Contact {
        /// Their name.
        name: String,
        /// Their number.
        #[serde(default)]
        phone: String,
    },
    /// Things to press under the words.
    Menu {
        /// The heading of a card; empty for a plain menu.
        #[serde(default)]
        title: String,
        /// What can be pressed, 1 to 20.
        choices: Vec<SayChoice>,
        /// The words below.
        #[serde(default)]
        tail: String,
    },
    /// An approved message.
    Template {
        /// The provider's id or name of it.
        name: String,
        /// Its language, as the provider writes it.
        #[serde(default)]
        language: String,
        /// What stands in its gaps, in their order, at most 50.
        #[serde(default)]
        parameters: Vec<String>,
    },
    /// A mail; its text is the message's.
    Mail {
        /// Its subject; empty to answer under the thread's.
        subject: String,
    },
}

/// One thing to press.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayChoice {
    /// What comes back when it is pressed, at most 64 bytes.
    id: String,
    /// What stands on it.
    label: String,
    /// Where it leads instead of coming back.
    url: Option<String>,
}

impl Say {
    /// As the deciding room takes it.
    pub fn spoken(self, app: &App) -> Result<Spoken, Problem> {
        if self.attachment_ids.len() > 10 {
            return Err(Problem::field("attachmentIds", "at most 10"));
        }
        let attachments = self.attachment_ids.into_iter().map(unknown).collect();
        let mut spoken = Spoken::new(app.id(), self.client_id, self.text, attachments);
        spoken.content = self.content.map(SayContent::checked).transpose()?;
        spoken.replies_to = self.replies_to;
        Ok(spoken)
    }
}

impl From<NewNote> for Say {
    fn from(note: NewNote) -> Self {
        Self {
            client_id: note.client_id,
            text: note.text,
            attachment_ids: note.attachment_ids,
            content: None,
            replies_to: None,
        }
    }
}

/// A file of which only the id is believed; the store fills in the rest.
fn unknown(id: AttachmentId) -> AttachmentRef {
    AttachmentRef {
        id,
        name: String::new(),
        media_type: String::new(),
        size: 0,
        width: None,
        height: None,
        thumbnail: false,
    }
}

impl SayContent {
    /// As the deciding room takes it, when each text is one that a channel could carry.
    fn checked(self) -> Result<Content, Problem> {
        let line = |text: &str| check_line("content", text, 500);
        Ok(match self {
            Self::Location {
                latitude,
                longitude,
                name,
                address,
            } => Content::Location(Location {
                latitude,
                longitude,
                name: line(&name)?,
                address: line(&address)?,
            }),
            Self::Sticker => Content::Sticker,
            Self::Link {
                title,
                description,
                url,
            } => Content::Link(Link {
                title: line(&title)?,
                description: check_text("content", &description, 2_000)?,
                url: web(&url)?,
            }),
            Self::Contact { name, phone } => Content::Contact {
                name: line(&name)?,
                phone: line(&phone)?,
            },
            Self::Menu { title, choices, tail } => Content::Menu(Menu {
                title: line(&title)?,
                choices: choices_of(choices)?,
                tail: check_text("content", &tail, 1_000)?,
            }),
            Self::Template {
                name,
                language,
                parameters,
            } => {
                if parameters.len() > 50 {
                    return Err(Problem::field("content", "at most 50 gaps"));
                }
                let gap = |text: &String| check_text("content", text, 1_000);
                Content::Template(Template {
                    name: line(&name)?,
                    language: line(&language)?,
                    parameters: parameters.iter().map(gap).collect::<Result<_, _>>()?,
                })
            }
            Self::Mail { subject } => Content::Mail(Box::new(Mail {
                subject: line(&subject)?,
                ..Mail::default()
            })),
        })
    }
}

fn choices_of(choices: Vec<SayChoice>) -> Result<Vec<Choice>, Problem> {
    if !(1..=20).contains(&choices.len()) {
        return Err(Problem::field("content", "1 to 20 choices"));
    }
    let choice = |one: SayChoice| {
        let (id, label) = (
            check_line("content", &one.id, 64)?,
            check_line("content", &one.label, 100)?,
        );
        if id.len() > 64 || label.is_empty() {
            return Err(Problem::field(
                "content",
                "a choice has a label, and an id of at most 64 bytes",
            ));
        }
        let url = one.url.as_deref().map(web).transpose()?;
        Ok(Choice { id, label, url })
    };
    choices.into_iter().map(choice).collect()
}

fn web(address: &str) -> Result<String, Problem> {
    yingke_channel_contract::form::address(address).map_err(|wrong| Problem::field("content", wrong))
}
