#![no_main]
//! What people search for, in what people wrote.

use libfuzzer_sys::fuzz_target;
use rusqlite::Connection;
use yingke_store::{Question, highlights};

thread_local! {
    /// The index as SQLite keeps it: whatever is asked, it understands the question.
    static INDEX: Connection = {
        let index = Connection::open_in_memory().expect("memory");
        let table = "CREATE VIRTUAL TABLE search USING fts5(terms, content='', columnsize=0, detail='none', tokenize='ascii')";
        index.execute_batch(table).expect("a table");
        index
    };
}

fuzz_target!(|pair: (&str, &str)| {
    let (text, question) = pair;
    let length = text.encode_utf16().count();
    let mut last = 0;
    for (start, end) in highlights(text, question) {
        assert!(last <= start && start < end && end <= length, "in order, apart, inside");
        last = end;
    }
    let Some(question) = Question::compile(7, question) else { return };
    let asked = question.for_fts5();
    INDEX.with(|index| {
        let count = "SELECT count(*) FROM search WHERE search MATCH ?1";
        let answer = index.query_row(count, [&asked], |row| row.get::<_, i64>(0));
        assert_eq!(answer.expect(&asked), 0, "an empty index holds nothing");
    });
    for word in question.for_tsquery().split(" & ") {
        let word = word.strip_suffix(":*").unwrap_or(word);
        let inside = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
        let inside = inside.expect("each word stands in quotes");
        assert!(!inside.is_empty() && !inside.contains(['\'', '\\', ' ']), "{inside:?}");
    }
});
