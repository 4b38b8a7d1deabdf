//! What the machine draws by what it does: the load that is asked for leads, and the most ends it.

use headroom_core::report::PowerLoad;
use headroom_core::units::about;
use leptos::prelude::*;

use super::whole;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// What it draws at what is asked of it.
pub(crate) fn lead(answer: &Answer) -> Option<Html> {
    let said = answer.report.power().at_work()?;
    Some(view! { <p class="at-work">{said}</p> }.html())
}

/// Load by load.
pub(super) fn table(answer: &Answer) -> Html {
    let power = answer.report.power();
    let rows: Vec<Html> = power.loads.iter().map(row).collect();
    let gpus = power.items.iter();
    let gpus = gpus.filter(|item| ["gpu", "machine"].contains(&item.kind));
    let gpus: f64 = gpus.map(|item| item.busy_w).sum();
    view! {
        <table class="figures loads">
            <thead>
                <tr>
                    <th scope="col">"By what it does, in W"</th>
                    <th scope="col">"GPUs"</th>
                    <th scope="col" class="parts-w">"All parts"</th>
                    <th scope="col">"At the wall"</th>
                    <th scope="col" class="quiet">"Known from"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tbody class="sum">
                <tr>
                    <th scope="row">"at most"</th>
                    <td>{whole(gpus)}</td>
                    <td class="parts-w">{whole(power.dc_w)}</td>
                    <td>{whole(power.wall_w)}</td>
                    <td class="quiet">{power.evidence.word()}</td>
                </tr>
            </tbody>
        </table>
    }
    .html()
}

fn row(load: &PowerLoad) -> Html {
    let asked = load
        .asked
        .then(|| view! { " "<span class="asked-for">"asked for"</span> });
    let known = match load.measurements {
        0 => load.evidence.word().to_owned(),
        1 => "1 reading".to_owned(),
        count => format!("{count} readings"),
    };
    let class = if load.asked { "asked" } else { "other" };
    view! {
        <tr class=class>
            <th scope="row">{load.kind.name()}{asked}</th>
            <td>{figure(load.gpu_w, load.gpu_low_w, load.gpu_high_w)}</td>
            <td class="parts-w">{figure(load.dc_w, load.dc_low_w, load.dc_high_w)}</td>
            <td>{figure(load.wall_w, load.wall_low_w, load.wall_high_w)}</td>
            <td class="quiet">{known}</td>
        </tr>
    }
    .html()
}

/// Watts, and between what they lie.
fn figure(watts: f64, low: f64, high: f64) -> Html {
    let (low, high) = (about(low), about(high));
    let ends = (low != high).then(|| view! { <span class="cell-range">{low}"–"{high}</span> });
    view! { <span class="cell-figure">{about(watts)}</span>{ends} }.html()
}

#[cfg(test)]
mod tests {
    use super::{lead, table};
    use crate::state::Answer;

    #[test]
    fn the_load_that_is_asked_for_leads_and_is_marked_once() {
        for (query, when, name) in [
            ("n=4", "while it answers one stream", "one stream"),
            (
                "n=4&users=16",
                "while it answers many streams",
                "many streams",
            ),
            (
                "n=4&model=llama-3.1-8b&mode=train",
                "while it trains",
                "training",
            ),
        ] {
            let answer = Answer::to(query);
            let said = lead(&answer).map(crate::markup::Html::into_text);
            let said = said.unwrap_or_default();
            assert!(said.contains(when) && said.contains("at most"), "{said}");
            let html = table(&answer).into_text();
            assert_eq!(html.matches("asked for").count(), 1, "{html}");
            let (before, _) = html.split_once("asked for").unwrap_or_default();
            let row = before.rsplit("<tr").next().unwrap_or_default();
            assert!(row.contains(name), "{row}");
        }
    }
}
