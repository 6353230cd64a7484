//! What a server offers, what a mail needs, and the words for its envelope.

use crate::{Mail, NotSent, Source, mail::data::encoded_length};

/// What a server offers in its answer to `EHLO`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Offers {
    pub(super) start_tls: bool,
    pub(super) eight_bit: bool,
    pub(super) utf8: bool,
    /// The largest message it takes; 0 when it sets no limit.
    pub(super) size: Option<u64>,
    /// The ways to sign in, in upper case.
    pub(super) sign_in: Vec<String>,
}

impl Offers {
    /// The first line greets; each other one is an offer.
    pub(super) fn of(text: &str) -> Self {
        let mut offers = Self::default();
        for line in text.lines().skip(1) {
            // Old servers write `AUTH=LOGIN`.
            let line = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("STARTTLS") => offers.start_tls = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("SMTPUTF8") => offers.utf8 = true,
                Some("SIZE") => {
                    offers.size = Some(words.next().and_then(|size| size.parse().ok()).unwrap_or(0));
                }
                Some("AUTH") => offers.sign_in.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        offers
    }

    pub(super) fn signs_in_by(&self, way: &str) -> bool {
        self.sign_in.iter().any(|one| one == way)
    }
}

/// What a mail needs of its server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Needs {
    /// Letters beyond ASCII in an address or in the header.
    utf8: bool,
    /// Such bytes anywhere.
    eight_bit: bool,
    size: u64,
}

impl Needs {
    pub(super) fn of(mail: &Mail) -> Self {
        let mut needs = Self {
            utf8: !mail.from.is_ascii() || !mail.to.iter().all(|to| to.is_ascii()),
            eight_bit: false,
            size: 0,
        };
        let mut in_header = true;
        for piece in &mail.data {
            match piece {
                Source::File(file) => {
                    in_header = false;
                    needs.size += encoded_length(file.length());
                }
                Source::Bytes(bytes) => {
                    if in_header {
                        let end = memchr::memmem::find(bytes, b"\r\n\r\n");
                        needs.utf8 |= !bytes[..end.unwrap_or(bytes.len())].is_ascii();
                        in_header = end.is_none();
                    }
                    needs.eight_bit |= !bytes.is_ascii();
                    needs.size += bytes.len() as u64;
                }
            }
        }
        needs
    }

    /// `MAIL FROM`, if the server can take the mail at all.
    pub(super) fn mail_from(self, mail: &Mail, offers: &Offers) -> Result<String, NotSent> {
        if self.utf8 && !offers.utf8 {
            return Err(NotSent::Unsupported {
                host: mail.server.host.clone(),
                what: "SMTPUTF8",
            });
        }
        if let Some(most) = offers.size.filter(|most| *most > 0 && *most < self.size) {
            return Err(NotSent::TooLarge { most });
        }
        let mut text = format!("MAIL FROM:<{}>", address(&mail.from)?);
        if offers.size.is_some() {
            text = format!("{text} SIZE={}", self.size);
        }
        // Without the offer it is sent as it is: every server of today carries eight bits.
        if self.eight_bit && offers.eight_bit {
            text.push_str(" BODY=8BITMIME");
        }
        if self.utf8 {
            text.push_str(" SMTPUTF8");
        }
        Ok(text)
    }
}

/// `RCPT TO`.
pub(super) fn receiver(to: &str) -> Result<String, NotSent> {
    if to.is_empty() {
        return Err(NotSent::Invalid("a receiver without an address".to_owned()));
    }
    Ok(format!("RCPT TO:<{}>", address(to)?))
}

/// An address that can stand between angle brackets and cannot end the line (SECURITY.md, smuggled commands).
fn address(text: &str) -> Result<&str, NotSent> {
    let is_bad = |letter: char| letter.is_control() || letter.is_whitespace() || matches!(letter, '<' | '>');
    if text.len() > 320 || text.contains(is_bad) {
        return Err(NotSent::Invalid(format!("{text:?} is no address")));
    }
    Ok(text)
}

/// Our name in `EHLO`: a name, or a number in brackets.
pub(super) fn greeting(name: &str) -> Result<String, NotSent> {
    let is_fine =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '[' | ']' | ':');
    if name.is_empty() || !name.chars().all(is_fine) {
        return Err(NotSent::Invalid(format!("{name:?} is no name to greet with")));
    }
    Ok(format!("EHLO {name}"))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::{Credentials, Security, Server};

    fn mail(from: &str, data: &'static str) -> Mail {
        let server = Server {
            host: "mail.example.com".to_owned(),
            port: 25,
            security: Security::Plain,
            credentials: Credentials::None,
        };
        let data = vec![Source::Bytes(Bytes::from_static(data.as_bytes()))];
        Mail {
            server,
            hello: "desk.example.com".to_owned(),
            from: from.to_owned(),
            to: vec!["b@example.org".to_owned()],
            data,
        }
    }

    fn offers(lines: &str) -> Offers {
        Offers::of(&format!("mail.example.com\n{lines}"))
    }

    fn check(mail: &Mail, lines: &str, said: &str) {
        assert_eq!(
            Needs::of(mail).mail_from(mail, &offers(lines)).as_deref(),
            Ok(said)
        );
    }

    #[test]
    fn offers_are_read_in_any_case_and_in_the_old_spelling() {
        let read =
            offers("pipelining\nSize 1000\nAUTH=LOGIN\nauth plain XOAuth2\nSTARTTLS\n8bitmime\nSMTPUTF8");
        assert_eq!(
            (read.size, read.start_tls, read.eight_bit, read.utf8),
            (Some(1000), true, true, true)
        );
        assert_eq!(read.sign_in, ["LOGIN", "PLAIN", "XOAUTH2"]);
        assert_eq!(offers("SIZE").size, Some(0));
    }

    #[test]
    fn a_mail_asks_for_what_it_needs() {
        let all = "SIZE 0\n8BITMIME\nSMTPUTF8";
        let plain = "Subject: a\r\n\r\nb\r\n";
        check(
            &mail("a@example.org", plain),
            all,
            "MAIL FROM:<a@example.org> SIZE=17",
        );
        check(&mail("a@example.org", plain), "", "MAIL FROM:<a@example.org>");
        check(&mail("", plain), "", "MAIL FROM:<>");
        let body = "Subject: a\r\n\r\n你好\r\n";
        check(
            &mail("a@example.org", body),
            all,
            "MAIL FROM:<a@example.org> SIZE=22 BODY=8BITMIME",
        );
        check(
            &mail("a@example.org", body),
            "SMTPUTF8",
            "MAIL FROM:<a@example.org>",
        );
        let header = "Subject: 你\r\n\r\nb\r\n";
        check(
            &mail("a@example.org", header),
            all,
            "MAIL FROM:<a@example.org> SIZE=19 BODY=8BITMIME SMTPUTF8",
        );
        check(
            &mail("客服@example.org", plain),
            all,
            "MAIL FROM:<客服@example.org> SIZE=17 SMTPUTF8",
        );
    }

    #[test]
    fn what_the_server_cannot_take_is_not_begun() {
        let refused = |mail: &Mail, lines: &str| Needs::of(mail).mail_from(mail, &offers(lines)).unwrap_err();
        let named = mail("客服@example.org", "Subject: a\r\n\r\nb\r\n");
        assert!(matches!(
            refused(&named, "8BITMIME"),
            NotSent::Unsupported { what: "SMTPUTF8", .. }
        ));
        assert_eq!(
            refused(&mail("a@b.example", "0123456789"), "SIZE 9"),
            NotSent::TooLarge { most: 9 }
        );
    }

    #[test]
    fn an_address_cannot_write_commands() {
        for bad in [
            "a@b>\r\nDATA",
            "a@b\nRCPT TO:<c@d>",
            "<a@b>",
            "a b@c",
            "a@b\0",
            "",
        ] {
            assert!(receiver(bad).is_err(), "{bad:?}");
        }
        assert!(mail("a@b> SIZE=1", "").from.contains('>') && address("a@b> SIZE=1").is_err());
        for bad in ["", "a b", "a\r\nQUIT", "迎客"] {
            assert!(greeting(bad).is_err(), "{bad:?}");
        }
        assert_eq!(greeting("[127.0.0.1]").as_deref(), Ok("EHLO [127.0.0.1]"));
    }
}
