//! What the platform pushes, and how it takes the answer.

use std::time::Duration;

use super::{
    Inner, Mode, Sent,
    sealed::{open, seal, signature},
};

/// The platform waits five seconds, three times.
const PATIENCE: Duration = Duration::from_secs(5);
const TRIES: usize = 3;

/// What stands in an element.
#[derive(Clone, Debug)]
pub enum Field {
    /// Text, wrapped as the platform wraps it.
    Text(String),
    /// A number, or elements.
    Raw(String),
}

/// A push and what was answered.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// Whose act it was.
    pub openid: String,
    /// What was pushed, before it was encrypted.
    pub xml: String,
    /// The status of the last answer; 0 for none.
    pub status: u16,
    /// The last answer.
    pub answer: String,
    /// How often it was tried.
    pub tries: usize,
}

impl Field {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn element(&self, name: &str) -> String {
        match self {
            Self::Text(text) => format!(
                "<{name}><![CDATA[{}]]></{name}>\n",
                text.replace("]]>", "]]]]><![CDATA[>")
            ),
            Self::Raw(raw) => format!("<{name}>{raw}</{name}>\n"),
        }
    }
}

/// What stands in the first element of a name, with or without CDATA.
pub(super) fn inside<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    let bare = text
        .strip_prefix("<![CDATA[")
        .and_then(|text| text.strip_suffix("]]>"));
    Some(bare.unwrap_or(text))
}

impl Inner {
    /// A message of a customer, who opens a window by it.
    pub(super) fn message(&self, openid: &str, kind: &str, fields: &[(&str, Field)]) -> String {
        let mut state = self.state.lock();
        state.acted(openid, "message");
        let id = state.number();
        let seconds = state.now() / 1_000;
        drop(state);
        let kind = [("MsgType", Field::text(kind))];
        let id = [("MsgId", Field::Raw(id.to_string()))];
        self.xml(openid, seconds, &[&kind, fields, &id])
    }

    /// An event of a customer.
    pub(super) fn event(&self, openid: &str, event: &str, fields: &[(&str, Field)]) -> String {
        let mut state = self.state.lock();
        state.acted(openid, event);
        let seconds = state.now() / 1_000;
        drop(state);
        let kind = [("MsgType", Field::text("event")), ("Event", Field::text(event))];
        self.xml(openid, seconds, &[&kind, fields])
    }

    fn xml(&self, openid: &str, seconds: u64, fields: &[&[(&str, Field)]]) -> String {
        let mut xml = String::from("<xml>");
        let ours = Field::text(&format!("gh_{}", &self.account().appid[2..14]));
        xml.push_str(&ours.element("ToUserName"));
        xml.push_str(&Field::text(openid).element("FromUserName"));
        xml.push_str(&Field::Raw(seconds.to_string()).element("CreateTime"));
        for (name, field) in fields.iter().copied().flatten() {
            xml.push_str(&field.element(name));
        }
        xml.push_str("</xml>");
        xml
    }

    /// Pushes until it is answered, as often as the platform does.
    pub(super) async fn push(&self, openid: &str, xml: String) -> Pushed {
        let mut pushed = Pushed {
            openid: openid.to_owned(),
            xml,
            status: 0,
            answer: String::new(),
            tries: 0,
        };
        let Some(callback) = self.state.lock().callback.clone() else {
            return pushed;
        };
        while pushed.tries < TRIES {
            pushed.tries += 1;
            let (url, body) = self.signed(&callback, openid, &pushed.xml);
            let request = self.client.post(url).header("content-type", "text/xml");
            let Ok(answer) = request.body(body).timeout(PATIENCE).send().await else {
                continue;
            };
            pushed.status = answer.status().as_u16();
            pushed.answer = answer.text().await.unwrap_or_default();
            if pushed.status == 200 {
                self.passive(openid, &pushed.answer);
                break;
            }
        }
        pushed
    }

    /// The query that every call to the server carries.
    fn query(&self) -> (String, String, Vec<(&'static str, String)>) {
        let mut state = self.state.lock();
        let timestamp = (state.now() / 1_000).to_string();
        let nonce = (state.number() % 2_000_000_000).to_string();
        let plainly = signature(&[&self.account().token, &timestamp, &nonce]);
        let pairs = vec![
            ("signature", plainly),
            ("timestamp", timestamp.clone()),
            ("nonce", nonce.clone()),
        ];
        (timestamp, nonce, pairs)
    }

    /// Where and what is posted: signed and, in two of the modes, encrypted.
    fn signed(&self, callback: &str, openid: &str, xml: &str) -> (String, String) {
        let (timestamp, nonce, mut pairs) = self.query();
        pairs.push(("openid", openid.to_owned()));
        let account = self.account();
        if account.mode == Mode::Plain {
            return (with_query(callback, &pairs), xml.to_owned());
        }
        let mut random = [b'r'; 16];
        random[..nonce.len()].copy_from_slice(nonce.as_bytes());
        let sealed = seal(&account, xml, random);
        let signed = signature(&[&account.token, &timestamp, &nonce, &sealed]);
        pairs.push(("encrypt_type", "aes".to_owned()));
        pairs.push(("msg_signature", signed));
        let sealed = Field::Text(sealed).element("Encrypt");
        let body = if account.mode == Mode::Safe {
            let to = inside(xml, "ToUserName").unwrap_or_default();
            format!("<xml>\n{}{sealed}</xml>", Field::text(to).element("ToUserName"))
        } else {
            xml.replace("</xml>", &format!("{sealed}</xml>"))
        };
        (with_query(callback, &pairs), body)
    }

    /// The platform looks whether the server knows the token.
    pub(super) async fn check_address(&self, url: &str) -> Result<(), String> {
        let (_, _, mut pairs) = self.query();
        let echo = self.state.lock().number().to_string();
        pairs.push(("echostr", echo.clone()));
        let answer = self
            .client
            .get(with_query(url, &pairs))
            .timeout(PATIENCE)
            .send()
            .await;
        let text = answer.map_err(|error| error.to_string())?.text().await;
        let text = text.map_err(|error| error.to_string())?;
        if text != echo {
            return Err(format!("token verification failed: {text:.200}"));
        }
        self.state.lock().callback = Some(url.to_owned());
        Ok(())
    }

    /// An answer that is XML is shown to the customer. One that cannot be read shows them an error of the platform's.
    fn passive(&self, openid: &str, answer: &str) {
        if matches!(answer, "" | "success") {
            return;
        }
        let xml = match inside(answer, "Encrypt") {
            None => Some(answer.to_owned()),
            Some(sealed) => {
                let field = |name| inside(answer, name).unwrap_or_default();
                let account = self.account();
                let ours = signature(&[&account.token, field("TimeStamp"), field("Nonce"), sealed]);
                (ours == field("MsgSignature"))
                    .then(|| open(&account, sealed))
                    .flatten()
            }
        };
        let content = xml.as_deref().and_then(|xml| inside(xml, "Content"));
        self.state.lock().sent.push(Sent {
            to: openid.to_owned(),
            kind: "passive".to_owned(),
            content: content.unwrap_or("该公众号提供的服务出现故障，请稍后再试").into(),
        });
    }
}

fn with_query(url: &str, pairs: &[(&str, String)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("{url}?{query}")
}
