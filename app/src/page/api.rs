//! `/api`: the answers for programs, with every address, parameter and problem.

use headroom_core::codec::MAX_QUERY_BYTES;
use headroom_core::scenario::keys::{self, Key, Takes};
use headroom_core::units::grouped;
use leptos::prelude::*;

use crate::components::Wide;

/// The page.
#[component]
pub(super) fn Api() -> impl IntoView {
    view! {
        <main id="content" class="method">
            <h1>"API"</h1>
            <Opening/>
            <Addresses/>
            <Parameters/>
            <Problems/>
            <Files/>
        </main>
    }
}

/// What there is.
#[component]
fn Opening() -> impl IntoView {
    view! {
        <p class="lead">
            "Whatever these pages calculate is there for programs too: the same query, the same figures, as JSON. No \
             key is needed, and pages of any origin may read it."
        </p>
        <p>
            "Units are in the names of the fields: "<code>"_bytes"</code>", "<code>"_w"</code>", "<code>"_usd"</code>
            ", whatever "<code>"currency"</code>" the sentences are told in. Fields may be added; those that are there keep their meaning. The whole description is an "
            <a href="/api/v1/openapi.json">"OpenAPI document"</a>"."
        </p>
    }
}

/// Where it is.
#[component]
fn Addresses() -> impl IntoView {
    view! {
        <section>
            <h2 id="addresses">"Addresses"</h2>
            <h3><code>"GET /api/v1/report?…"</code></h3>
            <p>
                "The report on one build. With "<code>"cat=2026-11-22"</code>
                " prices and figures are those of that day’s catalogue; "<code>"catalog"</code>
                " says whose they are. The query is that of a page: put "<code>"/api/v1/report"</code>
                " before the question mark of any link."
            </p>
            <ul>
                <li>
                    <a href="/api/v1/report?n=4&model=llama-3.1-405b&w=f16">
                        <code>"/api/v1/report?n=4&model=llama-3.1-405b&w=f16"</code>
                    </a>
                </li>
                <li>
                    <a href="/api/v1/report?gpu=rtx-5090+rtx-3090*2&model=141b-a39b">
                        <code>"/api/v1/report?gpu=rtx-5090+rtx-3090*2&model=141b-a39b"</code>
                    </a>
                </li>
                <li>
                    <a href="/api/v1/report?n=0&strict=1"><code>"/api/v1/report?n=0&strict=1"</code></a>", refused"
                </li>
            </ul>
            <h3><code>"POST /api/v1/reports"</code></h3>
            <p>
                "Up to 64 queries in a body of up to 64\u{a0}KiB; the answer is an array of reports in the same order."
            </p>
            <pre><code>{BATCH}</code></pre>
            <h3><code>"GET /api/v1/compare?b=…&b=…"</code></h3>
            <p>
                "Two to four builds side by side, each named by its whole query, percent-encoded, or by the id of a known \
                 build: "
                <a href="/api/v1/compare?b=one-gpu&b=a16z-4gpu"><code>"/api/v1/compare?b=one-gpu&b=a16z-4gpu"</code></a>
                ". Other parameters are asked of all of them. Files: "<code>"/export/compare.csv"</code>" and "
                <code>"/export/compare.md"</code>"."
            </p>
            <h3><code>"GET /api/v1/upgrade?…&step=…"</code></h3>
            <p>
                "A build that is bought in steps: "
                <a href="/api/v1/upgrade?psu=1000&step=12~n~2"><code>"/api/v1/upgrade?psu=1000&step=12~n~2"</code></a>
                ". A step is its month, then keys with their values, all joined by "<code>"~"</code>"; "
                <code>"price"</code>" says what it costs, in the currency of the build. Files: "<code>"/export/upgrade.csv"</code>" and "
                <code>"/export/upgrade.md"</code>"."
            </p>
            <h3><code>"GET /api/v1/find/models?…"</code></h3>
            <p>
                "Every model on one machine, each in the best format that runs, with the reason why no better one does: "
                <a href="/api/v1/find/models?machine=2x+3090&kind=mixture"><code>"/api/v1/find/models?machine=2x+3090&kind=mixture"</code></a>
                ". The machine is given by name or as in any link. File: "<code>"/export/find-models.csv"</code>"."
            </p>
            <h3><code>"GET /api/v1/find/machines?model=…"</code></h3>
            <p>
                "Every card, count and format for one job; what keeps to the limits, and of it what nothing beats in price and rate: "
                <a href="/api/v1/find/machines?model=llama-3.3-70b&budget=15000&rate=15">
                    <code>"/api/v1/find/machines?model=llama-3.3-70b&budget=15000&rate=15"</code>
                </a>
                ". Limits are "<code>"budget"</code>", "<code>"watts"</code>", "<code>"circuit"</code>", "<code>"cards"</code>", "
                <code>"maker"</code>", "<code>"condition"</code>", "<code>"first"</code>", "<code>"within"</code>" and "
                <code>"least"</code>"; "<code>"rented=1"</code>" asks for rented machines too. File: "
                <code>"/export/find-machines.csv"</code>"."
            </p>
            <h3><code>"GET /api/v1/claims?text=…"</code></h3>
            <p>
                "Whether a claim in words is true: "
                <a href="/api/v1/claims?text=405B+FP16+on+384GB"><code>"/api/v1/claims?text=405B+FP16+on+384GB"</code></a>
                ". "<code>"verdict"</code>" is "<code>"confirmed"</code>", "<code>"refuted"</code>", "
                <code>"depends"</code>" or "<code>"not_understood"</code>"; "<code>"reading"</code>" says what each word was taken for, "<code>"cases"</code>" what decides, each with its figures and the query that shows it."
            </p>
            <h3><code>"POST /api/v1/import"</code></h3>
            <p>
                "A model from the bytes of its "<code>"config.json"</code>", or of a "<code>".gguf"</code>" from its start as far as its header \
                 goes, at most 8 MiB: "<code>"query"</code>" asks for that very model, "<code>"notes"</code>" say what was not understood, and \
                 what cannot be counted is refused in "<code>"refused"</code>". "<code>"name"</code>" is what it is called; the rest of the \
                 address is the build that it is put into. "<a href="/import">"The page"</a>" does the same in the browser, and uploads nothing."
            </p>
            <h3><code>"POST /mcp"</code></h3>
            <p>
                "The same for agents, by the Model Context Protocol over HTTP, without sessions: the tools "
                <code>"report"</code>", "<code>"compare"</code>", "<code>"find_models"</code>", "<code>"find_machines"</code>", "
                <code>"check_claim"</code>", "<code>"import_model"</code>" and "<code>"catalog"</code>" take the parameters below, and answer \
                 in words with the link, with "<code>"full"</code>" in JSON too. "<code>"headroom mcp"</code>" is the same on standard input."
            </p>
            <h3><code>"GET /api/v1/catalog"</code></h3>
            <p>"The "<a href="/api/v1/catalog">"ids"</a>" that queries may use."</p>
            <h3><code>"GET /api/v1/openapi.json"</code></h3>
            <p>"The "<a href="/api/v1/openapi.json">"description"</a>" for code generators."</p>
            <p>"Answers to "<code>"GET"</code>" carry an "<code>"ETag"</code>" and may be kept for five minutes."</p>
        </section>
    }
}

/// How several are asked for at once.
const BATCH: &str = r#"curl -H 'content-type: application/json' \
  -d '{"queries": ["n=4&w=f16", "gpu=rtx-4090*2"]}' \
  …/api/v1/reports"#;

/// What may be asked.
#[component]
fn Parameters() -> impl IntoView {
    let row = |key: &Key| {
        let (takes, default) = takes(key.takes);
        view! {
            <tr>
                <th scope="row"><code>{key.name()}</code></th>
                <td class="words wrap">{key.help}</td>
                <td class="words wrap">{takes}</td>
                <td>{default}</td>
            </tr>
        }
    };
    view! {
        <section>
            <h2 id="parameters">"Parameters"</h2>
            <p>
                "All are optional, and a query has at most "{grouped(MAX_QUERY_BYTES as u64)}
                " bytes. Ids are listed by "<a href="/api/v1/catalog"><code>"/api/v1/catalog"</code></a>
                ". A number out of its range is replaced by the nearest that is in it, and named in "
                <code>"notices"</code>". A word is taken as meant; one that is not known and decides the answer gives "
                <code>"verdict.status"</code>" "<code>"not_understood"</code>
                ", no figures, and the nearest names. With "<code>"strict=1"</code>
                " a query with anything of the kind is refused instead."
            </p>
            <Wide label="Parameters">
                <table class="list">
                    <thead>
                        <tr>
                            <th scope="col" class="words">"Key"</th>
                            <th scope="col" class="words">"What it is"</th>
                            <th scope="col" class="words">"What it takes"</th>
                            <th scope="col">"Without it"</th>
                        </tr>
                    </thead>
                    <tbody>{keys::all().map(row).collect_view()}</tbody>
                </table>
            </Wide>
        </section>
    }
}

/// What goes wrong, and how that is said.
#[component]
fn Problems() -> impl IntoView {
    view! {
        <section>
            <h2 id="problems">"Problems"</h2>
            <p>
                "What goes wrong is answered as a problem document (RFC\u{a0}9457, "
                <code>"application/problem+json"</code>") with "<code>"type"</code>", "<code>"title"</code>", "
                <code>"status"</code>" and "<code>"detail"</code>". Where it is about fields, "<code>"errors"</code>
                " names each with "<code>"field"</code>", "<code>"given"</code>", "<code>"message"</code>" and "
                <code>"nearest"</code>", a query with the nearest value that can be used."
            </p>
            <dl class="terms">
                <dt id="malformed">"400 malformed"</dt>
                <dd>"The body is no JSON, or not of the form that is asked for."</dd>
                <dt id="not-found">"404 not-found"</dt>
                <dd>"Nothing is at that address."</dd>
                <dt id="method">"405 method"</dt>
                <dd>"The address takes other methods; "<code>"Allow"</code>" names them."</dd>
                <dt id="too-large">"413 too-large"</dt>
                <dd>"The body is larger than 64\u{a0}KiB."</dd>
                <dt id="too-long">"414 too-long"</dt>
                <dd>"The query is longer than is read."</dd>
                <dt id="media-type">"415 media-type"</dt>
                <dd>"The body is said to be something else than JSON."</dd>
                <dt id="invalid">"422 invalid"</dt>
                <dd>"Something given cannot be used as it is: with "<code>"strict=1"</code>", or in a batch."</dd>
                <dt id="failed">"500 failed"</dt>
                <dd>"A fault of the server. It is logged there; the request need not change."</dd>
                <dt id="busy">"503 busy"</dt>
                <dd>
                    "The server has too much to do for an answer within 10 seconds, or the body did not arrive within 20. \
                     Ask again after as many seconds as "<code>"Retry-After"</code>" says, where it is given."
                </dd>
            </dl>
        </section>
    }
}

/// The answer as a file.
#[component]
fn Files() -> impl IntoView {
    view! {
        <section>
            <h2 id="files">"Files"</h2>
            <p>"The same query gives the answer as a file. Columns of the tables are the fields of the JSON."</p>
            <ul>
                <li>
                    <a href="/export/report.md?n=4&model=llama-3.1-405b"><code>"/export/report.md"</code></a>
                    ", Markdown for forums"
                </li>
                <li>
                    <a href="/export/report.json?n=4&model=llama-3.1-405b"><code>"/export/report.json"</code></a>
                    ", what the API answers"
                </li>
                <li>
                    "CSV: "<a href="/export/memory.csv?n=4"><code>"/export/memory.csv"</code></a>", "
                    <a href="/export/power.csv"><code>"power.csv"</code></a>", "
                    <a href="/export/cost.csv"><code>"cost.csv"</code></a>", "
                    <a href="/export/rent.csv"><code>"rent.csv"</code></a>", "
                    <a href="/export/payback.csv"><code>"payback.csv"</code></a>", "
                    <a href="/export/training.csv?mode=train"><code>"training.csv"</code></a>", "
                    <a href="/export/ways-out.csv?model=llama-3.1-405b"><code>"ways-out.csv"</code></a>
                </li>
                <li><a href="/sheet?n=4"><code>"/sheet"</code></a>", one page to print, with every input"</li>
                <li>
                    "Charts: "<a href="/chart/cost.svg"><code>"/chart/cost.svg"</code></a>", "
                    <a href="/chart/payback.svg"><code>"payback.svg"</code></a>", "
                    <a href="/chart/sensitivity.svg"><code>"sensitivity.svg"</code></a>", "
                    <a href="/chart/concurrency.svg?n=4&engine=vllm"><code>"concurrency.svg"</code></a>", "
                    <a href="/chart/power.svg"><code>"power.svg"</code></a>"; each as "
                    <a href="/chart/cost.png"><code>".png"</code></a>" too; "<code>"size=wide"</code>" or "
                    <code>"narrow"</code>", "<code>"theme=light"</code>" or "<code>"dark"</code>
                </li>
            </ul>
            <p>
                "The program answers without a network: "<code>"headroom report 'n=4&w=f16'"</code>
                " prints a table to a terminal and JSON elsewhere; "<code>"--json"</code>", "<code>"--markdown"</code>
                " and "<code>"--csv cost"</code>" choose."
            </p>
        </section>
    }
}

/// What may be written, and what holds where nothing is.
fn takes(takes: Takes) -> (String, Option<String>) {
    match takes {
        Takes::Whole(bound) => {
            let [min, max, default] =
                [bound.min, bound.max, bound.default].map(|value| grouped(value.into()));
            let range = format!("{min} to {max} {}", bound.unit);
            let text = match bound.words {
                "" => range.trim_end().to_owned(),
                words => format!("{}; or {words}", range.trim_end()),
            };
            (text, Some(default))
        }
        Takes::Amount(amount) => {
            let text = format!(
                "{} to {} {}, up to {} decimals",
                amount.text(amount.min),
                amount.text(amount.max),
                amount.unit,
                amount.decimals
            );
            (text, amount.default.map(|value| amount.text(value)))
        }
        Takes::Word(word) => (word.words.to_owned(), None),
    }
}
