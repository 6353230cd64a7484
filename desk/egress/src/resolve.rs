//! Names to addresses.

use std::{future::Future, io, net::IpAddr, pin::Pin};

/// What a resolver is at.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of a name. An argument, so that a test can be a hostile name server.
pub trait Resolve: Send + Sync {
    /// Every address of the name, in the order in which they should be tried.
    fn resolve(&self, host: &str) -> Resolving;
}

/// The system's resolver, with `/etc/hosts` and whatever else the machine is set up with.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Resolve for System {
    fn resolve(&self, host: &str) -> Resolving {
        let host = host.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}
