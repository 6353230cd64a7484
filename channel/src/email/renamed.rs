//! Services that give a mail another Message-ID than ours, and say so when they take it. Answers and bounces then name
//! that one, and some programs (Apple's on phones) nothing else.

/// The id by which `host` sends on what it took with these words, without brackets; none when it leaves ours alone, or does
/// not tell.
pub fn by(host: &str, said: &str) -> Option<String> {
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    amazon(&host, said)
}

/// Amazon SES: `250 Ok 0100018…-000000`, at `email-smtp.REGION.amazonaws.com`; the mail bears it at the region's domain.
fn amazon(host: &str, said: &str) -> Option<String> {
    let (_, rest) = host.strip_suffix(".amazonaws.com")?.split_once("email-smtp")?;
    let rest = rest.strip_prefix("-fips").unwrap_or(rest).strip_prefix('.')?;
    let region = rest.split('.').next().filter(|region| !region.is_empty())?;
    let mut words = said.split_ascii_whitespace();
    let first = words.next().filter(|word| word.eq_ignore_ascii_case("ok"));
    let id = first.and_then(|_| words.next())?;
    let sound = id.len() >= 20 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    // The first of its regions keeps the name from when it was the only one.
    let at = if region == "us-east-1" { "email" } else { region };
    sound.then(|| format!("{id}@{at}.amazonses.com"))
}

#[cfg(test)]
mod tests {
    use super::by;

    const ID: &str = "0102018f3a5c7d9e-1b2c3d4e-5f60-4711-8899-aabbccddeeff-000000";

    fn check(host: &str, said: &str, at: Option<&str>) {
        let wanted = at.map(|at| format!("{ID}@{at}"));
        assert_eq!(by(host, said), wanted, "{host}: {said}");
    }

    #[test]
    fn amazon_says_under_which_id_it_sends() {
        let said = format!("Ok {ID}");
        check("email-smtp.eu-west-1.amazonaws.com", &said, Some("eu-west-1.amazonses.com"));
        check("Email-SMTP.us-east-1.amazonaws.com.", &said, Some("email.amazonses.com"));
        check("email-smtp-fips.us-west-2.amazonaws.com", &said, Some("us-west-2.amazonses.com"));
        let inside = "vpce-1-2.email-smtp.eu-west-1.vpce.amazonaws.com";
        check(inside, &said, Some("eu-west-1.amazonses.com"));
    }

    #[test]
    fn what_others_say_is_no_id() {
        let said = format!("Ok {ID}");
        check("smtp.shop.example", &said, None);
        check("email-smtp.eu-west-1.amazonaws.com.evil.example", &said, None);
        check("email-smtp.eu-west-1.amazonaws.com", "2.0.0 Ok: queued as 4F1", None);
        check("email-smtp.eu-west-1.amazonaws.com", "Ok", None);
        check("email-smtp.eu-west-1.amazonaws.com", "Ok <evil@example.com>", None);
    }
}
