//! The memory of the fullest card in training, line by line.

use headroom_core::report::TrainingGpu;
use headroom_core::units::{GB, GIB, ratio};
use leptos::prelude::*;

use super::super::part::{share, swatch};
use super::controls::capitalised;
use crate::look::GROUPS;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// The fullest card line by line.
pub(crate) fn table(answer: &Answer) -> Option<Html> {
    let training = answer.report.training()?;
    let deciding = usize::try_from(training.deciding_gpu).unwrap_or(0);
    let card = training.per_gpu.get(deciding)?;
    let moment = match training.fullest_moment {
        "loss" => "when the loss is computed",
        "backward" => "in the backward pass",
        _ => "at the end of the backward pass",
    };
    let items: Vec<_> = { GROUPS.iter() }
        .flat_map(|group| group.items(card).map(|item| (group.id, item)))
        .map(|(group, item)| {
            let note = (!item.note.is_empty())
                .then(|| view! { " "<span class="item-note">{item.note}</span> });
            view! {
                <tr>
                    <th scope="row">
                        {swatch(group)}
                        {capitalised(item.label)}
                        {note}
                    </th>
                    <td>{ratio(item.bytes, GB, 2)}</td>
                    <td class="quiet">{ratio(item.bytes, GIB, 2)}</td>
                    <td class="quiet">{share(item.bytes, card.capacity_bytes)}</td>
                    <td class="quiet">{item.evidence.word()}</td>
                </tr>
            }
        })
        .collect();
    let ends = format!(
        "{}–{}",
        ratio(card.used_low_bytes, GB, 1),
        ratio(card.used_high_bytes, GB, 1)
    );
    let (class, label) = if card.free_bytes < 0 {
        ("short", "Short by")
    } else {
        ("spare", "Free")
    };
    let view = view! {
        <table class="figures">
            <thead>
                <tr>
                    <th scope="col">{format!("Memory of GPU\u{a0}{}, fullest {moment}", card.index)}</th>
                    <th scope="col">"GB"</th>
                    <th scope="col">"GiB"</th>
                    <th scope="col" class="quiet">"share"</th>
                    <th scope="col" class="quiet">"known as"</th>
                </tr>
            </thead>
            <tbody>{items}</tbody>
            <tbody class="sum">
                {row("", "Needed", card.used_bytes, card)}
                <tr class="quiet">
                    <th scope="row">"at least, at most"</th>
                    <td>{ends}</td>
                    <td></td>
                    <td></td>
                    <td></td>
                </tr>
                {row("", "Capacity", card.capacity_bytes, card)}
                {row(class, label, card.free_bytes.unsigned_abs(), card)}
            </tbody>
        </table>
    };
    Some(view.html())
}

fn row(class: &'static str, label: &'static str, bytes: u64, card: &TrainingGpu) -> Html {
    view! {
        <tr class=class>
            <th scope="row">{label}</th>
            <td>{ratio(bytes, GB, 2)}</td>
            <td class="quiet">{ratio(bytes, GIB, 2)}</td>
            <td class="quiet">{share(bytes, card.capacity_bytes)}</td>
            <td></td>
        </tr>
    }
    .html()
}
