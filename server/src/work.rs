//! Computing, away from the threads that carry connections, a few things at a time.
//!
//! A place to compute is given in turn to each address that waits for one, so one visitor who asks for much
//! delays another by one computation at most. Whoever waits too long is told so. The number of places bounds
//! what strangers can keep busy, whatever they do; what takes long looks whether anybody still waits for it, and
//! gives its place back if not.

use std::collections::VecDeque;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headroom_core::units::Stop;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::names::Asker;
use crate::pages::Site;
use crate::shares::{Share, Shares};

/// How long anyone waits, for a place and for what is computed in it together.
const DEADLINE: Duration = Duration::from_secs(10);
/// Requests of one address that may wait for a place.
const WAITING: usize = 64;
/// Bytes of answers that are written but not yet sent.
const HELD: usize = 32 * 1_024 * 1_024;
/// Of these, bytes for one address.
const HELD_FOR_ONE: usize = HELD / 4;

/// Why nothing was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too much is asked at once.
    Busy,
    /// The computation failed.
    Failed,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "too much is asked at once",
            Self::Failed => "the computation failed",
        })
    }
}

impl std::error::Error for Refusal {}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                [(header::RETRY_AFTER, HeaderValue::from_static("2"))],
                "Too much is asked at once; ask again in a moment.\n",
            )
                .into_response(),
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// Places to compute, and room for what was computed.
#[derive(Clone, Debug)]
pub struct Work {
    places: Arc<Places>,
    deadline: Duration,
    held: Arc<Shares>,
}

impl Work {
    /// So many places.
    #[must_use]
    pub fn new(places: usize) -> Self {
        Self {
            places: Arc::new(Places {
                all: places,
                line: Mutex::new(Line {
                    free: places,
                    turns: VecDeque::new(),
                }),
            }),
            deadline: DEADLINE,
            held: Shares::new(HELD_FOR_ONE, HELD),
        }
    }

    /// Computations that run, and those that wait.
    #[must_use]
    pub fn busy(&self) -> (usize, usize) {
        let line = self.places.line();
        let waiting = line.turns.iter().map(|turn| turn.waiting.len()).sum();
        (self.places.all - line.free, waiting)
    }

    /// Bytes of answers that are written but not yet sent.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.taken()
    }

    /// Computes when it is the turn of `address`.
    ///
    /// # Errors
    /// If there is no turn or no result in time, or the computation panics.
    pub async fn run<T: Send + 'static>(
        &self,
        address: IpAddr,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        self.run_until(address, |_| job()).await
    }

    /// The same for what takes long: it is told to stop when nobody waits for it any more, because the time is
    /// up, the visitor has gone or the server ends.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn run_until<T: Send + 'static>(
        &self,
        address: IpAddr,
        job: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let waits = Waits(Stop::new());
        let stop = waits.0.clone();
        let turn = async {
            let place = self.places.take(address).await.ok_or(Refusal::Busy)?;
            let job = tokio::task::spawn_blocking(move || {
                // Held to the end of the computation, also if nobody waits for it any more.
                let _place = place;
                job(&stop)
            });
            job.await.map_err(|_| Refusal::Failed)
        };
        let turn = timeout(self.deadline, turn).await;
        turn.unwrap_or(Err(Refusal::Busy))
    }

    /// Bytes that count as held until the last of them is sent.
    fn hold(&self, address: IpAddr, bytes: Bytes) -> Result<Bytes, Refusal> {
        let share = self.held.take(address, bytes.len());
        let _share = share.ok_or(Refusal::Busy)?;
        Ok(Bytes::from_owner(Held { bytes, _share }))
    }
}

/// Somebody who waits; when he is gone, what he waits for is told.
struct Waits(Stop);

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.tell();
    }
}

/// An answer with its room.
struct Held {
    bytes: Bytes,
    _share: Share,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Answers a request in a place, whole: what is behind this layer may compute as long as it needs.
pub async fn off(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let address = asker.address;
    let runtime = Handle::current();
    let whole = move || {
        runtime.block_on(async {
            let (parts, body) = next.run(request).await.into_parts();
            let bytes = axum::body::to_bytes(body, HELD_FOR_ONE).await;
            bytes.map(|bytes| (parts, bytes))
        })
    };
    let (parts, bytes) = match site.work.run(address, whole).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => return Refusal::Failed.into_response(),
        Err(refusal) => return refusal.into_response(),
    };
    match site.work.hold(address, bytes) {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(refusal) => refusal.into_response(),
    }
}

/// Who computes, and who waits for that.
#[derive(Debug)]
struct Places {
    all: usize,
    line: Mutex<Line>,
}

#[derive(Debug)]
struct Line {
    free: usize,
    turns: VecDeque<Turn>,
}

/// Those of one address that wait, in the order in which they came.
#[derive(Debug)]
struct Turn {
    address: IpAddr,
    waiting: VecDeque<oneshot::Sender<Place>>,
}

/// Leave to compute. Whoever is next gets it when it is dropped.
#[derive(Debug)]
struct Place(Option<Arc<Places>>);

impl Places {
    fn line(&self) -> std::sync::MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a place; `None` if too many of the same address wait already.
    async fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let place = {
            let mut line = self.line();
            if line.free > 0 {
                line.free -= 1;
                return Some(Place(Some(self.clone())));
            }
            let (give, place) = oneshot::channel();
            match line.turns.iter_mut().find(|turn| turn.address == address) {
                Some(turn) => {
                    turn.waiting.retain(|give| !give.is_closed());
                    if turn.waiting.len() >= WAITING {
                        return None;
                    }
                    turn.waiting.push_back(give);
                }
                None => line.turns.push_back(Turn {
                    address,
                    waiting: VecDeque::from([give]),
                }),
            }
            place
        };
        place.await.ok()
    }

    /// The next one in line: the first of the address whose turn it is, which then goes to the end.
    fn next(&self) -> Option<oneshot::Sender<Place>> {
        let mut line = self.line();
        loop {
            let Some(mut turn) = line.turns.pop_front() else {
                line.free += 1;
                return None;
            };
            let next = turn.waiting.pop_front();
            if !turn.waiting.is_empty() {
                line.turns.push_back(turn);
            }
            if next.is_some() {
                return next;
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(places) = self.0.take() else { return };
        while let Some(next) = places.next() {
            match next.send(Place(Some(places.clone()))) {
                Ok(()) => return,
                // Whoever waited has gone; the place is not given back twice.
                Err(mut place) => place.0 = None,
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::IpAddr;
    use std::sync::mpsc;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use axum::body::Bytes;

    use super::{HELD_FOR_ONE, Refusal, WAITING, Work};

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    /// Lets tasks that were started come to where they wait.
    async fn settle() {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn addresses_take_turns() {
        let work = Work::new(1);
        let (open, gate) = mpsc::channel::<()>();
        let first = tokio::spawn({
            let work = work.clone();
            async move { work.run(address(0), move || gate.recv().is_ok()).await }
        });
        settle().await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for last in [1, 1, 1, 2, 3] {
            let (work, order) = (work.clone(), order.clone());
            tasks.push(tokio::spawn(async move {
                work.run(address(last), move || order.lock().unwrap().push(last))
                    .await
            }));
            settle().await;
        }
        assert_eq!(work.busy(), (1, 5));
        open.send(()).unwrap();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(*order.lock().unwrap(), [1, 2, 3, 1, 1]);
        assert_eq!(work.busy(), (0, 0));
    }

    #[tokio::test]
    async fn who_went_away_or_waits_too_long_takes_no_place() {
        let mut work = Work::new(1);
        work.deadline = Duration::from_millis(30);
        let (open, gate) = mpsc::channel::<()>();
        let long = work.run(address(0), move || gate.recv().is_ok());
        assert_eq!(long.await, Err(Refusal::Busy), "the deadline");
        assert_eq!(work.busy(), (1, 0), "it runs on in its place");
        assert_eq!(
            work.run(address(1), || ()).await,
            Err(Refusal::Busy),
            "no place"
        );
        open.send(()).unwrap();
        work.deadline = Duration::from_secs(10);
        assert_eq!(work.run(address(1), || 7).await, Ok(7));
        let panic = work
            .run(address(1), || panic!("a computation that fails"))
            .await;
        assert_eq!(panic, Err::<(), _>(Refusal::Failed));
        assert_eq!(work.run(address(1), || 8).await, Ok(8));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_told_to_stop() {
        let work = Work::new(1);
        let (say, said) = mpsc::channel();
        let endless = {
            let work = work.clone();
            tokio::spawn(async move {
                work.run_until(address(0), move |stop| {
                    say.send(()).unwrap();
                    while !stop.is_told() {
                        std::thread::yield_now();
                    }
                })
                .await
            })
        };
        while said.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(work.busy(), (1, 0));
        // As a visitor who goes away, or a server that ends.
        endless.abort();
        assert_eq!(work.run(address(1), || 7).await, Ok(7));
        let mut hurried = work.clone();
        hurried.deadline = Duration::from_millis(30);
        let until = |stop: &headroom_core::units::Stop| {
            while !stop.is_told() {
                std::thread::yield_now();
            }
        };
        let long = hurried.run_until(address(0), until).await;
        assert_eq!(long, Err(Refusal::Busy), "the deadline");
        assert_eq!(work.run(address(1), || 8).await, Ok(8));
    }

    #[tokio::test]
    async fn few_of_one_address_wait() {
        let work = Work::new(1);
        let (open, gate) = mpsc::channel::<()>();
        let long = tokio::spawn({
            let work = work.clone();
            async move { work.run(address(0), move || gate.recv().is_ok()).await }
        });
        settle().await;
        let mut tasks = Vec::new();
        for _ in 0..WAITING {
            let work = work.clone();
            tasks.push(tokio::spawn(
                async move { work.run(address(1), || ()).await },
            ));
        }
        settle().await;
        assert_eq!(work.run(address(1), || ()).await, Err(Refusal::Busy));
        open.send(()).unwrap();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        assert_eq!(long.await.unwrap(), Ok(true));
    }

    #[tokio::test]
    async fn bytes_are_held_until_the_last_copy_is_gone() {
        let work = Work::new(1);
        let large = || Bytes::from(vec![0; HELD_FOR_ONE]);
        let held = work.hold(address(1), large()).unwrap();
        let copy = held.slice(..1);
        drop(held);
        assert_eq!(work.held(), HELD_FOR_ONE);
        assert!(work.hold(address(1), Bytes::from_static(b"x")).is_err());
        assert!(work.hold(address(2), Bytes::from_static(b"x")).is_ok());
        drop(copy);
        assert_eq!(work.held(), 0);
        assert!(work.hold(address(1), large()).is_ok());
    }
}
