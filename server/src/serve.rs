//! Listening, and stopping when told to.

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::pages::Site;
use crate::{config, observe, routes};

/// How long open connections may finish after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// A sentence that says why it cannot.
pub fn run(port: Option<u16>) -> Result<(), String> {
    observe::log();
    let options = config::load()?;
    let mut address = options.site_addr;
    if let Some(port) = port {
        address.set_port(port);
    }
    let site = Site {
        options,
        origin: config::origin(),
    };
    tokio::runtime::Runtime::new()
        .map_err(|error| format!("The server cannot start its threads: {error}."))?
        .block_on(serve(address, site))
}

async fn serve(address: SocketAddr, site: Site) -> Result<(), String> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| refused(address, &error))?;
    let bound = listener
        .local_addr()
        .map_err(|error| format!("The listening address is not known: {error}."))?;
    let stop = stop_signal()?;
    say(&format!("Headroom listens on http://{bound}"));

    let (told, mut was_told) = tokio::sync::watch::channel(false);
    let server = axum::serve(listener, routes::router(site))
        .with_graceful_shutdown(async move {
            stop.await;
            let _ = told.send(true);
        })
        .into_future();
    let overdue = async {
        // The sender lives until a signal comes, so this waits for that signal.
        let _ = was_told.changed().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = server => served.map_err(|error| format!("The server failed: {error}."))?,
        () = overdue => say("Open connections were cut off."),
    }
    say("Headroom has stopped.");
    Ok(())
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

/// Waits for the signal that ends the server.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen =
        |kind| signal(kind).map_err(|error| format!("Signals cannot be received: {error}."));
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for the signal that ends the server.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Tells whoever started the server; one who does not listen does not matter.
fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout(), "{sentence}");
}
