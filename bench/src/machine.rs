//! What the machine does beside: cores, load, flushes, loopback, CPU and memory of processes.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context;
use hdrhistogram::Histogram;
use rustix::thread::{CpuSet, sched_setaffinity};
use serde_json::{Value, json};

/// The server, its database and the floors run here.
pub const SERVER_CORE: usize = 0;
/// The driver runs here.
pub const DRIVER_CORE: usize = 1;

/// Binds the calling thread, and the threads and processes it starts from now on, to `core`.
pub fn pin(core: usize) -> anyhow::Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core);
    sched_setaffinity(None, &cores).context("this machine needs two cores")
}

/// Lets this process and those it starts go before others that share the cores, where that is permitted.
pub fn come_first() {
    let _ = rustix::process::setpriority_process(None, -10);
}

/// Raises the limit of open files to what is permitted.
pub fn open_many_files() -> anyhow::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = getrlimit(Resource::Nofile).maximum;
    let wanted = Rlimit {
        current: most,
        maximum: most,
    };
    Ok(setrlimit(Resource::Nofile, wanted)?)
}

/// The one-minute load average.
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|load| load.parse().ok())
        .unwrap_or(f64::NAN)
}

/// CPU time that all threads of `process` have used.
pub fn cpu_of(process: u32) -> Duration {
    const TICKS_A_SECOND: u64 = 100;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name in parentheses may hold spaces.
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    let mut fields = after
        .split(' ')
        .skip(11)
        .map_while(|field| field.parse::<u64>().ok());
    let ticks = fields.next().unwrap_or(0) + fields.next().unwrap_or(0);
    Duration::from_millis(ticks * 1_000 / TICKS_A_SECOND)
}

/// CPU time of several processes.
pub fn cpu_of_all(processes: &[u32]) -> Duration {
    processes.iter().map(|process| cpu_of(*process)).sum()
}

/// CPU time of the calling thread.
pub fn cpu_of_this_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}

/// Resident memory of `process`, in bytes.
pub fn memory_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) * 1_024
}

/// What is printed beside the figures: load, flush rate and loopback round trip.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// One-minute load average.
    pub load: f64,
    /// Appends of 4 KiB with fdatasync, a second.
    pub flushes: f64,
    /// Times of those, in µs: p50 and p99.
    pub flush: (u64, u64),
    /// Loopback round trips of 200 bytes, in µs: p50 and p99.
    pub loopback: (u64, u64),
}

impl Surroundings {
    /// Measures them, flushing into `folder`.
    pub fn measure(folder: &Path) -> anyhow::Result<Self> {
        let load = load();
        let (flushes, flush) = flushes(folder)?;
        Ok(Self {
            load,
            flushes,
            flush,
            loopback: loopback()?,
        })
    }

    /// As it is printed.
    pub fn json(&self) -> Value {
        json!({
            "load1": self.load, "nice": rustix::process::getpriority_process(None).ok(), "flushesPerSecond": self.flushes.round(),
            "flushMicros": { "p50": self.flush.0, "p99": self.flush.1 },
            "loopbackMicros": { "p50": self.loopback.0, "p99": self.loopback.1 },
        })
    }
}

/// What a message to the agent's socket cannot do without, in µs: the p99 of a flush and four of a loopback round trip.
/// The flushes come by a timetable on the server's core and are timed from when they were due, as the messages are.
pub fn way_floor(folder: &Path) -> anyhow::Result<u64> {
    const COUNT: u32 = 1_000;
    const EVERY: Duration = Duration::from_millis(4);
    let path = folder.join("flush");
    let flushing = std::thread::spawn(move || -> anyhow::Result<u64> {
        pin(SERVER_CORE)?;
        let mut file = fs::File::create(&path)?;
        let mut times = histogram();
        let begun = Instant::now();
        for number in 0..COUNT {
            let due = begun + EVERY * number;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            file.write_all(&[7; 4_096])?;
            file.sync_data()?;
            times.saturating_record(micros(due.elapsed()));
        }
        fs::remove_file(path)?;
        Ok(times.value_at_quantile(0.99))
    });
    let flush = flushing
        .join()
        .map_err(|_| anyhow::anyhow!("the flushes gave up"))??;
    Ok(flush + 4 * loopback()?.1)
}

fn flushes(folder: &Path) -> anyhow::Result<(f64, (u64, u64))> {
    const COUNT: u32 = 400;
    let path = folder.join("flush");
    let mut file = fs::File::create(&path)?;
    let mut times = histogram();
    let begun = Instant::now();
    for _ in 0..COUNT {
        let one = Instant::now();
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        times.saturating_record(micros(one.elapsed()));
    }
    let rate = f64::from(COUNT) / begun.elapsed().as_secs_f64();
    fs::remove_file(path)?;
    Ok((
        rate,
        (times.value_at_quantile(0.5), times.value_at_quantile(0.99)),
    ))
}

fn loopback() -> anyhow::Result<(u64, u64)> {
    const COUNT: u32 = 3_000;
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let echo = std::thread::spawn(move || -> std::io::Result<()> {
        let _ = pin(SERVER_CORE);
        let (mut stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        let mut bytes = [0; 200];
        while stream.read_exact(&mut bytes).is_ok() {
            stream.write_all(&bytes)?;
        }
        Ok(())
    });
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let (mut bytes, mut times) = ([1; 200], histogram());
    for _ in 0..COUNT {
        let one = Instant::now();
        stream.write_all(&bytes)?;
        stream.read_exact(&mut bytes)?;
        times.saturating_record(micros(one.elapsed()));
    }
    drop(stream);
    let _ = echo.join();
    Ok((times.value_at_quantile(0.5), times.value_at_quantile(0.99)))
}

/// A histogram of microseconds up to two minutes, three digits.
pub fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 120_000_000, 3).expect("the bounds are in order")
}

/// Whole microseconds.
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
