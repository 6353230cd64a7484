#![no_main]
//! Values people type, and the configuration.

use libfuzzer_sys::fuzz_target;
use yingke_conversation::{ClientId, Text};
use yingke_server::config::Config;
use yingke_staff::{Hours, check_password};
use yingke_store::InboxSettings;
use yingke_words::{Email, Time};

fuzz_target!(|text: &str| {
    if let Ok(words) = Text::try_from(text.to_owned()) {
        assert!(!words.as_str().contains(['\0', '\r']) && words.preview().chars().count() <= 120);
        assert_eq!(Text::try_from(words.as_str().to_owned()).as_ref(), Ok(&words), "taking it twice changes nothing");
    }
    let _ = ClientId::try_from(text.to_owned());
    if let Ok(email) = Email::try_from(text.to_owned()) {
        assert!(!email.as_str().contains(['\r', '\n', ' ', '<', '>']));
    }
    let _ = check_password(text, &[text, "何婧"]);
    if let Ok(hours) = serde_json::from_str::<Hours>(text)
        && hours.check().is_ok()
    {
        let now = Time::from_millis(1_795_338_000_000);
        let _ = (hours.open_at(now), hours.next_open(now));
    }
    let _ = serde_json::from_str::<InboxSettings>(text);
    let _ = serde_json::from_str::<Time>(text);
    let _ = toml::from_str::<Config>(text);
});
