//! Sweeps that were made are kept for a while: many ask the same, and a sweep is the dearest question there is.

use std::sync::{Arc, LazyLock};

use headroom_core::catalog::Catalog;
use headroom_core::find::{Job, MachinesFound, machines};
use quick_cache::sync::Cache;

/// Sweeps that are kept.
const KEPT: usize = 128;

static SWEPT: LazyLock<Cache<String, Arc<MachinesFound>>> = LazyLock::new(|| Cache::new(KEPT));

/// Which machines do a job. Those who ask for the same at the same time wait for one sweep.
#[must_use]
pub fn found(job: &Job) -> Arc<MachinesFound> {
    // What could not be used is no part of the question, and is told to whoever gave it.
    let sweep = || Ok::<_, std::convert::Infallible>(Arc::new(machines(job, Catalog::builtin())));
    let swept = match SWEPT.get_or_insert_with(&job.plain(), sweep) {
        Ok(swept) => swept,
        Err(never) => match never {},
    };
    if swept.told == job.told {
        return swept;
    }
    let told = job.told.clone();
    Arc::new(MachinesFound {
        told,
        ..(*swept).clone()
    })
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::find::Job;

    use super::found;

    #[test]
    fn the_same_question_is_swept_once_and_what_was_wrong_is_told_to_whoever_gave_it() {
        let job = |raw: &str| Job::read(raw, Catalog::builtin());
        let plain = found(&job("model=llama-3.1-8b&cards=1&maker=amd"));
        let flawed = found(&job("model=llama-3.1-8b&cards=1&maker=amd&budget=lots"));
        assert_eq!((plain.told.len(), flawed.told.len()), (0, 1));
        assert_eq!(plain.front, flawed.front);
        let again = found(&job("model=llama-3.1-8b&maker=amd&cards=1"));
        assert!(std::sync::Arc::ptr_eq(&plain, &again));
    }
}
