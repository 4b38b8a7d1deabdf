//! `/gpus/<id>`: one card, what it costs and what fits it.

use headroom_core::catalog::{Catalog, Gpu, Past, Price, PriceBasis, days_since, short_name};
use headroom_core::compare::WELL_KNOWN;
use headroom_core::units::{Cents, Currency, GB, THIN, gb, gib, grouped, ratio};
use leptos::prelude::*;

use super::fits;
use crate::build::Build;
use crate::components::{Heading, ListTable, SourceLink, Sources};
use crate::configurator::Facts;
use crate::configurator::machine::vendor;
use crate::markup::{Html, IntoHtml, percent};

/// Address of the page of a card.
pub(super) fn address_of(gpu: &Gpu) -> String {
    format!("/gpus/{}", gpu.id)
}

/// What it is, in a sentence.
pub(super) fn summary(gpu: &Gpu, money: Currency) -> String {
    let bandwidth = gpu.bandwidth.map_or(String::new(), |rate| {
        format!(" at {}{THIN}GB/s", grouped(rate / GB))
    });
    let maker = match vendor(gpu.vendor) {
        maker if gpu.architecture.starts_with(maker) => String::new(),
        maker => format!("{maker} "),
    };
    let price = gpu.price.map_or(String::new(), |price| {
        format!(
            ", {} ({}, {})",
            money.whole(whole(price.usd)),
            price.condition,
            price.date
        )
    });
    format!(
        "{maker}{}, {}: {}{THIN}GB of {}{bandwidth}, {}{THIN}W{price}. What fits, what it cost and when.",
        gpu.architecture, gpu.form_factor, gpu.memory.nominal_gb, gpu.memory_type, gpu.tdp_w,
    )
}

/// The page.
#[component]
pub(super) fn OneGpu(
    /// Which card.
    gpu: &'static Gpu,
) -> impl IntoView {
    let name = short_name(gpu.name);
    let build = Build::of_page();
    let money = build.money();
    let links = counts(gpu).iter().map(|&count| {
        let words = match count {
            1 => "One of these".to_owned(),
            count => format!("{count} of these"),
        };
        let class = (count == 1).then_some("button");
        view! { <li><a class=class href=build.with_gpus(gpu, count)>{words}</a></li> }
    });
    let links = links.collect_view();
    let unverified = (!gpu.unverified.is_empty()).then(|| {
        format!(
            "Widely published, not read again at the source: {}.",
            gpu.unverified.join(", ")
        )
    });
    let remarks = vec![gpu.note.into(), unverified.unwrap_or_default().into()];
    view! {
        <main id="content" class="builds one-gpu">
            <p class="crumb"><a href=build.at("/gpus")>"GPUs"</a></p>
            <h1>{gpu.name}</h1>
            <p class="lead">{summary(gpu, money)}</p>
            <ul class="build-links">{links}</ul>
            {facts(gpu)}
            {prices(gpu, money)}
            {history(gpu, money)}
            {held(gpu, name)}
            <h2>"Sources"</h2>
            <p><Sources sources=gpu.sources.to_vec() as_of=gpu.as_of remarks/></p>
        </main>
    }
}

/// How many of a card people build with.
const COUNTS: [u32; 3] = [1, 2, 4];

/// How many of it may be in one machine.
fn counts(gpu: &Gpu) -> &'static [u32] {
    if gpu.may_be_several() {
        &COUNTS
    } else {
        &COUNTS[..1]
    }
}

/// What it holds, moves, computes and draws.
fn facts(gpu: &Gpu) -> Option<Html> {
    let usable = match gpu.unified {
        Some(unified) => format!(
            "shared with the processor; the GPU gets {}{THIN}% of the largest size",
            unified.share_of(gpu.memory.nominal_gb)
        ),
        None => format!("usable, sold as {}{THIN}GB", gpu.memory.nominal_gb),
    };
    let mut out = Facts::default();
    let bytes = gpu.memory.bytes;
    out.add("Memory", &gb(bytes), &format!("= {}, {usable}", gib(bytes)));
    if let Some(rate) = gpu.bandwidth {
        let rate = format!("{}{THIN}GB/s", grouped(rate / GB));
        out.add("Bandwidth", &rate, gpu.memory_type);
    }
    for (name, rate) in [
        ("FP16", gpu.rates.fp16),
        ("FP8", gpu.rates.fp8),
        ("FP4", gpu.rates.fp4),
        ("INT8", gpu.rates.int8),
        ("FP32", gpu.rates.fp32),
    ] {
        let unit = if name == "INT8" { "TOP/s" } else { "TFLOP/s" };
        if let Some(rate) = rate {
            let figure = format!("{}{THIN}{unit}", ratio(rate.into(), 1_000, 0));
            out.add(name, &figure, "dense");
        }
    }
    let range = gpu.power_range_w.map_or(String::new(), |(low, high)| {
        format!("limit can be set from {low} to {high}{THIN}W")
    });
    out.add("Power", &format!("{}{THIN}W", gpu.tdp_w), &range);
    if let Some((generation, lanes)) = gpu.pcie {
        let link = gpu.link.map_or(String::new(), |link| {
            format!("{}, {}{THIN}GB/s", link.name, grouped(link.bandwidth / GB))
        });
        out.add("PCI Express", &format!("{generation}.0 × {lanes}"), &link);
    }
    if gpu.slots > 0 {
        out.add("Slots", &gpu.slots.to_string(), gpu.connectors);
    }
    out.list()
}

/// Whole dollars in cents.
fn whole(usd: u32) -> Cents {
    Cents(i64::from(usd) * 100)
}

/// The head of a table whose figures have the sign of their currency.
fn priced_head(
    usd: &'static [Heading],
    elsewhere: &'static [Heading],
    money: Currency,
) -> &'static [Heading] {
    if money.is_usd() { usd } else { elsewhere }
}

const PRICES_ELSEWHERE: &[Heading] = &[
    PRICES[0],
    Heading::Figures("Amount"),
    PRICES[2],
    PRICES[3],
    PRICES[4],
];

const HISTORY_ELSEWHERE: &[Heading] = &[
    HISTORY[0],
    Heading::Figures("Amount"),
    HISTORY[2],
    HISTORY[3],
    HISTORY[4],
];

const PRICES: &[Heading] = &[
    Heading::Words("Price"),
    Heading::Figures("USD"),
    Heading::Figures("Range"),
    Heading::Words("Day"),
    Heading::Words("Source"),
];

fn word(basis: PriceBasis) -> &'static str {
    match basis {
        PriceBasis::Market => "Street, new",
        PriceBasis::List => "List",
        PriceBasis::Used => "Used",
        PriceBasis::Estimated => "Estimated",
    }
}

/// What it costs now: street, list and used apart.
fn prices(gpu: &'static Gpu, money: Currency) -> Html {
    let today = gpu
        .price
        .map(|price| price_row(word(price.basis).to_owned(), &price, money));
    let used = gpu
        .used
        .map(|price| price_row("Used".to_owned(), &price, money));
    let is_list = |past: &&&Past| past.condition.contains("list");
    let listed = gpu.price_history.iter().rev().collect::<Vec<_>>();
    let listed = listed.iter().find(is_list);
    let listed = listed.filter(|_| {
        gpu.price
            .is_none_or(|price| price.basis != PriceBasis::List)
    });
    let listed = listed.map(|past| {
        let cells = (money.whole(Cents(past.cents.into())), String::new());
        row(
            "List".to_owned(),
            cells,
            past.date,
            past.condition,
            past.source,
        )
    });
    let by_size = gpu.price_by_gb.iter();
    let by_size =
        by_size.map(|(size, price)| price_row(format!("With {size}{THIN}GB"), price, money));
    let mut rows: Vec<Html> = [today, listed, used].into_iter().flatten().collect();
    rows.extend(by_size);
    if rows.is_empty() {
        return view! {
            <h2>"Price"</h2>
            <p>"No dated price of it is known; a bill estimates it from cards of its class."</p>
        }
        .html();
    }
    view! {
        <h2>"Price"</h2>
        <ListTable label="Prices" narrow=true head=priced_head(PRICES, PRICES_ELSEWHERE, money)>{rows}</ListTable>
    }
    .html()
}

fn price_row(name: String, price: &Price, money: Currency) -> Html {
    let day = Catalog::builtin().date;
    let told = |usd: u32| money.whole(whole(usd));
    let high = told(price.high);
    let range = match price.low < price.high {
        true => format!(
            "{}–{}",
            told(price.low),
            high.trim_start_matches(money.sign)
        ),
        false => String::new(),
    };
    let age = days_since(price.date, day);
    let words = match age > headroom_core::catalog::STALE_DAYS {
        true => format!("{}, {} days old", price.condition, age),
        false => price.condition.to_owned(),
    };
    row(
        name,
        (told(price.usd), range),
        price.date,
        &words,
        price.source,
    )
}

fn row(
    name: String,
    (price, range): (String, String),
    date: &'static str,
    condition: &str,
    source: &'static headroom_core::catalog::Source,
) -> Html {
    view! {
        <tr>
            <th scope="row">{name}<span class="build-purpose">{condition.to_owned()}</span></th>
            <td>{price}</td>
            <td>{range}</td>
            <td class="words">{date}</td>
            <td class="words"><SourceLink source=*source/></td>
        </tr>
    }
    .html()
}

const HISTORY: &[Heading] = &[
    Heading::Words("Day"),
    Heading::Figures("USD"),
    Heading::Words("Beside the highest"),
    Heading::Words("What"),
    Heading::Words("Source"),
];

/// What it cost before, the oldest first, and what it costs now.
fn history(gpu: &'static Gpu, money: Currency) -> Option<Html> {
    if gpu.price_history.is_empty() {
        return None;
    }
    let now = gpu.price.map(|price| Past {
        cents: price.usd * 100,
        date: price.date,
        condition: price.condition,
        source: price.source,
    });
    let last = gpu.price_history.last();
    let now =
        now.filter(|now| last.is_none_or(|last| (last.cents, last.date) != (now.cents, now.date)));
    let all: Vec<Past> = gpu.price_history.iter().copied().chain(now).collect();
    let highest = all.iter().map(|past| past.cents).max().unwrap_or(1);
    let (first, last) = (all.first()?, all.last()?);
    let change = i64::from(last.cents) * 100 / i64::from(first.cents.max(1)) - 100;
    let change = match change {
        0 => "unchanged".to_owned(),
        more @ 1.. => format!("{more}{THIN}% more"),
        less => format!("{}{THIN}% less", -less),
    };
    let rows: Vec<Html> = { all.iter() }
        .map(|past| {
            let width = percent(past.cents.into(), highest.into());
            view! {
                <tr>
                    <th scope="row">{past.date}</th>
                    <td>{money.whole(Cents(past.cents.into()))}</td>
                    <td class="words">
                        <svg class="past-price" width="100%" height="8" aria-hidden="true">
                            <rect width=width height="8"></rect>
                        </svg>
                    </td>
                    <td class="words quiet">{past.condition}</td>
                    <td class="words"><SourceLink source=*past.source/></td>
                </tr>
            }
            .html()
        })
        .collect();
    let view = view! {
        <h2>"What it cost before"</h2>
        <p>"From "{first.date}" to "{last.date}": "{change}", "{first.condition}" against "{last.condition}"."</p>
        <ListTable label="Price history" narrow=true head=priced_head(HISTORY, HISTORY_ELSEWHERE, money)>{rows}</ListTable>
    };
    Some(view.html())
}

const FITS: &[Heading] = &[
    Heading::Words("Model"),
    Heading::Words("One"),
    Heading::Words("2"),
    Heading::Words("4"),
];

/// Well-known models in the best format that fits so many of it.
fn held(gpu: &'static Gpu, name: &'static str) -> Html {
    let catalog = Catalog::builtin();
    let counts = counts(gpu);
    let machines: Vec<String> = { counts.iter() }
        .map(|count| format!("gpu={}&n={count}", gpu.id))
        .collect();
    let (head, many) = match counts.len() {
        1 => (&FITS[..2], "one"),
        _ => (FITS, "one, two or four"),
    };
    let rows: Vec<Html> = { WELL_KNOWN.iter() }
        .map(|id| {
            let model = catalog.model(id).map_or(*id, |model| model.name);
            let cells = { machines.iter() }
                .map(|machine| fits::cell(id, machine))
                .collect_view();
            view! { <tr><th scope="row">{model}</th>{cells}</tr> }.html()
        })
        .collect();
    view! {
        <h2>"What fits"</h2>
        <p>
            "Well-known models, each in the best format that fits "{many}" "{name}
            ", with the usual context and one user. Each leads to its answer."
        </p>
        <ListTable label="Models that fit" narrow=true head=head>{rows}</ListTable>
    }
    .html()
}
