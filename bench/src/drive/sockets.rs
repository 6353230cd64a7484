//! Agents' sockets as the driver holds them.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};

use anyhow::bail;
use rustix::{event::epoll, time::Timespec};

use super::{
    AN_AGENT, Driver,
    frames::{self, Kind, first, masked, number_after},
    link::Link,
};
use crate::http::head_of;

/// One.
pub(super) struct AgentSocket {
    /// None while the connection is broken.
    pub(super) link: Option<Link>,
    pub(super) cookie: String,
    /// The last number it holds; none before its snapshot.
    seq: Option<i64>,
    /// How often a frame did not continue from it.
    pub(super) gaps: usize,
    open: bool,
}

impl AgentSocket {
    /// Takes in what has come; `each` is called with the text of every frame.
    pub(super) fn hear(&mut self, scratch: &mut [u8], mut each: impl FnMut(&[u8])) -> anyhow::Result<()> {
        let Some(link) = &mut self.link else {
            return Ok(());
        };
        if !link.receive(scratch)? {
            bail!("the server hung up on an agent");
        }
        if !self.open {
            let Some(head) = head_of(&link.input) else {
                return Ok(());
            };
            if head.status != 101 {
                bail!("no socket: {}", String::from_utf8_lossy(&link.input));
            }
            link.done(head.bytes);
            self.open = true;
            let after = self.seq.map_or_else(|| "null".to_owned(), |seq| seq.to_string());
            let hello = format!(r#"{{"type":"hello","after":{after}}}"#);
            link.send(&masked(1, hello.as_bytes()))?;
        }
        let mut at = 0;
        let mut pings = 0;
        while let Some((kind, begin, end)) = first(&link.input[at..]) {
            let text = &link.input[at + begin..at + end];
            match kind {
                Kind::Text => {
                    follow(&mut self.seq, &mut self.gaps, text);
                    each(text);
                }
                Kind::Ping => pings += 1,
                Kind::Close(code) => bail!("the server closed an agent's socket with {code}"),
                Kind::Other => {}
            }
            at += end;
        }
        link.done(at);
        for _ in 0..pings {
            link.send(&masked(10, b""))?;
        }
        Ok(())
    }
}

/// Every frame that carries numbers continues from the last one.
fn follow(seq: &mut Option<i64>, gaps: &mut usize, text: &[u8]) {
    let Some(next) = number_after(text, b"\"seq\":") else {
        return;
    };
    if let (Some(seq), Some(prev)) = (*seq, number_after(text, b"\"prev\":"))
        && seq != prev
        && next > seq
    {
        *gaps += 1;
    }
    *seq = Some(next);
}

impl Driver {
    /// Opens an agent's socket for each cookie, from 127.0.0.2 on, and waits for their snapshots.
    pub fn add_agents(&mut self, cookies: &[String]) -> anyhow::Result<()> {
        for part in cookies.chunks(100) {
            let first = self.agents.len();
            for cookie in part {
                let number = self.agents.len();
                let link = self.knock(number, cookie)?;
                self.agents.push(AgentSocket {
                    link: Some(link),
                    cookie: cookie.clone(),
                    seq: None,
                    gaps: 0,
                    open: false,
                });
            }
            let patience = Instant::now() + Duration::from_secs(60);
            while self.agents[first..].iter().any(|agent| agent.seq.is_none()) {
                if Instant::now() > patience {
                    bail!("an agent waits for its snapshot for a minute");
                }
                self.listen(Duration::from_millis(50), |_, _| {})?;
            }
        }
        Ok(())
    }

    fn knock(&self, number: usize, cookie: &str) -> anyhow::Result<Link> {
        let source = Ipv4Addr::new(127, 0, 0, 2 + u8::try_from(number % 100)?);
        let mut link = Link::connect(
            self.address,
            Some(IpAddr::V4(source)),
            (&self.poll, AN_AGENT + number as u64),
        )?;
        link.send(frames::upgrade("/api/v1/live", cookie).as_bytes())?;
        Ok(link)
    }

    /// Opens an agent's socket again; it asks for what came after the last number it holds.
    pub(super) fn knock_again(&mut self, number: usize) -> anyhow::Result<()> {
        let link = self.knock(number, &self.agents[number].cookie)?;
        let agent = &mut self.agents[number];
        (agent.link, agent.open) = (Some(link), false);
        Ok(())
    }

    /// How many agents' sockets are open.
    pub fn agents(&self) -> usize {
        self.agents.len()
    }

    /// Lets the agents hear for at most `most`; `each` is called with every frame and the time.
    pub fn listen(&mut self, most: Duration, mut each: impl FnMut(&[u8], Duration)) -> anyhow::Result<()> {
        let most = Timespec {
            tv_sec: i64::try_from(most.as_secs())?,
            tv_nsec: i64::from(most.subsec_nanos()),
        };
        let mut events = std::mem::take(&mut self.events);
        events.clear();
        match epoll::wait(
            &self.poll,
            rustix::buffer::spare_capacity(&mut events),
            Some(&most),
        ) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        for event in &events {
            let Some(number) = event.data.u64().checked_sub(AN_AGENT) else {
                continue;
            };
            let now = self.now();
            let Self { agents, scratch, .. } = self;
            agents[usize::try_from(number)?].hear(scratch, |frame| each(frame, now))?;
        }
        self.events = events;
        Ok(())
    }
}
