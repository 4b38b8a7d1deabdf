//! Listening, and stopping when told to.

mod listen;
mod stream;

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::check;
use crate::config::{Limits, Settings};
use crate::life::Life;
use crate::pages::Site;
use crate::{observe, routes};
use listen::Doors;

/// How long open connections may finish after the doors were closed.
const GRACE: Duration = Duration::from_secs(5);
/// How long threads that compute may finish after that.
const THREADS: Duration = Duration::from_millis(200);
/// Files that are open beside connections: the public ones that are being sent, and the program's own.
const OTHER_FILES: usize = 128;
/// Connections to the operators' address.
const OPERATORS: usize = 16;

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// A sentence that says why it cannot.
pub fn run(settings: Settings, port: Option<u16>) -> Result<(), String> {
    observe::log(settings.log, settings.lines);
    let mut address = settings.options.site_addr;
    if let Some(port) = port {
        address.set_port(port);
    }
    let limits = fitting(settings.limits);
    let site = Site::new(settings.options, settings.names)?
        .with_places(limits.places)
        .with_hub(settings.hub.as_deref());
    let runtime =
        Runtime::new().map_err(|error| format!("The server cannot start its threads: {error}."))?;
    let served = runtime.block_on(serve(address, settings.metrics, limits, site));
    // What is still being computed is for nobody any more.
    runtime.shutdown_timeout(THREADS);
    served
}

async fn serve(
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    limits: Limits,
    site: Site,
) -> Result<(), String> {
    let (listener, bound) = bind(address)?;
    let operators = metrics.map(bind).transpose()?;
    let stop = stop_signal()?;
    say(&format!("Headroom listens on http://{bound}"));
    tokio::spawn(observe::upkeep());
    let router = routes::router(site.clone());
    tokio::spawn(missing(site.clone(), router.clone()));

    let life = site.life.clone();
    if let Some((listener, bound)) = operators {
        say(&format!("Operators are answered on {bound}"));
        let few = Limits {
            connections: OPERATORS,
            per_address: OPERATORS,
            ..limits
        };
        let doors = Doors::new(&few, Arc::default(), life.clone());
        tokio::spawn(doors.serve(listener, observe::router(site.clone())));
    }
    let doors = Doors::new(&limits, site.names.clone(), life.clone());
    let served = tokio::spawn(doors.serve(listener, router));
    stop.until_closed(limits.leave, &life).await;
    if timeout(GRACE, served).await.is_err() {
        say("Open connections were cut off.");
    }
    say("Headroom has stopped.");
    Ok(())
}

fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), String> {
    let listener = listen::listen(address).map_err(|error| refused(address, &error))?;
    let bound = listener
        .local_addr()
        .map_err(|error| format!("The listening address is not known: {error}."))?;
    Ok((listener, bound))
}

fn refused(address: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Port {} is in use: stop what uses it, or choose another with --port.",
            address.port()
        ),
        ErrorKind::PermissionDenied => format!(
            "Port {} may not be used by this user: choose one above 1023 with --port.",
            address.port()
        ),
        _ => format!("{address} cannot be listened on: {error}."),
    }
}

/// Says which files of its pages the server does not have: pages work without them, but not as they should.
async fn missing(site: Site, router: Router) {
    for sentence in check::missing_files(&site, &router).await {
        let _ = writeln!(std::io::stderr(), "{sentence}");
    }
}

/// As many connections as the system has files for.
fn fitting(limits: Limits) -> Limits {
    let wanted = limits.connections + OTHER_FILES;
    let Some(files) = open_files(wanted).filter(|files| *files < wanted) else {
        return limits;
    };
    let connections = files.saturating_sub(OTHER_FILES).max(1);
    tracing::warn!(
        files,
        connections,
        "fewer connections are taken, because few files may be open"
    );
    Limits {
        connections,
        ..limits
    }
}

/// Raises the number of files that may be open as far as the system lets, and gives it.
#[cfg(unix)]
fn open_files(wanted: usize) -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let wanted = u64::try_from(wanted).ok()?;
    let most = now.maximum.map_or(wanted, |most| most.min(wanted));
    if now.current.is_some_and(|now| now < most) {
        let raised = Rlimit {
            current: Some(most),
            maximum: now.maximum,
        };
        // Where it is refused, what there is counts.
        let _ = setrlimit(Resource::Nofile, raised);
    }
    usize::try_from(getrlimit(Resource::Nofile).current?).ok()
}

#[cfg(not(unix))]
fn open_files(_wanted: usize) -> Option<usize> {
    None
}

/// What ends the server.
struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
fn stop_signal() -> Result<Stop, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen =
        |kind| signal(kind).map_err(|error| format!("Signals cannot be received: {error}."));
    Ok(Stop {
        interrupt: listen(SignalKind::interrupt())?,
        terminate: listen(SignalKind::terminate())?,
    })
}

#[cfg(not(unix))]
fn stop_signal() -> Result<Stop, String> {
    Ok(Stop {})
}

impl Stop {
    /// Waits for a signal and closes the doors. After SIGTERM, which supervisors send, they stay open for
    /// `leave`, so that balancers hear of it before; after SIGINT, or a second signal, they are closed at once.
    #[cfg(unix)]
    async fn until_closed(mut self, leave: Duration, life: &Life) {
        let terminated = tokio::select! {
            _ = self.interrupt.recv() => false,
            _ = self.terminate.recv() => true,
        };
        life.leaving.cancel();
        if terminated {
            tokio::select! {
                () = tokio::time::sleep(leave) => {}
                _ = self.interrupt.recv() => {}
                _ = self.terminate.recv() => {}
            }
        }
        life.closed.cancel();
    }

    #[cfg(not(unix))]
    async fn until_closed(self, _leave: Duration, life: &Life) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        life.leaving.cancel();
        life.closed.cancel();
    }
}

/// Tells whoever started the server; one who does not listen does not matter.
fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout(), "{sentence}");
}
