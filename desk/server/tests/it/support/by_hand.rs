//! What no client of ours does: sockets with other headers, bodies of any bytes.

use reqwest::Method;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, client::IntoClientRequest},
};

use super::{Answer, Person, Socket};

impl Person {
    /// Asks for a socket with one's cookie and more headers; how it was refused in `Err`, with status and code.
    pub async fn handshake(&self, path: &str, headers: &[(&str, &str)]) -> Result<Socket, (u16, String)> {
        let url = format!("{}{path}", self.base.replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("an address");
        let own = [("cookie", self.cookie.as_str())];
        for (name, value) in own.iter().chain(headers).filter(|(_, value)| !value.is_empty()) {
            let name = http::HeaderName::try_from(*name).expect("a name");
            request
                .headers_mut()
                .insert(name, value.parse().expect("a value"));
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Socket { stream }),
            Err(Error::Http(answer)) => {
                let body = answer.body().clone().unwrap_or_default();
                let body: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
                let code = body["code"].as_str().unwrap_or_default().to_owned();
                Err((answer.status().as_u16(), code))
            }
            Err(error) => panic!("neither opened nor refused: {error}"),
        }
    }

    /// Sends bytes as the body; an empty `kind` is no content type.
    pub async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        (kind, body): (&str, Vec<u8>),
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("x-yingke-csrf", "1");
        let own = [("cookie", self.cookie.as_str()), ("content-type", kind)];
        for (name, value) in own.iter().chain(headers).filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let response = request.body(body).send().await.expect("the desk answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text));
        Answer {
            status,
            body,
            headers,
        }
    }
}
