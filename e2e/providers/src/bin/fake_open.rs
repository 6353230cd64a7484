//! Runs the bridge by itself, for programs in other languages: `fake_open SECRET` prints `{"base": "http://…"}`, and ends
//! when its standard input does.

use std::io::{Read as _, Write as _};

use yingke_providers::{Faults, open::Bridge};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let secret = std::env::args()
        .nth(1)
        .ok_or_else(|| std::io::Error::other("say the secret: fake_open whsec_…"))?;
    let served = Bridge::new(&secret, "").start(&Faults::none()).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{{\"base\":\"{}\"}}", served.base_url())?;
    out.flush()?;
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()))
        .await
        .map_err(std::io::Error::other)??;
    Ok(())
}
