//! The fake of 微信客服 by itself, until its standard input ends. Prints what a client needs as one line of JSON.

use std::io::{self, Read as _, Write as _};

use yingke_providers::{
    Faults, Served,
    wecom_kf::{Config, WecomKf, control},
};

const ACCOUNT: &str = "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw";

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let fake = WecomKf::new(Config::default(), [(ACCOUNT, "山野集客服")]);
    let router = fake.router().merge(control::router(fake.clone()));
    let served = Served::start(router, &Faults::none()).await?;
    let config = fake.config();
    let line = serde_json::json!({
        "address": served.base_url(), "account": ACCOUNT, "corp_id": config.corp_id, "secret": config.secret,
        "token": config.token, "aes_key": config.aes_key,
    });
    writeln!(io::stdout(), "{line}")?;
    let ended = tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new()));
    ended.await??;
    Ok(())
}
