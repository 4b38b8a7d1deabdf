//! `/method`: how each figure is computed, how wrong it can be, and what is left out.
//!
//! Every number on the page is computed by the functions that the configurator uses.

mod cache;
mod money;
mod overheads;
mod power;
mod scatter;
mod speed;
mod strip;
mod training;
mod weights;

use headroom_core::catalog::Catalog;
use headroom_core::scenario;
use leptos::prelude::*;

use crate::components::BuildLink;

use cache::Caches;
use money::Money;
use overheads::Overheads;
use power::Power;
use speed::Speed;
use training::Training;
use weights::{Errors, Weights};

/// The page.
#[component]
pub(super) fn Method() -> impl IntoView {
    let catalog = Catalog::builtin();
    let model = catalog.model(scenario::DEFAULT_MODEL);
    let gpu = catalog.gpu(scenario::DEFAULT_GPU);
    view! {
        <main id="content" class="method">
            <h1>"Method"</h1>
            <Opening/>
            <Weights model/>
            <Errors catalog/>
            <Caches catalog/>
            <Overheads on=model.zip(gpu)/>
            <Fit/>
            <Speed catalog/>
            <Power catalog/>
            <Money catalog/>
            <Training catalog/>
            <Search/>
            <LeftOut/>
            <Data/>
        </main>
    }
}

/// A part of the whole in percent.
fn percent(part: f64) -> String {
    format!("{:.1}\u{a0}%", part * 100.0)
}

/// An error as a part of what was measured, in percent with its sign.
fn signed(error: f64) -> String {
    let sign = if error < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}\u{202f}%", error.abs() * 100.0)
}

/// A dash where there is no figure.
fn known(figure: Option<String>) -> String {
    figure.unwrap_or_else(|| "–".to_owned())
}

/// What is answered, where on the page, and in which units.
#[component]
fn Opening() -> impl IntoView {
    view! {
        <p class="lead">
            "One question is answered here: does this model, in this format, with this much context and this many \
             conversations, fit on these cards? The answer is worked out from the shape of the model, tensor by \
             tensor. This page says how, and how far off it can be."
        </p>
        <nav class="contents" aria-label="On this page">
            <ul>
                <li><a href="#weights">"Weights"</a></li>
                <li><a href="#errors">"How wrong the sizes are"</a></li>
                <li><a href="#cache">"KV cache"</a></li>
                <li><a href="#overheads">"Everything else on the card"</a></li>
                <li><a href="#fit">"Fit"</a></li>
                <li><a href="#speed">"Speed"</a></li>
                <li><a href="#power">"Power"</a></li>
                <li><a href="#money">"Money"</a></li>
                <li><a href="#training">"Training"</a></li>
                <li><a href="#search">"Searches"</a></li>
                <li><a href="#left-out">"What is not modelled"</a></li>
                <li><a href="#data">"Data and API"</a></li>
            </ul>
        </nav>
        <section>
            <h2 id="units">"Units and evidence"</h2>
            <p>
                "Bytes are exact whole numbers until they are printed. A GB is 10"<sup>"9"</sup>" bytes and a GiB 2"
                <sup>"30"</sup>
                "; the two differ by 7.4\u{a0}%, which is enough to turn a fit into a failure, so both are shown where \
                 they could be confused."
            </p>
            <p>
                "Each figure carries how it is known. "<b>"Published"</b>": a vendor or a measurement states it. "
                <b>"Derived"</b>": arithmetic on published figures. "<b>"Calibrated"</b>
                ": a range over measurements. "<b>"Assumed"</b>
                ": taken for granted, and said so. A sum is only as good as its weakest part and carries that label."
            </p>
        </section>
    }
}

/// How searches over the catalogue are made.
#[component]
fn Search() -> impl IntoView {
    view! {
        <section>
            <h2 id="search">"Searches"</h2>
            <p>
                <BuildLink path="/find">"Find"</BuildLink>
                " asks the same questions as any other page, many of them, and computes nothing of its own. A row or a dot is an \
                 answer that its link repeats."
            </p>
            <p>
                <b>"What runs on a machine."</b>
                " Every model is asked in every format that its engine has files in, from the widest that was published down to \
                 4 bits a weight or what is asked for. The largest that fits even with the highest overhead is the best; else the \
                 largest that fits with typical overhead; else one with a part in system memory, in the usual format of so few \
                 bits, because what waits for system memory gains nothing from more. The reason why no better one runs is the \
                 verdict on the next larger one."
            </p>
            <p>
                <b>"Which machine runs a job."</b>
                " One, two, four and eight of every card, every size of a unified memory, new and used, each with an engine that \
                 splits by layers and one that shares them, in the formats that these usually run. What does not fit with the highest \
                 overhead is left out, and so are cards without a dated price and parts that do not go together; speed is \
                 computed for the rest, and price and power for the fastest way on each machine. Of what keeps to the limits the \
                 front holds what no other beats: no machine is as cheap and faster, or as fast and cheaper. What the next thousand \
                 dollars buy is the step to the next on the front, divided by what it costs more. Estimates have ranges, so that \
                 machines close to the line are as good as those on it. A search has a bound of steps; what it leaves untried is told, and \
                 nothing is said of it."
            </p>
            <p>
                <b>"Whether a claim is true."</b>
                " "<a href="/claims">"Claims"</a>
                " reads a sentence by the names of the catalogue, and gives a verdict only where every word of it is understood: what \
                 was read is asked as a build is, and its figure is held against the one that was claimed. A figure within our range \
                 is confirmed, one above what the hardware can do at most is refuted, and where the program, the cache or anything \
                 else that was left open decides, the answer says on what it depends. Cards that are said to be needed are the fewest \
                 that hold the model: so many do, and fewer do not. What is waited for, a prompt, a first token or the loading of \
                 weights, may take less than is claimed, and its prompt is as long as the context that is named."
            </p>
        </section>
    }
}

/// What the verdicts mean, and how a model is laid over cards.
#[component]
fn Fit() -> impl IntoView {
    view! {
        <section>
            <h2 id="fit">"Fit"</h2>
            <p>
                "Memory is never pooled: every card must hold its own part. The capacity of a card is what its driver \
                 reports, where a log of that was published, and otherwise the nominal size taken as GiB. For unified \
                 memory it is the share that the system lets the GPU use."
            </p>
            <dl class="policies">
                <div>
                    <dt>"Fits"</dt>
                    <dd>"Every card holds its part even with the highest overheads seen."</dd>
                </div>
                <div>
                    <dt>"Tight"</dt>
                    <dd>"Every card does with typical overheads, but not with the highest."</dd>
                </div>
                <div>
                    <dt>"Fits with offload"</dt>
                    <dd>"Every card does because a part is kept in system memory, and that part fits there."</dd>
                </div>
                <div>
                    <dt>"Does not fit"</dt>
                    <dd>
                        "At least one card is short with typical overheads. The figure is for the card that is short \
                         by most."
                    </dd>
                </div>
                <div>
                    <dt>"Cannot run"</dt>
                    <dd>
                        "The engine does not load this format, does not run on these cards or cannot divide the model \
                         in this way."
                    </dd>
                </div>
            </dl>
            <p>
                "llama.cpp and ExLlama give each card whole layers, as many as it can hold, so cards may differ. vLLM, \
                 SGLang and TensorRT-LLM cut every layer into equal slices: the number of cards must divide the \
                 attention heads and the widths that are cut, which rules out 3, 6 or 7 for most models. Experts may \
                 be dealt out whole, and groups of cards may be put in a row."
            </p>
            <p>
                "Ways out and limits are found by asking the same question again with one thing changed, never by a \
                 formula of their own. So a link cannot promise what the page behind it denies."
            </p>
            <p>
                "Several models side by side are placed by that same question, the largest first, each on as few cards \
                 as hold it, on cards that offer only what the others leave; an instance over several cards takes \
                 those with most room. Each is a process of its own, with its own driver context, buffers and cache, \
                 and none may use system memory. Where an arrangement fails, others are tried, up to 500 places, so a \
                 “no” to many models on many cards can be mended by hand now and then; a “fits” holds with the highest \
                 overheads of every instance at once."
            </p>
        </section>
    }
}

/// What the page does not speak of, because nothing computes it.
#[component]
fn LeftOut() -> impl IntoView {
    view! {
        <section>
            <h2 id="left-out">"What is not modelled"</h2>
            <ul>
                <li>"Fragmentation of memory, and what other programs or a desktop take on the card."</li>
                <li>"Speculative decoding, and the multi-token-prediction blocks that serve it."</li>
                <li>
                    "Adapters (LoRA) beside a model that is served, and the speed of several models on one card while \
                     they compete."
                </li>
                <li>"Prefix caches: each request is taken to hold its own context in full."</li>
                <li>
                    "Publishers’ own mixes, such as files labelled UD or XL, beyond those that llama.cpp itself \
                     defines."
                </li>
                <li>
                    "Images and audio: the towers are counted where the engine loads them, their activations are not."
                </li>
                <li>"Speed. A model that fits may still be slow; above all one that is offloaded."</li>
            </ul>
        </section>
    }
}

/// Where the data is.
#[component]
fn Data() -> impl IntoView {
    view! {
        <section>
            <h2 id="data">"Data and API"</h2>
            <p>
                "The catalogue is a set of text files, one row a thing, each with its sources and the day that it was \
                 checked; a row without a source does not build. See "
                <BuildLink path="/gpus">"all GPUs"</BuildLink>" and "<BuildLink path="/models">"all models"</BuildLink>"."
            </p>
            <p>
                "The same answer as JSON, with the unit in every name: "
                <code>
                    <a href="/api/v1/report?model=llama-3.1-405b&n=4&w=f16">
                        "/api/v1/report?model=llama-3.1-405b&n=4&w=f16"
                    </a>
                </code>
                ". The query is that of the page. All ids: "
                <code><a href="/api/v1/catalog">"/api/v1/catalog"</a></code>". More on the "
                <BuildLink path="/api">"page of the API"</BuildLink>"."
            </p>
        </section>
    }
}
