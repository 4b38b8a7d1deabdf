//! `/compare`: two to four builds in columns.

use headroom_core::catalog::{Catalog, presets, short_name};
use headroom_core::compare::{
    Asked, Cell, Column, Comparison, Group, MOST, Row, compare, examples,
};
use headroom_core::model::quant::Quant;
use leptos::prelude::*;

use crate::build::Build;
use crate::components::{Suggestions, Wide};
use crate::embed::{Frame, USUAL_WIDTH};
use crate::look::look;
use crate::markup::{Html, IntoHtml, address, address_and, address_at, percent};
use crate::page::share::Snippet;

/// Path of the page.
pub(super) const PATH: &str = "/compare";

/// The address of a comparison.
pub(super) fn address_of(asked: &Asked) -> String {
    address_at(PATH, &asked.query())
}

/// The same with one more pair of the query.
fn with(asked: &Asked, more: &str) -> String {
    address_and(PATH, &asked.query(), more)
}

/// The page.
#[component]
pub(super) fn Compare(
    /// Which builds are compared.
    asked: Asked,
    /// Scheme and authority, without a slash at the end.
    origin: String,
) -> impl IntoView {
    let comparison = compare(&asked, Catalog::builtin());
    let several = comparison.columns.len() > 1;
    let notes: Vec<_> = { comparison.notes.iter() }
        .map(|note| view! { <p class="note">{note.clone()}</p> })
        .collect();
    let refused = comparison
        .columns
        .iter()
        .find(|column| !column.report.is_understood());
    let refused = refused
        .map(|column| view! { <Suggestions notices=column.report.notices() path="/"/> }.html());
    let shared = (!comparison.columns.is_empty()).then(|| asked_of_all(&asked, &comparison));
    let table = (!comparison.rows.is_empty()).then(|| table(&asked, &comparison));
    let files = several.then(|| files(&asked));
    let embed = several.then(|| embed(&asked, &origin));
    view! {
        <main id="content" class="compare">
            <h1>"Compare builds"</h1>
            <p class="finding">{comparison.finding.clone()}</p>
            {notes}
            {refused}
            {shared}
            {table}
            {add(&asked)}
            {files}
            {embed}
            {known_comparisons()}
        </main>
    }
}

/// The question that every build is asked.
fn asked_of_all(asked: &Asked, comparison: &Comparison) -> Html {
    let first = comparison
        .columns
        .first()
        .map(|column| column.report.asked().clone());
    let Some(first) = first else {
        return Html::default();
    };
    let present = first.model.id();
    let models: Vec<_> = { Catalog::builtin().models.iter() }
        .map(|model| {
            let chosen = model.id == present;
            view! { <option value=model.id selected=chosen>{model.name}</option> }
        })
        .collect();
    let formats: Vec<_> = { Quant::ALL.iter() }
        .map(|quant| {
            let chosen = *quant == first.weights;
            view! { <option value=quant.id() selected=chosen>{quant.name()}</option> }
        })
        .collect();
    view! {
        <form class="ask-all" method="get" action=PATH>
            {hidden(asked)}
            <div class="field">
                <label class="name" for="all-model">"Model"</label>
                <select id="all-model" name="model">{models}</select>
            </div>
            <div class="field">
                <label class="name" for="all-w">"Weights"</label>
                <select id="all-w" name="w">{formats}</select>
            </div>
            <div class="field">
                <label class="name" for="all-ctx">"Context"</label>
                <span class="control">
                    <input type="text" id="all-ctx" name="ctx" inputmode="numeric" value=first.context.to_string()/>
                    <span class="unit">"tokens"</span>
                </span>
            </div>
            <div class="field">
                <label class="name" for="all-users">"Streams at once"</label>
                <span class="control">
                    <input type="text" id="all-users" name="users" inputmode="numeric" value=first.users.to_string()/>
                </span>
            </div>
            <button type="submit">"Ask all of them"</button>
        </form>
    }
    .html()
}

/// The builds as hidden fields of a form.
fn hidden(asked: &Asked) -> Html {
    let fields: Vec<_> = { asked.queries().iter() }
        .map(|query| view! { <input type="hidden" name="b" value=query.clone()/> })
        .collect();
    fields.html()
}

/// What is compared.
fn table(asked: &Asked, comparison: &Comparison) -> Html {
    let columns = &comparison.columns;
    let heads: Vec<Html> = { columns.iter().enumerate() }
        .map(|(place, column)| head(asked, place, column))
        .collect();
    let groups: Vec<Html> = Group::ALL
        .into_iter()
        .map(|group| {
            let rows = comparison.rows.iter().filter(|row| row.group == group);
            let rows: Vec<Html> = rows.map(row).collect();
            let across = (columns.len() + 1).to_string();
            (!rows.is_empty())
                .then(|| {
                    view! {
                        <tbody>
                            <tr class="group">
                                <th scope="colgroup" colspan=across>{group.name()}</th>
                            </tr>
                            {rows}
                        </tbody>
                    }
                })
                .html()
        })
        .collect();
    let differ = (columns.len() > 1).then(|| {
        view! {
            <p class="differ">
                <label><input type="checkbox" id="differ" autocomplete="off"/>" Differences only"</label>
            </p>
        }
    });
    view! {
        {differ}
        <Wide label="The builds compared">
            <table class="list versus">
                <thead>
                    <tr>
                        <th scope="col" class="words">"Build"</th>
                        {heads}
                    </tr>
                </thead>
                {groups}
            </table>
        </Wide>
    }
    .html()
}

/// The head of a build, with what can be done with it.
fn head(asked: &Asked, place: usize, column: &Column) -> Html {
    let look = look(column.status);
    let drop = with(asked, &format!("drop={place}"));
    view! {
        <th scope="col">
            <span class="build-name">{column.name.clone()}</span>
            <span class="build-runs">{column.runs.clone()}</span>
            <span class=format!("tag {}", look.class)>
                <span aria-hidden="true">{look.mark}</span>
                " "
                {look.word}
            </span>
            <span class="build-ways">
                <a href=address(&column.query)>"Change"</a>
                " · "
                <a href=drop rel="nofollow" aria-label=format!("Leave out {}", column.name)>"Leave out"</a>
            </span>
        </th>
    }
    .html()
}

/// A figure of every build, with bars on one axis.
fn row(row: &Row) -> Html {
    let most = { row.cells.iter() }
        .filter_map(|cell| cell.value)
        .fold(0.0, f64::max);
    let bars = row.cells.len() > 1 && row.differs && most > 0.0 && !row.unit.is_empty();
    let cells: Vec<Html> = { row.cells.iter() }
        .map(|cell| self::cell(cell, bars.then_some(most)))
        .collect();
    let class = if row.differs { "differs" } else { "same" };
    view! {
        <tr class=class>
            <th scope="row">{row.label.clone()}</th>
            {cells}
        </tr>
    }
    .html()
}

/// Parts of the scale of a bar.
const SCALE: f64 = 10_000.0;

fn cell(cell: &Cell, most: Option<f64>) -> Html {
    if cell.text.is_empty() {
        return view! { <td class="quiet">"–"</td> }.html();
    }
    let text = match cell.status.map(look) {
        Some(look) => view! {
            <span class=format!("tag {}", look.class)><span aria-hidden="true">{look.mark}</span>" "{cell.text.clone()}</span>
        }
        .html(),
        None => view! { <span class="cell-figure">{cell.text.clone()}</span> }.html(),
    };
    let best = cell
        .best
        .then(|| view! { <span class="best">" best"</span> });
    let range = (!cell.range.is_empty())
        .then(|| view! { <span class="cell-range">{cell.range.clone()}</span> });
    let bar = most.zip(cell.value).map(|(most, value)| {
        let share = (value.max(0.0) / most * SCALE) as u64;
        let class = if cell.best {
            "cell-bar best"
        } else {
            "cell-bar"
        };
        view! {
            <svg class=class width="100%" height="5" aria-hidden="true">
                <rect width=percent(share, SCALE as u64) height="5"></rect>
            </svg>
        }
    });
    let class = if cell.best { "is-best" } else { "is-plain" };
    view! { <td class=class>{text}{best}{range}{bar}</td> }.html()
}

/// Ways to put another build beside those.
fn add(asked: &Asked) -> Html {
    if asked.queries().len() >= MOST {
        return view! { <p class="hint">"Four builds stand here: leave one out to add another."</p> }.html();
    }
    let known: Vec<_> = { presets().iter() }
        .map(|known| view! { <option value=known.id>{known.name}</option> })
        .collect();
    let cards: Vec<_> = { Catalog::builtin().gpus.iter() }
        .map(|gpu| view! { <option value=gpu.id>{short_name(gpu.name)}</option> })
        .collect();
    let present = Build::of_page();
    let present = (!asked.queries().iter().any(|query| query == present.query())).then(|| {
        let mut query = headroom_core::codec::Query::default();
        query.set("b", present.query());
        let link = with(asked, &query.to_string());
        view! { <p class="hint"><a href=link>"Add the build that you came with"</a></p> }
    });
    let another = (!asked.queries().is_empty()).then(|| {
        view! {
            <form class="add" method="get" action=PATH>
                {hidden(asked)}
                <label for="add-gpu">"The same on other cards"</label>
                <span class="control">
                    <input type="text" class="count" id="add-n" name="add-n" inputmode="numeric" value="1" aria-label="How many"/>
                    <span aria-hidden="true">"×"</span>
                    <select id="add-gpu" name="add-gpu">{cards}</select>
                </span>
                <button type="submit">"Add"</button>
            </form>
        }
    });
    view! {
        <section class="adding" aria-labelledby="adding">
            <h2 id="adding">"Add a build"</h2>
            <div class="ways-to-add">
                {another}
                <form class="add" method="get" action=PATH>
                    {hidden(asked)}
                    <label for="add-known">"A known build"</label>
                    <span class="control"><select id="add-known" name="add">{known}</select></span>
                    <button type="submit">"Add"</button>
                </form>
                <form class="add" method="get" action=PATH>
                    {hidden(asked)}
                    <label for="add-link">"A link to a build"</label>
                    <span class="control">
                        <input type="text" id="add-link" name="add" placeholder="https://…/?gpu=rtx-5090&n=2"/>
                    </span>
                    <button type="submit">"Add"</button>
                </form>
            </div>
            {present}
        </section>
    }
    .html()
}

/// The same as files.
fn files(asked: &Asked) -> Html {
    let query = asked.query();
    view! {
        <p class="hint files">
            "As "
            <a href=format!("/export/compare.csv?{query}")>"CSV"</a>
            ", "
            <a href=format!("/export/compare.md?{query}")>"Markdown"</a>
            " or "
            <a href=format!("/api/v1/compare?{query}")>"JSON"</a>
            ". The address of this page holds all builds; each is calculated anew when it is opened."
        </p>
    }
    .html()
}

/// The frame for the pages of others.
fn embed(asked: &Asked, origin: &str) -> Html {
    let frame = Frame::comparing(&asked.query());
    let code = frame.iframe(origin, None, frame.height(USUAL_WIDTH));
    view! {
        <details class="more">
            <summary>"Embed this comparison"</summary>
            <Snippet id="compared" name="Frame for your page" code>
                "Calculated with the newest catalogue whenever somebody looks; it loads no script. Sites that know \
                 oEmbed need the address of this page alone."
            </Snippet>
        </details>
        <script src="/share.js" defer></script>
    }
    .html()
}

/// Comparisons to begin with.
fn known_comparisons() -> Html {
    let links: Vec<_> = examples()
        .into_iter()
        .map(|(name, query)| view! { <li><a href=format!("{PATH}?{query}")>{name}</a></li> })
        .collect();
    view! {
        <section aria-labelledby="known">
            <h2 id="known">"Comparisons to begin with"</h2>
            <ul>{links}</ul>
        </section>
    }
    .html()
}
