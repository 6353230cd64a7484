//! Names that people gave their files: shown to people, never used as a path (T46).
//!
//! Normalised first and checked afterwards, again and again until nothing changes: what is invisible cannot hide what
//! the check looks for.

use unicode_normalization::UnicodeNormalization;

use super::kind;

/// No shown name is longer, in characters.
pub const LONGEST: usize = 120;
/// An extension longer than this is a part of the name.
const EXTENSION: usize = 12;

/// The name shown for a file that was called `given` and is of `media_type`: its extension says what it is.
pub fn shown(given: &str, media_type: &str) -> String {
    let name = clean(given);
    let (stem, extension) = split(&name);
    let fitting = kind::extensions(media_type);
    let fits = fitting.iter().any(|one| extension.eq_ignore_ascii_case(one));
    if fits {
        return name;
    }
    let usual = fitting.first().copied().unwrap_or("bin");
    let was_picture = ["png", "jpg", "jpeg", "gif", "webp"]
        .iter()
        .any(|one| extension.eq_ignore_ascii_case(one));
    let stem = if was_picture && media_type.starts_with("image/") {
        stem
    } else {
        &name
    };
    let stem: String = stem.chars().take(LONGEST - usual.len() - 1).collect();
    format!("{}.{usual}", stem.trim_end_matches(['.', ' ']))
}

/// The name of a file that was changed from one media type into another.
pub fn renamed(given: &str, from: &str, into: &str) -> String {
    let (stem, extension) = split(given);
    let fits = |one: &&str| extension.eq_ignore_ascii_case(one);
    let stem = if kind::extensions(from).iter().any(fits) {
        stem
    } else {
        given
    };
    shown(stem, into)
}

/// A name without anything that is not shown, or means something to a file system.
pub fn clean(given: &str) -> String {
    // What is far too long is cut at once; the last part is the one with the name.
    let start = given.char_indices().rev().nth(1_023).map_or(0, |(at, _)| at);
    let mut name = given[start..].to_owned();
    for _ in 0..8 {
        let next = pass(&name);
        if next == name {
            break;
        }
        name = next;
    }
    if name.is_empty() { "file".into() } else { name }
}

fn pass(name: &str) -> String {
    let normal: String = name.nfkc().collect();
    let last = normal
        .rsplit(['/', '\\'])
        .find(|part| part.chars().any(|c| !hidden(c) && c != '.'))
        .unwrap_or_default();
    let mut kept = String::with_capacity(last.len());
    for c in last.chars().filter(|&c| c.is_whitespace() || !hidden(c)) {
        match c {
            c if c.is_whitespace() => {
                if !kept.ends_with(' ') {
                    kept.push(' ');
                }
            }
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' => kept.push('_'),
            c => kept.push(c),
        }
    }
    let kept = shortened(kept.trim_matches(['.', ' ', '~']));
    if is_device(&kept) {
        format!("_{kept}")
    } else {
        kept
    }
}

/// At most [`LONGEST`] characters, with the extension where there is one.
fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let room = LONGEST - extension.chars().count() - 1;
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    if extension.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}.{extension}")
    }
}

fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.chars().count() <= EXTENSION => {
            (stem, extension)
        }
        _ => (name, ""),
    }
}

/// Controls, and everything that takes no room or turns the direction of what follows.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{10ffff}')
}

/// Names that open a device on some systems, whatever their extension.
fn is_device(name: &str) -> bool {
    let stem = name
        .split(['.', ' '])
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) || numbered.is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The names of the corpus and how they are shown (for a text file).
    pub const CORPUS: &[(&str, &str)] = &[
        ("订单截图.txt", "订单截图.txt"),
        ("résumé 😀.txt", "résumé 😀.txt"),
        ("\u{200b}.htaccess", "htaccess.txt"),
        ("\u{fe0f}\u{200d}..\u{202e}.htaccess", "htaccess.txt"),
        ("photo\u{202e}gnp.exe", "photognp.exe.txt"),
        ("a\0b.txt", "ab.txt"),
        ("..", "file.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\fakepath\\单.txt", "单.txt"),
        ("／etc／shadow", "shadow.txt"),
        ("．．／x", "x.txt"),
        ("CON", "_CON.txt"),
        ("nul.txt", "_nul.txt"),
        ("com¹.txt", "_com1.txt"),
        ("Lpt9.tar.gz", "_Lpt9.tar.gz.txt"),
        ("invoice.pdf.exe", "invoice.pdf.exe.txt"),
        ("run.bat", "run.bat.txt"),
        ("a<b>c:d\"e|f?g*h%i.txt", "a_b_c_d_e_f_g_h_i.txt"),
        ("  many \t\n  blanks  .txt", "many blanks .txt"),
        ("trailing. . .", "trailing.txt"),
        ("", "file.txt"),
        ("\u{200b}\u{feff}", "file.txt"),
        ("dir/", "dir.txt"),
        ("ﬁle.ｔｘｔ", "file.txt"),
    ];

    #[test]
    fn the_corpus_is_shown_sanely() {
        for (given, expected) in CORPUS {
            assert_eq!(shown(given, "text/plain"), *expected, "{given:?}");
        }
    }

    #[test]
    fn four_kilobytes_are_shortened_and_keep_their_extension() {
        for letter in ["a", "鹿", "😀", "e\u{301}"] {
            let name = shown(&format!("{}.csv", letter.repeat(4_096)), "text/plain");
            assert!(
                name.chars().count() <= LONGEST && split(&name).1 == "csv",
                "{name}"
            );
        }
        assert!(shown(&"x".repeat(4_096), "image/png").ends_with("x.png"));
    }

    #[test]
    fn the_extension_says_what_it_is() {
        for (given, media_type, expected) in [
            ("evil.png", "text/plain", "evil.png.txt"),
            ("contract.jpg", "application/pdf", "contract.jpg.pdf"),
            ("photo.png", "image/jpeg", "photo.jpg"),
            ("photo.JPEG", "image/jpeg", "photo.JPEG"),
            ("clip.mp4", "video/mp4", "clip.mp4"),
            ("x", "application/x-unheard-of", "x.bin"),
        ] {
            assert_eq!(shown(given, media_type), expected);
        }
    }

    proptest! {
        #[test]
        fn a_clean_name_is_safe_and_stays_as_it_is(given in "[\\PC\\x00-\\x20./\\\\:\u{200b}\u{202e}\u{fe0f}．／]{0,300}") {
            let name = clean(&given);
            prop_assert_eq!(&clean(&name), &name);
            prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST + 1);
            prop_assert!(!name.starts_with('.') && !name.contains(['/', '\\', '\0', '"', ':']));
            prop_assert!(!name.chars().any(hidden), "{name:?}");
            prop_assert!(!is_device(&name));
        }
    }
}
