//! Connections: how many there are, and how long each may take for what.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, header};
use futures_util::FutureExt;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};
use tokio_util::task::TaskTracker;
use tower::Service;

use super::stream::Patient;
use crate::config::Limits;
use crate::life::Life;
use crate::names::{Names, Peer, subscriber};
use crate::observe::{self, Counted};
use crate::shares::{Share, Shares};

/// Connections that wait in the system until they are accepted; Linux allows as many unless it is told otherwise.
const BACKLOG: u32 = 4_096;
/// Largest head, and most bytes of an answer in parts that wait to be sent. The longest address that is read,
/// one for oEmbed, has 16 KiB.
const BUFFER: usize = 32 * 1_024;
/// How long nobody is accepted when the system has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(100);

/// How long each thing on a connection may take.
#[derive(Clone, Copy, Debug)]
struct Patience {
    /// A head, and how long a connection may be idle.
    head: Duration,
    /// The same for a proxy, which keeps connections for the next visitor: longer than proxies do, so that none is
    /// closed at the moment at which it is used again.
    proxied: Duration,
    /// A reader, for what was written to it.
    reader: Duration,
    /// Age at which an answer is the last one of its connection, so that visitors spread over all servers.
    age: Duration,
    /// How long connections that are open at the end are still listened to.
    last_call: Duration,
}

const PATIENCE: Patience = Patience {
    head: Duration::from_secs(10),
    proxied: Duration::from_secs(75),
    reader: Duration::from_secs(30),
    age: Duration::from_secs(300),
    last_call: Duration::from_millis(250),
};

/// Listens with a long backlog.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As tokio and std do: a server that was stopped a moment ago does not keep its port from the next.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Whom the doors are open to.
pub(super) struct Doors {
    names: Arc<Names>,
    room: Arc<Semaphore>,
    shares: Arc<Shares>,
    life: Life,
    open: TaskTracker,
    patience: Patience,
}

/// What a connection takes.
struct Taken {
    _room: OwnedSemaphorePermit,
    _share: Option<Share>,
    _counted: Counted,
}

impl Doors {
    pub(super) fn new(limits: &Limits, names: Arc<Names>, life: Life) -> Self {
        Self {
            names,
            room: Arc::new(Semaphore::new(limits.connections)),
            shares: Shares::new(limits.per_address, usize::MAX),
            life,
            open: TaskTracker::new(),
            patience: PATIENCE,
        }
    }

    /// Accepts connections until the server is closed, and serves them until they are done.
    pub(super) async fn serve(self, listener: TcpListener, router: Router) {
        loop {
            // Whoever finds no room waits in the backlog.
            let next = async {
                let room = self.room.clone().acquire_owned().await.ok()?;
                Some((listener.accept().await, room))
            };
            tokio::select! {
                next = next => match next {
                    Some((Ok((stream, from)), room)) => self.admit(stream, from, room, &router),
                    Some((Err(error), _)) => no_room(&error).await,
                    None => break,
                },
                () = self.life.closed.cancelled() => break,
            }
        }
        // Who was in the backlog came before the doors were closed.
        while let Ok(room) = self.room.clone().try_acquire_owned() {
            match listener.accept().now_or_never() {
                Some(Ok((stream, from))) => self.admit(stream, from, room, &router),
                _ => break,
            }
        }
        drop(listener);
        self.open.close();
        self.open.wait().await;
    }

    fn admit(
        &self,
        stream: TcpStream,
        from: SocketAddr,
        room: OwnedSemaphorePermit,
        router: &Router,
    ) {
        // Without it, an answer in two parts waits for the reader to acknowledge the first.
        let Ok(local) = stream.set_nodelay(true).and_then(|()| stream.local_addr()) else {
            return;
        };
        let peer = Peer {
            remote: from,
            local,
        };
        // A proxy brings many visitors.
        let mut patience = self.patience;
        let share = if self.names.is_proxy(from.ip()) {
            patience.head = patience.proxied;
            None
        } else {
            let Some(share) = self.shares.take(subscriber(from.ip()), 1) else {
                return observe::refused();
            };
            Some(share)
        };
        let taken = Taken {
            _room: room,
            _share: share,
            _counted: Counted::connection(),
        };
        let connection = connection(stream, peer, router.clone(), self.life.clone(), patience);
        self.open.spawn(async move {
            connection.await;
            drop(taken);
        });
    }
}

/// Serves one connection to its end.
async fn connection(stream: TcpStream, peer: Peer, router: Router, life: Life, patience: Patience) {
    let old = Instant::now() + patience.age;
    let service = service_fn(move |mut request| {
        hyper::Request::extensions_mut(&mut request).insert(peer);
        let answer = router.clone().call(request);
        async move {
            let mut answer = answer.await?;
            // Told with an answer, so that nobody asks on a connection that is being closed.
            if Instant::now() > old {
                let close = HeaderValue::from_static("close");
                answer.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(Patient::new(stream, patience.reader)), service);
    let mut connection = std::pin::pin!(connection);
    let over = async {
        life.closed.cancelled().await;
        sleep(patience.last_call).await;
    };
    tokio::select! {
        // What goes wrong on a connection is its visitor's doing.
        _ = connection.as_mut() => return,
        () = over => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// What fails at accepting is either the business of one connection, or that there is no room for more.
async fn no_room(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "no connection can be accepted");
        sleep(NO_ROOM).await;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::time::{Instant, sleep, timeout};

    use super::{Doors, PATIENCE, Patience, listen};
    use crate::config::Limits;
    use crate::life::Life;
    use crate::names::Names;

    const SHORT: Patience = Patience {
        head: Duration::from_millis(150),
        proxied: Duration::from_secs(2),
        reader: Duration::from_millis(150),
        age: Duration::from_millis(600),
        last_call: Duration::from_millis(100),
    };
    const ASKED: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    /// More than the system takes for a reader who takes nothing.
    const LARGE: usize = 16 << 20;

    fn start(
        connections: usize,
        per_address: usize,
        patience: Patience,
        proxy: bool,
    ) -> (SocketAddr, Life) {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let limits = Limits {
            connections,
            per_address,
            ..Limits::default()
        };
        let proxies = proxy.then(|| "127.0.0.1/32".parse().unwrap());
        let names = Names::new(None, Vec::new(), proxies.into_iter().collect());
        let life = Life::default();
        let mut doors = Doors::new(&limits, Arc::new(names), life.clone());
        doors.patience = patience;
        let router = Router::new()
            .route("/", get(|| async { "ok" }))
            .route("/large", get(|| async { vec![b'x'; LARGE] }))
            .route(
                "/slow",
                get(|| async {
                    sleep(Duration::from_millis(200)).await;
                    "ok"
                }),
            );
        tokio::spawn(doors.serve(listener, router));
        (address, life)
    }

    /// Whether an answer comes on a connection.
    async fn answered(stream: &mut TcpStream) -> bool {
        let mut head = [0; 15];
        stream.write_all(ASKED).await.is_ok()
            && stream.read_exact(&mut head).await.is_ok()
            && head.starts_with(b"HTTP/1.1 200")
            && stream.readable().await.is_ok()
            && stream.try_read(&mut [0; 4_096]).is_ok()
    }

    /// Whether a connection is closed without an answer, and after how long.
    async fn closed(stream: &mut TcpStream) -> Duration {
        let start = Instant::now();
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
        assert!(end.is_ok(), "it is still open");
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
        start.elapsed()
    }

    #[tokio::test]
    async fn who_says_nothing_or_says_it_slowly_is_sent_away() {
        let (address, _life) = start(10, 10, SHORT, false);
        let mut silent = TcpStream::connect(address).await.unwrap();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
        let mut idle = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut idle).await);
        for stream in [&mut silent, &mut slow, &mut idle] {
            assert!(closed(stream).await < Duration::from_secs(1));
        }
    }

    #[tokio::test]
    async fn who_does_not_read_is_cut_off() {
        let (address, _life) = start(1, 1, SHORT, false);
        let mut deaf = TcpStream::connect(address).await.unwrap();
        deaf.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        // The only place is free again, though nothing was read and nothing was closed there.
        let mut next = TcpStream::connect(address).await.unwrap();
        assert!(
            !timeout(Duration::from_millis(50), answered(&mut next))
                .await
                .unwrap_or(false)
        );
        sleep(Duration::from_millis(500)).await;
        let mut next = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut next).await);
        drop(deaf);
    }

    #[tokio::test]
    async fn one_address_takes_its_share_and_a_proxy_takes_more() {
        let (address, _life) = start(10, 2, PATIENCE, false);
        let mut first = TcpStream::connect(address).await.unwrap();
        let mut second = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut first).await && answered(&mut second).await);
        let mut third = TcpStream::connect(address).await.unwrap();
        assert!(!answered(&mut third).await);
        drop(first);
        sleep(Duration::from_millis(50)).await;
        let mut fourth = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut fourth).await && answered(&mut second).await);

        let (address, _life) = start(10, 2, PATIENCE, true);
        let mut all = Vec::new();
        for _ in 0..5 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            assert!(answered(&mut stream).await);
            all.push(stream);
        }
    }

    #[tokio::test]
    async fn a_proxy_keeps_its_connections_for_longer() {
        let (address, _life) = start(10, 10, SHORT, true);
        let mut kept = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut kept).await);
        sleep(Duration::from_millis(250)).await;
        assert!(answered(&mut kept).await);
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_for_it() {
        let (address, _life) = start(1, 1, SHORT, false);
        let mut first = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut first).await);
        let start = Instant::now();
        let mut second = TcpStream::connect(address).await.unwrap();
        assert!(
            answered(&mut second).await,
            "in the place of the one that was idle"
        );
        assert!(start.elapsed() >= Duration::from_millis(100));
    }

    #[tokio::test]
    async fn a_head_is_bounded() {
        let (address, _life) = start(10, 10, PATIENCE, false);
        let mut stream = TcpStream::connect(address).await.unwrap();
        let long = format!(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
            "x".repeat(64 * 1_024)
        );
        let _ = stream.write_all(long.as_bytes()).await;
        let mut answer = [0; 12];
        // Refused in words, or cut off where more was written than read.
        if stream.read_exact(&mut answer).await.is_ok() {
            assert_eq!(&answer, b"HTTP/1.1 431");
        }
    }

    #[tokio::test]
    async fn a_connection_ends_with_its_age() {
        let mut short = SHORT;
        short.head = Duration::from_secs(5);
        let (address, _life) = start(10, 10, short, false);
        let mut stream = TcpStream::connect(address).await.unwrap();
        let start = Instant::now();
        while answered(&mut stream).await {
            sleep(Duration::from_millis(20)).await;
            assert!(start.elapsed() < Duration::from_secs(5), "it is still open");
        }
        assert!(start.elapsed() > Duration::from_millis(500));
    }

    #[tokio::test]
    async fn what_was_asked_before_the_end_is_answered() {
        let (address, life) = start(10, 10, SHORT, false);
        let mut working = TcpStream::connect(address).await.unwrap();
        working
            .write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        let mut kept = TcpStream::connect(address).await.unwrap();
        assert!(answered(&mut kept).await);
        life.leaving.cancel();
        life.closed.cancel();
        assert!(answered(&mut kept).await, "the last call");
        let mut all = Vec::new();
        timeout(Duration::from_secs(5), working.read_to_end(&mut all))
            .await
            .unwrap()
            .unwrap();
        assert!(all.starts_with(b"HTTP/1.1 200") && all.ends_with(b"ok"));
        assert!(TcpStream::connect(address).await.is_err());
    }
}
