//! What the page `/find` asks of the module: a search that is made in the browser, a piece at a time, so that the page
//! answers a person meanwhile.

use std::cell::RefCell;

use headroom_core::catalog::Catalog;
use headroom_core::find::{Job, Search};
use headroom_core::units::{Budget, SWEEP_STEPS};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::carry;
use crate::found::machines_found;
use crate::markup::{IntoHtml, address};

thread_local! {
    /// The search that is under way; another one takes its place.
    static UNDER_WAY: RefCell<Option<UnderWay>> = const { RefCell::new(None) };
}

struct UnderWay {
    job: Job,
    search: Search,
    budget: Budget,
}

/// Begins the search that a form asks for, and answers with the query of its address. Nothing is begun where
/// something is to be said of the fields, which the server does, nor where the code does not come.
#[wasm_bindgen]
pub async fn search_begin(form: String) -> Option<String> {
    begin(form).await.ok().flatten()
}

/// Tries so many machines more. How much of the search is behind it, up to 1, where nothing is left to go on with.
#[wasm_bindgen]
pub async fn search_go_on(machines: usize) -> Option<f64> {
    go_on(machines).await.ok().flatten()
}

/// What was found: the finding, and the markup of all the rest. The links of the page lead on with the job.
#[wasm_bindgen]
pub async fn search_found() -> Option<Vec<String>> {
    found().await.ok().flatten()
}

#[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
fn begin(form: String) -> Result<Option<String>, SplitLoaderError> {
    let catalog = Catalog::builtin();
    let job = Job::read(&form, catalog);
    if !job.told.is_empty() || !job.notices.is_empty() {
        return Ok(None);
    }
    let query = job.query();
    let search = Search::begin(job.clone(), catalog);
    let budget = Budget::new(SWEEP_STEPS);
    UNDER_WAY.set(Some(UnderWay {
        job,
        search,
        budget,
    }));
    Ok(Some(query))
}

#[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
fn go_on(machines: usize) -> Result<Option<f64>, SplitLoaderError> {
    let behind = UNDER_WAY.with_borrow_mut(|under_way| {
        let under_way = under_way.as_mut()?;
        let mut now = 0..machines;
        let (catalog, budget) = (Catalog::builtin(), &under_way.budget);
        let left = under_way
            .search
            .go_on(catalog, budget, || now.next().is_some());
        let (tried, all) = under_way.search.progress();
        Some(if left { tried as f64 / all as f64 } else { 1.0 })
    });
    Ok(behind)
}

#[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
fn found() -> Result<Option<Vec<String>>, SplitLoaderError> {
    let Some(UnderWay { job, search, .. }) = UNDER_WAY.take() else {
        return Ok(None);
    };
    let found = search.found(Catalog::builtin());
    carry::follow(&address(&job.build));
    let markup = machines_found(&job, &found).html().into_text();
    Ok(Some(vec![found.finding, markup]))
}
