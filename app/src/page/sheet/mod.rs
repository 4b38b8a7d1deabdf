//! One sheet of paper for whoever signs: the machine and its bill, what it does, what it costs to run
//! against renting, and every assumption behind it. It reads the report and computes nothing.

mod assumptions;

use headroom_core::model::quant::Quant;
use headroom_core::report::{CostItem, GpuUse, Training};
use headroom_core::units::{Cents, MicroUsd};
use headroom_core::units::{Evidence, GB, THIN, gb, grouped, ratio};

use crate::configurator::about::{about, duration, durations, range, with_unit};
use crate::configurator::{brief_runs, exact, text};
use crate::look::{gpu_name, look, short_name};
use crate::markup::{Text, address, put};
use crate::state::Answer;
use assumptions::assumptions;

/// Rows of cards before only the one that decides is shown.
const MOST_CARDS: usize = 8;
/// Flaws of the link that are repeated.
const MOST_NOTICES: usize = 4;

/// The page. `origin` is scheme and authority.
pub(super) fn page(answer: &Answer, origin: &str) -> String {
    let mut out = String::with_capacity(24 * 1_024);
    let back = address(&answer.report.query);
    put!(
        out,
        "<main id=\"content\" class=\"sheet-page\"><p class=\"sheet-tools\"><a href=\"{}\">Back to the configurator</a> \
         <button type=\"button\" class=\"plain\" id=\"print\" hidden>Print</button> \
         <span class=\"hint\">One page on A4 and on US Letter.</span></p>",
        Text(&back)
    );
    sheet(&mut out, answer, &format!("{origin}{back}"));
    out.push_str("<script type=\"module\" src=\"/sheet.js\"></script></main>");
    out
}

fn sheet(out: &mut String, answer: &Answer, link: &str) {
    let report = &answer.report;
    let (status, sentence) = answer.report.finding();
    let look = look(status);
    put!(
        out,
        "<article class=\"sheet{5}\" id=\"sheet\"><header><p class=\"sheet-of\"><b>Headroom</b> · prices and figures of the catalogue of \
         <time datetime=\"{0}\">{0}</time><span id=\"printed-on\"></span></p>\
         <h1>{1}</h1><p class=\"sheet-finding\">{2} {3}</p>\
         <p class=\"sheet-link\"><a href=\"{4}\">{4}</a></p></header><div class=\"sheet-columns\">",
        report.catalog,
        Text(answer.question()),
        look.mark,
        Text(sentence),
        Text(link),
        density(answer)
    );
    // In the order in which two columns come out about as long.
    bill(out, answer);
    match &report.training {
        Some(training) => {
            training_memory(out, training);
            train(out, training);
        }
        None => {
            memory(out, answer);
            speed(out, answer);
        }
    }
    power(out, answer);
    together(out, answer);
    payback(out, answer);
    out.push_str("</div>");
    inputs(out, answer);
    out.push_str("</article>");
}

/// Smaller type for builds with many rows, so that they stay on one page: how many rows each size
/// holds was tried on both papers.
fn density(answer: &Answer) -> &'static str {
    let report = &answer.report;
    let memory = match &report.training {
        Some(training) => training.per_gpu.iter().map(|gpu| gpu.items.len()).max(),
        None => Some(brief_runs(answer, MOST_CARDS).len()),
    };
    let rows = report.cost.items.len()
        + report.power.items.len()
        + memory.unwrap_or(0)
        + report.notices.len().min(MOST_NOTICES);
    match rows {
        0..=24 => "",
        25..=30 => " dense",
        _ => " denser",
    }
}

/// Begins a section with a table; the first column holds words.
fn table(out: &mut String, title: &str, head: &[&str]) {
    put!(out, "<section><h2>{title}</h2><table><thead><tr>");
    for (index, cell) in head.iter().enumerate() {
        let words = if index == 0 { " class=\"words\"" } else { "" };
        put!(out, "<th scope=\"col\"{words}>{cell}</th>");
    }
    out.push_str("</tr></thead><tbody>");
}

/// A row; `cells` are text.
fn row(out: &mut String, class: &str, name: &str, cells: &[&str]) {
    put!(
        out,
        "<tr class=\"{class}\"><th scope=\"row\">{}</th>",
        Text(name)
    );
    for cell in cells {
        put!(out, "<td>{}</td>", Text(cell));
    }
    out.push_str("</tr>");
}

const END: &str = "</tbody></table>";

fn bill(out: &mut String, answer: &Answer) {
    let cost = &answer.report.cost;
    table(
        out,
        "The machine and its bill",
        &["Part", "Qty", "Each, USD", "All, USD", "Price of"],
    );
    let sources = sources(&cost.items);
    let dollars = |amount: Option<Cents>| amount.map_or("no price".to_owned(), figure);
    for item in &cost.items {
        let seen = if item.own {
            "own price".to_owned()
        } else {
            let mark = sources.iter().position(|known| *known == item.source);
            let mark = mark.map_or(String::new(), |at| format!(" [{}]", at + 1));
            format!("{}{mark}", item.date)
        };
        row(
            out,
            "",
            short_name(&item.name),
            &[
                &grouped(item.quantity.into()),
                &dollars(item.unit_usd),
                &dollars(item.total_usd),
                &seen,
            ],
        );
    }
    let percent = cost.tax_percent;
    for (class, name, amount) in [
        ("sum", "Without tax".to_owned(), cost.subtotal_usd),
        ("", format!("Tax, {percent}{THIN}%"), cost.tax_usd),
        ("sum", "Total".to_owned(), cost.total_usd),
    ] {
        row(out, class, &name, &["", "", &figure(amount), ""]);
    }
    out.push_str(END);
    if !cost.complete {
        put!(
            out,
            "<p><b>The total is too low</b>: without a price {}.</p>",
            Text(cost.missing.join(", "))
        );
    }
    out.push_str("<p class=\"fine\">");
    for (at, source) in sources.iter().enumerate() {
        put!(out, "[{}] {}. ", at + 1, Text(source));
    }
    for note in &cost.notes {
        put!(out, "{} ", Text(note));
    }
    out.push_str("</p></section>");
}

/// Where the prices come from, each once.
fn sources(items: &[CostItem]) -> Vec<&'static str> {
    let mut sources: Vec<&'static str> = Vec::new();
    for item in items {
        if !item.own && !item.source.is_empty() && !sources.contains(&item.source) {
            sources.push(item.source);
        }
    }
    sources
}

/// Dollars and cents without the sign, which the head of the column has.
fn figure(amount: Cents) -> String {
    exact(amount).trim_start_matches('$').to_owned()
}

fn power(out: &mut String, answer: &Answer) {
    let power = &answer.report.power;
    let watts = |watts: f64| format!("{watts:.0}");
    table(
        out,
        "Power, from the parts to the socket",
        &["Part", "Qty", "Load, W", "Idle, W"],
    );
    for item in &power.items {
        row(
            out,
            "",
            short_name(item.label),
            &[
                &grouped(item.count.into()),
                &watts(item.busy_w),
                &watts(item.idle_w),
            ],
        );
    }
    if let Some(psu) = &power.psu {
        let name = format!(
            "Lost in the supply, {}{THIN}% efficient",
            about(psu.efficiency_percent)
        );
        let idle = power.idle_wall_w - power.idle_dc_w;
        row(
            out,
            "",
            &name,
            &[&grouped(psu.units.into()), &watts(psu.loss_w), &watts(idle)],
        );
    }
    row(
        out,
        "sum",
        "At the wall",
        &["", &watts(power.wall_w), &watts(power.idle_wall_w)],
    );
    out.push_str(END);
    let energy = &power.energy;
    let year = match energy.cost_usd_per_year {
        Some(usd) => format!(", ${} a year", about(usd)),
        None => ", for which no price is known".to_owned(),
    };
    put!(
        out,
        "<p>{} Heat {} BTU/h. {}{THIN}kWh a year{year}.</p></section>",
        Text(&power.verdict.sentence),
        grouped(power.heat.btu_per_h),
        about(energy.kwh_per_year)
    );
}

fn memory(out: &mut String, answer: &Answer) {
    let cards = &answer.report.memory.per_gpu;
    let shown = brief_runs(answer, MOST_CARDS);
    table(
        out,
        "Memory, GB on each GPU",
        &[
            "GPU", "Weights", "KV", "Other", "Needed", "up to", "Holds", "Free",
        ],
    );
    for run in &shown {
        let card: &GpuUse = run.first;
        let amount = |bytes: u64| ratio(bytes, GB, 1);
        let free = format!(
            "{}{}",
            if card.free_bytes < 0 { "−" } else { "" },
            amount(card.free_bytes.unsigned_abs())
        );
        let other = card.activations_bytes + card.runtime_bytes + card.reserve_bytes;
        let name = run.name().replace("GPU\u{a0}", "");
        row(
            out,
            "",
            &format!("{name}: {}", gpu_name(card.gpu)),
            &[
                &amount(card.weights_bytes),
                &amount(card.kv_cache_bytes),
                &amount(other),
                &amount(card.used_bytes),
                &amount(card.used_high_bytes),
                &amount(card.capacity_bytes),
                &free,
            ],
        );
    }
    out.push_str(END);
    let counted: usize = shown.iter().map(|run| run.count).sum();
    if counted < cards.len() {
        put!(out, "<p>The fullest of {} GPUs.</p>", cards.len());
    }
    let memory = &answer.report.memory;
    put!(
        out,
        "<p class=\"fine\">Other: buffers, driver, what the engine leaves free. Weights {}, KV cache {} in all.",
        gb(memory.weights_bytes),
        gb(memory.kv_cache_bytes)
    );
    if memory.host.layers > 0 {
        put!(
            out,
            " In system memory {} of {}.",
            gb(memory.host.weights_bytes + memory.host.kv_cache_bytes),
            gb(memory.host.capacity_bytes)
        );
    }
    out.push_str("</p></section>");
}

/// A section with what is estimated: name, figure, range; `otherwise` says why there is no more.
fn facts(
    out: &mut String,
    title: &str,
    facts: &[(String, String, Option<String>)],
    otherwise: &str,
) {
    put!(
        out,
        "<section><h2>{title}</h2><table><thead class=\"sr\"><tr><th>What</th><th>About</th><th>Range</th></tr></thead><tbody>"
    );
    for (name, figure, ends) in facts {
        row(
            out,
            "",
            name,
            &[figure, ends.as_deref().unwrap_or_default()],
        );
    }
    out.push_str(END);
    if !otherwise.is_empty() {
        put!(out, "<p>{}</p>", Text(otherwise));
    }
    out.push_str("</section>");
}

fn speed(out: &mut String, answer: &Answer) {
    let speed = &answer.report.speed;
    let rate = |value: Option<f64>| value.map(|value| with_unit(value, "tokens/s"));
    let mut list = Vec::new();
    let mut add = |name: String, figure: Option<String>, ends: Option<String>| {
        list.extend(figure.map(|figure| (name, figure, ends)));
    };
    add(
        "One stream".to_owned(),
        rate(speed.decode_tokens_per_s),
        range(
            speed.decode_tokens_per_s_low,
            speed.decode_tokens_per_s_high,
        ),
    );
    if speed.users > 1 {
        add(
            format!("All {} streams", grouped(speed.users.into())),
            rate(speed.decode_total_tokens_per_s),
            range(
                speed.decode_total_tokens_per_s_low,
                speed.decode_total_tokens_per_s_high,
            ),
        );
    }
    add(
        "Reading a prompt".to_owned(),
        rate(speed.prefill_tokens_per_s),
        range(
            speed.prefill_tokens_per_s_low,
            speed.prefill_tokens_per_s_high,
        ),
    );
    add(
        "To the first token".to_owned(),
        speed.time_to_first_token_s.map(duration),
        speed.time_to_first_token_s.and_then(|middle| {
            durations(
                middle,
                speed.time_to_first_token_s_low,
                speed.time_to_first_token_s_high,
            )
        }),
    );
    let storage = &answer.report.storage;
    add(
        "Loading from the drives".to_owned(),
        Some(duration(storage.load_s)),
        durations(
            storage.load_s,
            Some(storage.load_low_s),
            Some(storage.load_high_s),
        ),
    );
    facts(out, "Speed, estimated", &list, &speed.reason);
}

fn training_memory(out: &mut String, training: &Training) {
    let fullest = usize::try_from(training.deciding_gpu).unwrap_or(0);
    if let Some(card) = training.per_gpu.get(fullest).or(training.per_gpu.first()) {
        table(
            out,
            "Memory on the fullest GPU",
            &["What", "GB", "at least", "up to"],
        );
        let amount = |bytes: u64| ratio(bytes, GB, 1);
        for item in &card.items {
            row(
                out,
                "",
                item.label,
                &[
                    &amount(item.bytes),
                    &amount(item.low_bytes),
                    &amount(item.high_bytes),
                ],
            );
        }
        row(
            out,
            "sum",
            "Needed",
            &[
                &amount(card.used_bytes),
                &amount(card.used_low_bytes),
                &amount(card.used_high_bytes),
            ],
        );
        row(
            out,
            "",
            &format!("Held by the {}", gpu_name(card.gpu)),
            &[&amount(card.capacity_bytes), "", ""],
        );
        put!(out, "{END}</section>");
    }
}

fn train(out: &mut String, training: &Training) {
    let hours = |hours: Option<f64>| hours.map(|hours| hours * 3_600.0);
    let seconds = hours(training.hours_per_epoch);
    let dollars = |usd: f64| format!("${}", about(usd));
    let mut list = Vec::new();
    let mut add = |name: &str, figure: Option<String>, ends: Option<String>| {
        list.extend(figure.map(|figure| (name.to_owned(), figure, ends)));
    };
    add(
        "Rate of all GPUs",
        training
            .tokens_per_s
            .map(|rate| with_unit(rate, "tokens/s")),
        range(training.tokens_per_s_low, training.tokens_per_s_high),
    );
    add(
        "One epoch",
        seconds.map(duration),
        seconds.and_then(|middle| {
            durations(
                middle,
                hours(training.hours_per_epoch_low),
                hours(training.hours_per_epoch_high),
            )
        }),
    );
    add(
        "Energy of an epoch",
        training.kwh_per_epoch.map(|kwh| with_unit(kwh, "kWh")),
        None,
    );
    add(
        "Electricity of an epoch",
        training.usd_per_epoch.map(dollars),
        None,
    );
    add(
        "Renting for an epoch",
        training.rent_usd_per_epoch.map(dollars),
        None,
    );
    let title = if training.fits {
        "Training, estimated"
    } else {
        "Training, estimated, if it fitted"
    };
    facts(out, title, &list, "");
}

/// The models side by side: equal ones in one line.
fn together(out: &mut String, answer: &Answer) {
    let Some(together) = &answer.report.together else {
        return;
    };
    put!(
        out,
        "<section><h2>Side by side</h2><p>{}</p><p>",
        Text(&together.sentence)
    );
    let alike = together
        .instances
        .chunk_by(|one, other| (&one.model, one.weights) == (&other.model, other.weights));
    for run in alike {
        let Some(first) = run.first() else { continue };
        let mut places: Vec<String> = run
            .iter()
            .filter_map(|one| match one.gpus.as_slice() {
                [] => None,
                [only] => Some(only.to_string()),
                [from, .., to] => Some(format!("{from}–{to}")),
            })
            .collect();
        let without = run.len() - places.len();
        places.dedup();
        let place = match (without, places.is_empty()) {
            (_, true) => "without a place".to_owned(),
            (0, false) => format!("on GPU {}", places.join(", ")),
            (left, false) => format!("on GPU {}, {left} without a place", places.join(", ")),
        };
        put!(
            out,
            "{} × {} {} {place}. ",
            run.len(),
            Text(&first.model_name),
            Quant::parse(first.weights).map_or(first.weights, Quant::name)
        );
    }
    out.push_str("</p></section>");
}

fn payback(out: &mut String, answer: &Answer) {
    let payback = &answer.report.payback;
    put!(
        out,
        "<section><h2>Owning against renting</h2>{}",
        text("payback-finding", answer)
    );
    if payback.compared {
        compared(out, answer);
    }
    out.push_str("</section>");
}

/// Both ways in figures.
fn compared(out: &mut String, answer: &Answer) {
    let report = &answer.report;
    let payback = &report.payback;
    out.push_str("<table><thead class=\"sr\"><tr><th>What</th><th>USD</th></tr></thead><tbody>");
    let mut line = |name: &str, figure: String| row(out, "", name, &[&figure]);
    line("The machine, once", exact(payback.capex_usd));
    line(
        "Electricity and upkeep of a month",
        exact(payback.energy_usd_per_month + payback.upkeep_usd_per_month),
    );
    line(
        "Rent and storage of the first month",
        exact(payback.rent_usd_per_month + payback.storage_usd_per_month),
    );
    if let Some(last) = payback
        .series
        .iter()
        .find(|point| point.month == payback.kept_months)
    {
        let after = format!("after {} months", last.month);
        line(
            &format!(
                "Owning {after}, resale of {} taken off",
                exact(last.resale_usd)
            ),
            exact(last.own_usd),
        );
        line(&format!("Renting {after}"), exact(last.rent_usd));
    }
    let kept = payback.kept_months;
    line(
        "Break-even",
        match payback.break_even_months {
            Some(months) => format!("month {months}"),
            None => format!("not within {} months", payback.horizon_months),
        },
    );
    line(
        &format!("Worth owning for {kept} months from"),
        match payback.break_even_hours_per_day {
            Some(hours) => format!("{} h a day", about(hours)),
            None => "never".to_owned(),
        },
    );
    if let Some(tokens) = &report.speed.token_cost
        && !answer.trains()
    {
        let per = |way: Option<MicroUsd>| way.map(|usd| format!("${}", about(usd.usd())));
        let api = tokens.api_provider.unwrap_or("an API");
        for (name, price) in [
            (
                "A million tokens, owned".to_owned(),
                tokens.owned_usd_per_mtok,
            ),
            (
                "A million tokens, rented".to_owned(),
                tokens.rented_usd_per_mtok,
            ),
            (
                format!("A million tokens from {api}"),
                tokens.api_usd_per_mtok,
            ),
        ] {
            if let Some(price) = per(price) {
                line(&name, price);
            }
        }
    }
    out.push_str(END);
    if let Some(rental) = &report.cloud.chosen {
        let seen = if rental.own {
            "own price".to_owned()
        } else {
            format!("{}, {}", rental.date, rental.source)
        };
        put!(
            out,
            "<p class=\"fine\">Rented: {} × {} at {}, {}, {} an hour ({}).</p>",
            rental.gpus,
            Text(rental.gpu_name),
            Text(rental.provider),
            rental.term.name(),
            rental.usd_per_hour,
            Text(seen)
        );
    }
}

fn inputs(out: &mut String, answer: &Answer) {
    let report = &answer.report;
    out.push_str(
        "<section class=\"sheet-inputs\"><h2>What this rests on</h2>\
         <p class=\"fine\">Every input with its value. What the link chooses is in bold and says so; all else is a default.</p><dl>",
    );
    for input in assumptions(answer) {
        let (class, origin) = if input.chosen {
            (" class=\"chosen\"", " <span class=\"origin\">chosen</span>")
        } else {
            ("", "")
        };
        put!(
            out,
            "<div{class}><dt>{}</dt> <dd>{}{origin}</dd></div>",
            input.name,
            Text(&input.value)
        );
    }
    out.push_str("</dl><ul class=\"fine\">");
    for notice in report.notices.iter().take(MOST_NOTICES) {
        put!(
            out,
            "<li><b>Not used as given:</b> {}: {}</li>",
            notice.key,
            Text(&notice.message)
        );
    }
    if report.notices.len() > MOST_NOTICES {
        put!(
            out,
            "<li>{} more of the link’s values were not used as given.</li>",
            report.notices.len() - MOST_NOTICES
        );
    }
    let sentences = report.payback.assumptions.iter();
    for sentence in sentences.chain(&report.speed.notes) {
        put!(out, "<li>{}</li>", Text(sentence));
    }
    put!(
        out,
        "<li>GPUs and processor count at their limits; the price of the machine counts once. Rests on: memory {}, speed {}, watts {}, prices {}, payback {}. \
         Formulas, sources and how wrong they can be: /method.</li></ul></section>",
        known(report.memory.evidence),
        known(match &report.training {
            Some(training) => training.evidence,
            None => report.speed.evidence,
        }),
        known(report.power.evidence),
        known(report.cost.evidence),
        known(report.payback.evidence)
    );
}

fn known(evidence: Evidence) -> &'static str {
    evidence.word()
}
