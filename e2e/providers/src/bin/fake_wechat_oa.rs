//! The fake Official Account by itself: prints its address as one line of JSON and runs until its standard input closes.
//! Its only argument is the mode: `plain`, `compatible` or `safe` (the default).

use std::io::{Read as _, Write as _};

use yingke_providers::{
    Faults,
    wechat_oa::{Account, Mode, WechatOa},
};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mode = match std::env::args().nth(1).as_deref() {
        Some("plain") => Mode::Plain,
        Some("compatible") => Mode::Compatible,
        _ => Mode::Safe,
    };
    let account = Account::made_up(mode);
    let fake = WechatOa::start(account.clone(), &Faults::none()).await?;
    let line = serde_json::json!({
        "base_url": fake.base_url(), "appid": account.appid, "secret": account.secret, "token": account.token,
        "aes_key": account.aes_key,
    });
    writeln!(std::io::stdout(), "{line}")?;
    std::io::stdout().flush()?;
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}
