//! What runs on my machine?

use headroom_core::catalog::{Catalog, Model, presets, short_name};
use headroom_core::engine::Engine;
use headroom_core::find::{
    Asked, Filter, How, Kind, LEAST, MACHINE, ModelFound, ModelsFound, Sort, models,
};
use headroom_core::units::{THIN, about, ends, gb, grouped, params, with_unit};
use leptos::prelude::*;

use super::form::{Text, any, choice, loose, shown};
use super::{PATH, address_of, questions};
use crate::components::{HiddenFields, Suggestions, Wide};
use crate::configurator::machine::vendor;
use crate::look::look;
use crate::markup::{Html, IntoHtml, address};

/// Keys that the form shows.
const SHOWN: [&str; 17] = [
    MACHINE, "gpu", "n", "ram", "mem", "ctx", "users", "rate", LEAST, "engine", "q", "vendor",
    "licence", "kind", "since", "over", "under",
];

/// The page.
#[component]
pub(in crate::page) fn FindModels(
    /// What is asked.
    asked: Asked,
) -> impl IntoView {
    let found = models(&asked, Catalog::builtin());
    let table = (!found.models.is_empty()).then(|| table(&asked, &found));
    let files = (!found.models.is_empty()).then(|| files(&asked));
    view! {
        <main id="content" class="catalogue find">
            <h1>"What runs on my machine?"</h1>
            {questions(false, &asked.build)}
            <p class="finding">{found.finding.clone()}</p>
            <Suggestions notices=&asked.notices path=PATH/>
            {form(&asked)}
            {loose(&asked.told, &SHOWN)}
            {table}
            {files}
            {machines_to_begin_with()}
        </main>
    }
}

/// The machine, what it is asked, and which models are looked for.
fn form(asked: &Asked) -> Html {
    view! {
        <form class="ask" method="get" action=PATH>
            {hidden(asked)}
            <fieldset>
                <legend>"The machine"</legend>
                {machine(asked)}
            </fieldset>
            <fieldset>
                <legend>"What it is asked"</legend>
                {load(asked)}
            </fieldset>
            <details class="more" open=is_filtered(asked)>
                <summary>"Only some models"</summary>
                <div class="fields">{filter(asked)}</div>
            </details>
            <button type="submit">"Show what runs"</button>
        </form>
    }
    .html()
}

/// Whether something of the folded part is given.
fn is_filtered(asked: &Asked) -> bool {
    let filter = Filter {
        sort: asked.filter.sort,
        falls: asked.filter.falls,
        ..Filter::default()
    };
    asked.filter != filter || FILTERS.iter().any(|key| asked.flaw(key).is_some())
}

const FILTERS: [&str; 7] = ["q", "vendor", "licence", "kind", "since", "over", "under"];

/// What the form sends along: the rest of the build and the order of the table.
fn hidden(asked: &Asked) -> Html {
    let mixed = (asked.scenario().machine.groups.len() > 1)
        .then(|| view! { <HiddenFields query=only_cards(&asked.build) shown=&[]/> }.html());
    let sorted = asked.filter.sort != Sort::Size;
    let sort = sorted
        .then(|| view! { <input type="hidden" name="sort" value=asked.filter.sort.id()/> }.html());
    let turned = asked.filter.falls != asked.filter.sort.falls();
    let dir = turned.then(|| {
        let dir = if asked.filter.falls { "desc" } else { "asc" };
        view! { <input type="hidden" name="dir" value=dir/> }.html()
    });
    view! {
        <HiddenFields query=asked.build.clone() shown=&SHOWN/>
        {mixed}
        {sort}
        {dir}
    }
    .html()
}

/// The cards of a query alone.
fn only_cards(query: &str) -> String {
    let cards = query.split('&').filter(|pair| pair.starts_with("gpu="));
    cards.collect::<Vec<_>>().join("&")
}

/// What stands in a field.
fn number(asked: &Asked, key: &str, used: impl ToString) -> String {
    shown(asked.flaw(key), asked.typed(key), used.to_string())
}

fn machine(asked: &Asked) -> Html {
    let scenario = asked.scenario();
    let of_machine = &scenario.machine;
    let typed = asked.flaw(MACHINE).and(asked.typed(MACHINE));
    let named = Text {
        key: MACHINE,
        label: "By name",
        unit: "",
        value: typed.unwrap_or_default().replace('+', " "),
        placeholder: "2 × RTX 3090, MacBook Pro M4 Max 64GB",
        number: false,
        flaw: asked.flaw(MACHINE),
    };
    let cards = match of_machine.groups.as_slice() {
        [group] => {
            let options = { Catalog::builtin().gpus.iter() }.map(|gpu| {
                let name = format!("{} {}", vendor(gpu.vendor), short_name(gpu.name));
                (gpu.id.to_owned(), name)
            });
            let unknown = asked
                .flaw("gpu")
                .and(asked.typed("gpu"))
                .unwrap_or_default();
            let open = (!unknown.is_empty()).then(|| (unknown.to_owned(), format!("“{unknown}”")));
            let chosen = if unknown.is_empty() {
                group.gpu.id
            } else {
                unknown
            };
            let gpu = choice(
                ("gpu", "or GPU"),
                open.into_iter().chain(options),
                chosen,
                asked.flaw("gpu"),
            );
            let count = Text {
                key: "n",
                label: "How many",
                unit: "",
                value: number(asked, "n", group.count),
                placeholder: "1",
                number: true,
                flaw: asked.flaw("n"),
            };
            let sizes = group.gpu.unified.map(|unified| {
                let present = of_machine.unified_gb.unwrap_or(group.gpu.memory.nominal_gb);
                let sizes = unified
                    .sizes_gb
                    .iter()
                    .map(|size| (size.to_string(), format!("{size}{THIN}GB")));
                choice(
                    ("mem", "Memory"),
                    sizes,
                    &present.to_string(),
                    asked.flaw("mem"),
                )
            });
            view! { {gpu}{count.html()}{sizes} }.html()
        }
        groups => {
            let words = groups
                .iter()
                .map(|group| format!("{} × {}", group.count, short_name(group.gpu.name)));
            let words = words.collect::<Vec<_>>().join(" + ");
            view! { <p class="field"><span class="name">"or as it is"</span>{words}</p> }.html()
        }
    };
    let whole = of_machine
        .groups
        .iter()
        .all(|group| group.gpu.unified.is_some());
    let ram = (!whole).then(|| {
        Text {
            key: "ram",
            label: "System memory",
            unit: "GiB",
            value: number(asked, "ram", of_machine.ram_gib),
            placeholder: "64",
            number: true,
            flaw: asked.flaw("ram"),
        }
        .html()
    });
    view! { <div class="fields">{named.html()}{cards}{ram}{names()}</div> }.html()
}

/// Names that are offered while one is typed.
fn names() -> Html {
    let builds = presets().iter().map(|known| known.name.to_owned());
    let gpus = Catalog::builtin().gpus.iter().flat_map(|gpu| {
        let sizes = gpu.unified.map_or(&[][..], |unified| unified.sizes_gb);
        let sized = sizes.iter().map(|size| format!("{} {size} GB", gpu.name));
        let alone = sizes.is_empty().then(|| gpu.name.to_owned());
        sized.chain(alone)
    });
    let options: Vec<Html> = builds
        .chain(gpus)
        .map(|name| view! { <option value=name></option> }.html())
        .collect();
    view! { <datalist id="machine-names">{options}</datalist> }.html()
}

fn load(asked: &Asked) -> Html {
    let scenario = asked.scenario();
    let text = |key, label, unit, used: u32| {
        Text {
            key,
            label,
            unit,
            value: number(asked, key, used),
            placeholder: "",
            number: true,
            flaw: asked.flaw(key),
        }
        .html()
    };
    let bits = [1, 2, 3, 4, 5, 6, 8, 16].map(|bits: u32| {
        let name = match bits {
            1 => "any".to_owned(),
            16 => "16 bits".to_owned(),
            bits => format!("{bits} bits or more"),
        };
        (bits.to_string(), name)
    });
    let engines = Engine::ALL
        .iter()
        .map(|engine| (engine.id().to_owned(), engine.name().to_owned()));
    let engines = any("the usual", engines);
    let engine = asked.typed("engine").unwrap_or_default();
    view! {
        <div class="fields">
            {text("ctx", "Context", "tokens", scenario.context)}
            {text("users", "Streams at once", "", scenario.users)}
            {text("rate", "Each at least", "tokens/s", scenario.speed.floor)}
            {choice((LEAST, "Weights in"), bits, &asked.least_bits.to_string(), asked.flaw(LEAST))}
            {choice(("engine", "Engine"), engines, engine, asked.flaw("engine"))}
        </div>
    }
    .html()
}

fn filter(asked: &Asked) -> Html {
    let filter = &asked.filter;
    let flaw = |key| asked.flaw(key);
    let values = |of: fn(&Model) -> &'static str| {
        let mut values: Vec<&str> = Catalog::builtin()
            .models
            .iter()
            .map(|model| of(model))
            .collect();
        values.sort_unstable();
        values.dedup();
        any(
            "all",
            values
                .into_iter()
                .map(|value| (value.to_owned(), value.to_owned())),
        )
    };
    let kinds = Kind::ALL.map(|kind| (kind.id().to_owned(), kind.name().to_owned()));
    let kind = filter.kind.map_or("", Kind::id);
    let text = |key: &'static str, label, unit: &'static str, used: String, placeholder| {
        Text {
            key,
            label,
            unit,
            value: number(asked, key, used),
            placeholder,
            number: !unit.is_empty(),
            flaw: asked.flaw(key),
        }
        .html()
    };
    let size = |of: Option<u32>| of.map_or(String::new(), |of| of.to_string());
    view! {
        {text("q", "Name holds", "", filter.words.clone(), "")}
        {choice(("vendor", "Publisher"), values(|model| model.vendor), &filter.vendor, flaw("vendor"))}
        {choice(("licence", "Licence"), values(|model| model.licence), &filter.licence, flaw("licence"))}
        {choice(("kind", "Kind"), any("all", kinds), kind, flaw("kind"))}
        {text("since", "Published since", "", filter.since.clone(), "2026-01")}
        {text("over", "Parameters from", "billion", size(filter.over), "0")}
        {text("under", "to", "billion", size(filter.under), "all")}
    }
    .html()
}

/// The columns beside the model: what they are sorted by, and their heads.
const COLUMNS: [(Sort, &str, &str); 7] = [
    (Sort::Decode, "Each stream", "tokens/s"),
    (Sort::Weights, "Best format", "and its weights"),
    (Sort::Context, "Longest context", "tokens"),
    (Sort::Users, "Streams", "at the rate"),
    (Sort::Prefill, "Prompt", "tokens/s"),
    (Sort::Watts, "At work", "at the wall"),
    (Sort::Released, "Published", "licence"),
];

fn table(asked: &Asked, found: &ModelsFound) -> Html {
    let heads: Vec<Html> = { COLUMNS.iter() }
        .map(|&(sort, title, unit)| head(asked, sort, title, unit))
        .collect();
    let groups: Vec<Html> = { How::ALL.into_iter() }
        .map(|how| {
            let rows = found.models.iter().filter(|row| row.how == how);
            let rows: Vec<Html> = rows.map(row).collect();
            let count = rows.len();
            let name = how.name();
            (count > 0)
                .then(|| {
                    view! {
                        <tbody>
                            <tr class="group">
                                <th scope="colgroup" colspan="8"><span>{name}" ("{count}")"</span></th>
                            </tr>
                            {rows}
                        </tbody>
                    }
                })
                .html()
        })
        .collect();
    let first = head(asked, Sort::Size, "Model", "parameters");
    let least = found.least_bits;
    view! {
        <Wide label="Models on the machine">
            <table class="list models">
                <thead>
                    <tr>{first}{heads}</tr>
                </thead>
                {groups}
            </table>
        </Wide>
        <p class="hint">
            "Rates are estimates; each has its range and its working on the page of its build. A stream is one \
             conversation. A format counts from "{least}" bits a weight; models that were published in \
             fewer count in their own. Which models reason is by their publishers’ descriptions, as far as those were read."
        </p>
    }
    .html()
}

/// The head of a column: a link that sorts by it, and once more the other way round.
fn head(asked: &Asked, sort: Sort, title: &'static str, unit: &'static str) -> Html {
    let sorted = asked.filter.sort == sort;
    let falls = match sorted {
        true => !asked.filter.falls,
        false => sort.falls(),
    };
    let filter = Filter {
        sort,
        falls,
        ..asked.filter.clone()
    };
    let (state, mark) = match (sorted, asked.filter.falls) {
        (false, _) => (None, None),
        (true, false) => (Some("ascending"), Some(" ↑")),
        (true, true) => (Some("descending"), Some(" ↓")),
    };
    let class =
        (sort == Sort::Size || sort == Sort::Weights || sort == Sort::Released).then_some("words");
    view! {
        <th scope="col" class=class aria-sort=state>
            <a href=address_of(&asked.with(&filter))>{title}</a>
            {mark}
            <br/>
            <span class="quiet">{unit}</span>
        </th>
    }
    .html()
}

/// A figure, or a dash.
fn known(figure: Option<String>) -> Html {
    match figure {
        Some(figure) => figure.html(),
        None => view! { <span class="quiet">"–"</span> }.html(),
    }
}

fn row(row: &ModelFound) -> Html {
    let look = look(row.status);
    let size = params(row.params);
    let active =
        (row.active_params < row.params).then(|| format!(", {} active", params(row.active_params)));
    let range = ends(row.decode_tokens_per_s_low, row.decode_tokens_per_s_high)
        .map(|range| view! { <span class="cell-range">{range}</span> });
    let format = row.format_name.map(|name| {
        let bytes = row.weights_bytes.map(gb);
        view! { <span class="cell-figure">{name}</span>" "{bytes} }.html()
    });
    let context = row.max_context_tokens.map(|tokens| grouped(tokens.into()));
    view! {
        <tr>
            <th scope="row" class="words">
                <a href=address(&row.query)>{row.name}</a>
                <span class="cell-range">
                    <span class=look.class aria-hidden="true">{look.mark}</span>
                    " "{size}{active}
                </span>
            </th>
            <td>{known(row.decode_tokens_per_s.map(about))}{range}</td>
            <td class="words">{format}<span class="cell-range">{row.why.clone()}</span></td>
            <td>{known(context)}</td>
            <td>{known(row.users_at_floor.map(|users| grouped(users.into())))}</td>
            <td>{known(row.prefill_tokens_per_s.map(about))}</td>
            <td>{known(row.wall_w.map(|watts| with_unit(watts, "W")))}</td>
            <td class="words">{row.released}<span class="cell-range">{row.licence}</span></td>
        </tr>
    }
    .html()
}

/// The same as files.
fn files(asked: &Asked) -> Html {
    let query = asked.plain();
    view! {
        <p class="hint files">
            "As "<a href=format!("/export/find-models.csv?{query}")>"CSV"</a>" or "
            <a href=format!("/api/v1/find/models?{query}")>"JSON"</a>
            ". The address of this page holds the question."
        </p>
    }
    .html()
}

/// Machines to begin with.
fn machines_to_begin_with() -> Html {
    let links: Vec<Html> = { presets().iter() }
        .map(|known| {
            let asked = Asked::read(&format!("{MACHINE}={}", known.id), Catalog::builtin());
            view! { <li><a href=address_of(&asked.query())>{known.name}</a></li> }.html()
        })
        .collect();
    view! {
        <section aria-labelledby="known">
            <h2 id="known">"Machines to begin with"</h2>
            <ul class="columns">{links}</ul>
        </section>
    }
    .html()
}
