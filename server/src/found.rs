//! Sweeps over all machines, the dearest questions there are: made once for all who ask the same, and kept for a
//! while.
//!
//! A sweep is made before its answer is written, in a place of its own. Whoever waits for the sweep of another
//! holds no place meanwhile, and a sweep that nobody waits for any more ends; if its first asker goes, the next
//! one who waits begins anew.

use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headroom_core::catalog::Catalog;
use headroom_core::find::{Job, MachinesFound, asks_for_machines, machines, machines_within};
use headroom_core::units::{Budget, SWEEP_STEPS};
use quick_cache::sync::Cache;

use crate::names::Asker;
use crate::pages::Site;
use crate::question::Question;
use crate::work::{Refusal, Work};

/// Sweeps that are kept.
const KEPT: usize = 128;

type Sweeps = Cache<String, Arc<MachinesFound>>;

static SWEPT: LazyLock<Sweeps> = LazyLock::new(|| Cache::new(KEPT));

/// What was found for a request before it came to its handler.
#[derive(Clone, Debug)]
pub struct Swept(Arc<MachinesFound>);

impl Swept {
    /// What a request was given, or what is found now where it was given nothing.
    pub(crate) fn or_sweep(given: Option<&Self>, job: &Job) -> Arc<MachinesFound> {
        match given {
            Some(Self(found)) => found.clone(),
            None => Arc::new(machines(job, Catalog::builtin())),
        }
    }
}

/// Makes the sweep that a request asks for, or waits for it, before the request takes a place for its answer.
pub async fn first(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(read) = reader(request.uri()) else {
        return next.run(request).await;
    };
    let found = match site.work.run(asker.address, read).await {
        Ok(Some(job)) => found(&site.work, &SWEPT, asker.address, job).await,
        Ok(None) => return next.run(request).await,
        Err(refusal) => Err(refusal),
    };
    match found {
        Ok(found) => {
            request.extensions_mut().insert(Swept(found));
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What is found for a job, in a place of its own or by whoever asked the same.
///
/// # Errors
/// If there is no place in time.
pub(crate) async fn sweep(work: &Work, address: IpAddr, job: Job) -> Result<Swept, Refusal> {
    found(work, &SWEPT, address, job).await.map(Swept)
}

/// How the job of an address is read, where it may have one.
fn reader(uri: &Uri) -> Option<impl FnOnce() -> Option<Job> + Send + use<>> {
    let page = match uri.path() {
        "/find" => true,
        "/api/v1/find/machines" | "/export/find-machines.csv" => false,
        _ => return None,
    };
    let question = Question::new(uri.query().unwrap_or_default()).ok()?;
    Some(move || {
        if page && !asks_for_machines(&question.query) {
            return None;
        }
        let job = Job::read(&question.query, Catalog::builtin());
        // The page of a form that was sent is at a shorter address.
        Some(job).filter(|job| !page || !job.is_sent_on())
    })
}

/// Which machines do a job.
async fn found(
    work: &Work,
    kept: &Sweeps,
    address: IpAddr,
    job: Job,
) -> Result<Arc<MachinesFound>, Refusal> {
    // What could not be used is no part of the question, and is told to whoever gave it.
    let told = job.told.clone();
    let swept = match kept.get_value_or_guard_async(&job.plain()).await {
        Ok(swept) => swept,
        Err(place) => {
            let sweep = work.run_until(address, move |stop| {
                let budget = Budget::new(SWEEP_STEPS).until(stop.clone());
                Arc::new(machines_within(&job, Catalog::builtin(), &budget))
            });
            // One that was stopped has nobody to come to here.
            let swept = sweep.await?;
            // Refused where it was let go of meanwhile, which does not matter to this answer.
            let _ = place.insert(swept.clone());
            swept
        }
    };
    if swept.told == told {
        return Ok(swept);
    }
    Ok(Arc::new(MachinesFound {
        told,
        ..(*swept).clone()
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::IpAddr;
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use headroom_core::catalog::Catalog;
    use headroom_core::find::Job;

    use super::{Sweeps, found};
    use crate::work::Work;

    const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn job(raw: &str) -> Job {
        Job::read(raw, Catalog::builtin())
    }

    #[tokio::test]
    async fn the_same_question_is_swept_once_and_what_was_wrong_is_told_to_whoever_gave_it() {
        let (work, kept) = (Work::new(1), Sweeps::new(8));
        let ask = async |raw: &str| found(&work, &kept, ADDRESS, job(raw)).await.unwrap();
        let plain = ask("model=llama-3.1-8b&cards=1&maker=amd").await;
        let flawed = ask("model=llama-3.1-8b&cards=1&maker=amd&budget=lots").await;
        assert_eq!((plain.told.len(), flawed.told.len()), (0, 1));
        assert_eq!(plain.front, flawed.front);
        let again = ask("model=llama-3.1-8b&maker=amd&cards=1").await;
        assert!(Arc::ptr_eq(&plain, &again));
    }

    /// Lets tasks that were started come to where they wait.
    async fn settle() {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn those_who_wait_for_a_sweep_hold_no_place_and_one_goes_on_when_the_first_has_gone() {
        let (work, kept) = (Work::new(2), Arc::new(Sweeps::new(8)));
        let mut tasks = Vec::new();
        for _ in 0..5 {
            let (work, kept) = (work.clone(), kept.clone());
            tasks.push(tokio::spawn(async move {
                let dear = "ask=machines&model=llama-3.1-8b&also=qwen3-8b*3&rented=1";
                found(&work, &kept, ADDRESS, job(dear)).await
            }));
            settle().await;
        }
        assert_eq!(work.busy(), (1, 0), "one sweeps, and nobody stands in line");
        assert_eq!(work.run(ADDRESS, || 7).await, Ok(7), "another is answered");
        tasks.remove(0).abort();
        let mut all = Vec::new();
        for task in tasks {
            all.push(task.await.unwrap().unwrap());
        }
        assert!(all.iter().all(|one| Arc::ptr_eq(one, &all[0])), "one sweep");
        assert!(!all[0].truncated, "and a whole one");
    }

    #[tokio::test]
    async fn a_sweep_that_nobody_waits_for_gives_its_place_back() {
        let (work, kept) = (Work::new(1), Sweeps::new(8));
        let dear = "ask=machines&model=llama-3.1-8b&also=qwen3-8b*3+llama-3.1-70b~q4_k_m*2";
        let asked = found(&work, &kept, ADDRESS, job(dear));
        let gone = tokio::time::timeout(Duration::from_millis(20), asked).await;
        assert!(gone.is_err(), "it takes longer than that");
        let left = Instant::now();
        assert_eq!(work.run(ADDRESS, || 7).await, Ok(7));
        // Without optimisation, beside other tests: whole it takes seconds.
        assert!(
            left.elapsed() < Duration::from_secs(1),
            "{:?}",
            left.elapsed()
        );
        assert!(kept.is_empty(), "and nothing is kept of it");
    }
}
