//! Opening sockets by hand.

use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, client::IntoClientRequest},
};

use super::{Person, Socket};

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
}
