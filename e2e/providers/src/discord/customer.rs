//! What people do: customers of whoever answers as the bot.

use serde_json::{Value, json};

use super::{
    BOT, CHANNEL, FakeDiscord, GUILD,
    interactions::Answered,
    messages::Reacts,
    world::{Upload, World, id_of},
};

const TYPING: (u64, u64) = (1 << 14, 1 << 11);

impl FakeDiscord {
    /// Somebody, known by this name from now on, who can be written to.
    pub fn meet(&self, person: &str, name: &str) {
        name.clone_into(&mut self.api.world.lock().person(person).name);
    }

    /// Somebody writes to the bot; the message's id.
    pub fn customer_says(&self, person: &str, text: &str) -> String {
        self.customer_sends(person, &json!({ "content": text }), Vec::new())
    }

    /// Somebody sends a file.
    pub fn customer_sends_file(&self, person: &str, name: &str, media_type: &str, bytes: &[u8]) -> String {
        let file = Upload {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: bytes::Bytes::copy_from_slice(bytes),
        };
        self.customer_sends(person, &json!({}), vec![file])
    }

    /// Somebody sends anything: `content`, `message_reference`, and what stands under `extra` as it is.
    pub fn customer_sends(&self, person: &str, body: &Value, files: Vec<Upload>) -> String {
        let mut world = self.api.world.lock();
        world.person(person);
        let channel = world.direct(person);
        world.hear(&channel, person, body, files)
    }

    /// Somebody writes in the server's channel.
    pub fn member_says(&self, person: &str, text: &str) -> String {
        let mut world = self.api.world.lock();
        world.person(person);
        world.hear(CHANNEL, person, &json!({ "content": text }), Vec::new())
    }

    /// Somebody wrote in the server's channel so long ago that nobody is told.
    pub fn member_said(&self, person: &str, text: &str, ago: std::time::Duration) -> String {
        let mut world = self.api.world.lock();
        world.person(person);
        let id = id_of(ago);
        world.say(
            CHANNEL,
            person,
            &json!({ "content": text, "extra": { "id": id } }),
            Vec::new(),
        );
        if let Some(channel) = world.channels.get_mut(CHANNEL) {
            if let Some(held) = channel.messages.last_mut() {
                held.id.clone_from(&id);
            }
            channel
                .messages
                .sort_by_key(|one| one.id.parse::<u64>().unwrap_or_default());
        }
        id
    }

    /// The bot says something by another program.
    pub fn bot_says_elsewhere(&self, person: &str, text: &str) -> String {
        let mut world = self.api.world.lock();
        let channel = world.direct(person);
        world.hear(&channel, BOT, &json!({ "content": text }), Vec::new())
    }

    /// Somebody changes what they wrote; whether it was there.
    pub fn customer_edits(&self, person: &str, message: &str, text: &str) -> bool {
        let mut world = self.api.world.lock();
        let channel = world.direct(person);
        world
            .edit(&channel, message, person, &json!({ "content": text }))
            .is_ok()
    }

    /// Somebody takes back what they wrote; whether it was there.
    pub fn customer_deletes(&self, person: &str, message: &str) -> bool {
        let mut world = self.api.world.lock();
        let channel = world.direct(person);
        world.delete(&channel, message).is_ok()
    }

    /// Somebody reacts; whether the message was there.
    pub fn customer_reacts(&self, person: &str, message: &str, emoji: &str) -> bool {
        self.reacts(person, message, (emoji, Reacts::Adds))
    }

    /// Somebody takes a reaction away; whether the message was there.
    pub fn customer_unreacts(&self, person: &str, message: &str, emoji: &str) -> bool {
        self.reacts(person, message, (emoji, Reacts::Removes))
    }

    fn reacts(&self, person: &str, message: &str, emoji: (&str, Reacts)) -> bool {
        let mut world = self.api.world.lock();
        let channel = world.direct(person);
        world.react(&channel, message, person, emoji).is_ok()
    }

    /// Somebody types.
    pub fn customer_types(&self, person: &str) {
        let mut world = self.api.world.lock();
        world.person(person);
        let channel = world.direct(person);
        let d = json!({ "channel_id": channel, "user_id": person, "timestamp": seconds(&mut world) });
        world.dispatch(&channel, TYPING, "TYPING_START", d);
    }

    /// Somebody presses a button; what the application's address answered, or none when it went over the gateway.
    pub async fn customer_presses(&self, person: &str, message: &str, button: &str) -> Option<Answered> {
        self.api.press(person, message, button).await
    }

    /// Somebody no longer takes messages of the bot.
    pub fn customer_blocks(&self, person: &str) {
        self.api.world.lock().person(person).blocks = true;
    }

    /// Somebody leaves the server they shared with the bot.
    pub fn customer_leaves(&self, person: &str) {
        self.api.world.lock().person(person).apart = true;
    }

    /// The address for interactions is filled in in the portal: it is pinged, and pinged with a forged signature.
    pub async fn set_interactions_url(&self, url: &str) -> Result<(), String> {
        self.api.take_endpoint(url).await
    }

    /// The reactions of the bot to a message.
    pub fn reactions(&self, person: &str, message: &str) -> Vec<String> {
        let mut world = self.api.world.lock();
        let channel = world.direct(person);
        let held = world.message(&channel, message);
        let ours = held.into_iter().flat_map(|held| held.reactions.iter());
        ours.filter(|(by, _)| by == BOT)
            .map(|(_, emoji)| emoji.clone())
            .collect()
    }

    /// A presence changes: an event that is nobody's message.
    pub fn something_happens(&self) {
        for session in &mut self.api.world.lock().sessions {
            session.dispatch("GUILD_UPDATE", &json!({ "id": GUILD }));
        }
    }
}

fn seconds(world: &mut World) -> u64 {
    let id: u64 = world.id().parse().unwrap_or_default();
    ((id >> 22) + 1_420_070_400_000) / 1_000
}
