//! A fake that listens.

use std::net::SocketAddr;

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::Faults;

/// A fake that listens on this machine until it is dropped.
pub struct Served {
    /// Where.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Served {
    /// Serves `router` on a free port, its requests meeting `faults`.
    pub async fn start(router: Router, faults: &Faults) -> std::io::Result<Self> {
        Self::listen(TcpListener::bind(("127.0.0.1", 0)).await?, router, faults)
    }

    /// Serves `router` on this listener.
    pub fn listen(listener: TcpListener, router: Router, faults: &Faults) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let router = faults.before(router);
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                // A test that sees nothing more answered fails by itself.
                drop(error);
            }
        });
        Ok(Self { address, task })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
