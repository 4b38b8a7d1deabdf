//! What bars, legends and tables have in common: the mark of a part, and its share of a card.

use headroom_core::units::{THIN, ratio};
use leptos::prelude::*;

use crate::look::texture;
use crate::markup::{Html, IntoHtml};

/// The mark of a part in legends and tables: its colour under its texture.
pub(super) fn swatch(class: &'static str) -> Html {
    view! {
        <svg class=format!("swatch part {class}") width="14" height="14" aria-hidden="true">
            <rect width="14" height="14"></rect>
            <rect class="texture" width="14" height="14" fill=texture(class)></rect>
        </svg>
    }
    .html()
}

/// The end of a legend of memory: the line of the capacity, and the bracket that `range` names.
pub(super) fn bounds_key(range: &'static str) -> Html {
    view! {
        <li>
            <svg class="swatch" width="14" height="14" aria-hidden="true">
                <line class="limit" x1="7" x2="7" y1="0" y2="14"></line>
            </svg>
            "Capacity"
        </li>
        <li>
            <svg class="swatch" width="14" height="14" aria-hidden="true">
                <path class="range" d="M1 3v8M13 3v8M1 7h12"></path>
            </svg>
            {range}
        </li>
    }
    .html()
}

/// What to know, one thing after the other; nothing where there is nothing.
pub(super) fn remarks<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Html> {
    let items: Vec<_> = { texts.into_iter() }
        .map(|text| view! { <li>{text.to_owned()}</li> })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="remarks">{items}</ul> }.html())
}

/// Part of a capacity, to a tenth of a percent.
pub(super) fn share(bytes: u64, capacity: u64) -> String {
    format!("{}{THIN}%", ratio(bytes.saturating_mul(100), capacity, 1))
}
