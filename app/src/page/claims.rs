//! `/claims`: is this claim true?

use std::sync::LazyLock;

use headroom_core::builds::{Figure, Ruling};
use headroom_core::catalog::{Catalog, Topic};
use headroom_core::claims::{
    Answer, Case, Checked, EXAMPLES, LONGEST, Piece, Role, check, list, text_in,
};
use headroom_core::units::{Currency, THIN, about};
use leptos::prelude::*;

use super::share::Snippet;
use crate::card::address_of_claim;
use crate::components::{Heading, ListTable, SourceLink};
use crate::embed::{Frame, USUAL_WIDTH};
use crate::look::ruling_look as mark_of;
use crate::markup::{Html, IntoHtml, address, encoded, words};

/// Path of the page.
pub(crate) const PATH: &str = "/claims";

/// The address of a claim.
pub(crate) fn address_of(text: &str) -> String {
    format!("{PATH}?text={}", encoded(text))
}

/// The claim in a query, with what comes of it.
pub(crate) fn asked(query: &str) -> Option<Checked> {
    text_in(query).map(|text| check(&text, Catalog::builtin()))
}

/// What comes of a claim in one line, for titles.
pub(crate) fn title(checked: &Checked) -> String {
    let (_, mark) = look_of(checked.verdict);
    format!(
        "{mark} {}: “{}”",
        capital(checked.verdict.word()),
        checked.text
    )
}

/// The claim with what comes of it, in as many letters as previews show.
pub(crate) fn described(checked: &Checked) -> String {
    let whole = format!(
        "“{}”: {}. {}",
        checked.text,
        checked.verdict.word(),
        checked.sentence
    );
    if whole.chars().count() <= SHOWN {
        return whole;
    }
    whole.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// Letters of a description, at most.
const SHOWN: usize = 290;

/// The page.
#[component]
pub(super) fn Claims(
    /// The claim that was typed.
    checked: Option<Checked>,
    /// Scheme and authority, without a slash at the end.
    origin: String,
) -> impl IntoView {
    let answer = checked.as_ref().map(answer);
    let embed = checked.as_ref().map(|checked| embed(checked, &origin));
    let known = if checked.is_none() {
        table()
    } else {
        view! {
            <p><a href=format!("{PATH}#published")>"What two published documents claim, each claim checked"</a></p>
        }
        .html()
    };
    view! {
        <main id="content" class="claims-page">
            <h1>"Is this claim true?"</h1>
            <p class="lead">
                "Type what somebody says about models and machines: what fits, how fast it is, what it draws, when it pays for \
                 itself. Every word is used or named, and no verdict is given on anything else than what stands there."
            </p>
            {form(checked.as_ref())}
            {answer}
            {embed}
            {examples()}
            {known}
        </main>
    }
}

/// The field, with what is wrong with what was typed.
fn form(checked: Option<&Checked>) -> Html {
    let text = checked.map_or_else(String::new, |checked| checked.text.clone());
    let refused = checked.filter(|checked| checked.verdict == Answer::NotUnderstood);
    let fault = refused.map(|checked| {
        view! { <p class="note" id="claim-note"><span>{checked.sentence.clone()}</span></p> }
    });
    let described = if refused.is_some() {
        "claim-note"
    } else {
        "claim-hint"
    };
    view! {
        <form class="claim-form" method="get" action=PATH>
            <label class="name" for="claim-text">"A claim in words"</label>
            <div class="claim-field">
                <input
                    type="text"
                    id="claim-text"
                    name="text"
                    maxlength=LONGEST.to_string()
                    autocomplete="off"
                    spellcheck="false"
                    required
                    value=text
                    aria-invalid=refused.is_some().to_string()
                    aria-describedby=described
                />
                <button type="submit">"Check"</button>
            </div>
            {fault}
            <p class="hint" id="claim-hint">{format!("At most {LONGEST} characters. For example: {}.", EXAMPLES[1])}</p>
        </form>
    }
    .html()
}

/// Class and mark of a verdict.
pub(crate) fn look_of(answer: Answer) -> (&'static str, &'static str) {
    match answer {
        Answer::Confirmed => ("fits", "✓"),
        Answer::Depends => ("tight", "≈"),
        Answer::Refuted => ("no", "×"),
        Answer::NotUnderstood => ("never", "?"),
    }
}

/// What comes of a claim, and why.
fn answer(checked: &Checked) -> Html {
    let (class, mark) = look_of(checked.verdict);
    let understood = checked.verdict != Answer::NotUnderstood;
    let sentence = understood.then(|| {
        view! { <p class="claim-finding">{checked.sentence.clone()}</p> }
    });
    let word = capital(checked.verdict.word());
    let link = checked.link.clone().map(|link| {
        view! { <p><a class="button" href=link>"Open what decides it"</a></p> }
    });
    let own = address_of(&checked.text);
    let programs = format!("/api/v1/claims?text={}", encoded(&checked.text));
    let picture = address_of_claim(&checked.text);
    view! {
        <section class="claim-answer" aria-labelledby="verdict">
            <h2 id="verdict" class=format!("sentence {class}")>
                <span class="mark" aria-hidden="true">{mark}</span>
                <span>{word}</span>
            </h2>
            {sentence}
            {link}
            {reading(&checked.reading)}
            {unknown(checked)}
            {working(&checked.cases)}
            {assumed(&checked.assumed)}
            <p class="hint">
                <a href=own>"Link to this claim"</a>", "<a href=programs>"as JSON"</a>", "<a href=picture>"as a picture"</a>"."
            </p>
        </section>
    }
    .html()
}

/// The frame for the pages of others.
fn embed(checked: &Checked, origin: &str) -> Html {
    let frame = Frame::claim(&format!("text={}", encoded(&checked.text)));
    let code = frame.iframe(origin, None, frame.height(USUAL_WIDTH));
    view! {
        <details class="more">
            <summary>"Embed this verdict"</summary>
            <Snippet id="claimed" name="Frame for your page" code>
                "Judged with the newest catalogue whenever somebody looks; it needs no script. Sites that know oEmbed need \
                 the address of this page alone."
            </Snippet>
        </details>
        <script src="/share.js" defer></script>
    }
    .html()
}

/// Each word with what it was taken for.
fn reading(pieces: &[Piece]) -> Option<Html> {
    let piece = |piece: &Piece| {
        let text = piece.text.trim().to_owned();
        let (class, label) = match piece.role {
            Role::Filler => ("piece filler", None),
            Role::Unknown => ("piece unknown", Some(Role::Unknown.word())),
            role => ("piece", Some(role.word())),
        };
        let label = label.map(|label| view! { <span class="role">{label}</span> });
        view! { <li class=class><span class="said">{text}</span>{label}</li> }
    };
    let list: Vec<_> = { pieces.iter() }
        .filter(|piece| !piece.text.trim().is_empty())
        .map(piece)
        .collect();
    let meant: Vec<_> = { pieces.iter() }
        .filter(|piece| {
            !piece.meaning.is_empty()
                && piece.role != Role::Filler
                && piece.meaning != piece.text.trim()
        })
        .map(|piece| {
            view! {
                <li>"“"{piece.text.trim().to_owned()}"”: "{piece.meaning.clone()}</li>
            }
        })
        .collect();
    let meant = (!meant.is_empty()).then(|| view! { <ul class="meant">{meant}</ul> });
    (!list.is_empty()).then(|| {
        view! {
            <h3>"How it was read"</h3>
            <ol class="pieces">{list}</ol>
            <p class="hint">"Below each word stands what it was taken for. Words with nothing below them say nothing here."</p>
            {meant}
        }
        .html()
    })
}

/// What was not understood, and what may have been meant.
fn unknown(checked: &Checked) -> Option<Html> {
    if checked.not_understood.is_empty() {
        return None;
    }
    let quoted: Vec<String> = checked
        .not_understood
        .iter()
        .map(|word| format!("“{word}”"))
        .collect();
    let links: Vec<_> = { checked.suggestions.iter() }
        .map(|text| view! { <li><a href=address_of(text)>{text.clone()}</a></li> })
        .collect();
    let links = (!links.is_empty()).then(|| {
        view! {
            <div class="suggestions">
                <p>"Perhaps it was meant so:"</p>
                <ul>{links}</ul>
            </div>
        }
    });
    let view = view! {
        <h3>"What was not understood"</h3>
        <p>{quoted.join(", ")}</p>
        {links}
    };
    Some(view.html())
}

const WORKING: &[Heading] = &[
    Heading::Words("What decides"),
    Heading::Figures("Claimed"),
    Heading::Figures("Found"),
    Heading::Figures("Range"),
    Heading::Figures("Limit"),
];

/// The questions that decide, with their figures.
fn working(cases: &[Case]) -> Option<Html> {
    if cases.is_empty() {
        return None;
    }
    let one = |case: &Case| {
        let (class, mark) = mark_of(case.ruling);
        let label = words(&case.label).map(|label| format!("{label}: "));
        view! {
            <li>
                <p class="claim">
                    <span class=class><span aria-hidden="true">{mark}</span>" "{case.ruling.word()}</span>
                    " "{label}{case.over}
                </p>
                <p class="claim-reason">{case.reason.clone()}" "<a href=address(&case.query)>"The working"</a></p>
                {figures(&case.figures)}
            </li>
        }
        .html()
    };
    let list: Vec<Html> = cases.iter().map(one).collect();
    let note = (cases.iter().any(|case| case.ruling != Ruling::Confirmed) && cases.len() > 1)
        .then(|| view! { <p class="hint">"All that is claimed must hold, in each way in which it can be meant."</p> });
    let view = view! {
        <h3>"The working"</h3>
        {note}
        <ol class="claims">{list}</ol>
    };
    Some(view.html())
}

/// Claimed against found.
fn figures(figures: &[Figure]) -> Option<Html> {
    let rows: Vec<Html> = figures.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! { <ListTable label="Figures that decide" narrow=true head=WORKING>{rows}</ListTable> }.html()
    })
}

fn row(figure: &Figure) -> Html {
    let unit = figure.unit;
    // Bytes decide by less than a whole GB.
    let digits = |value: f64| match unit {
        "GB" | "GiB" => format!("{value:.1}"),
        _ => about(value),
    };
    let value = |value: f64| match unit {
        "USD" => format!("{}{}", Currency::USD.sign, digits(value)),
        unit => format!("{}{THIN}{unit}", digits(value)),
    };
    let none = || "–".to_owned();
    let claimed = match (figure.claimed_low, figure.claimed_high) {
        (Some(low), Some(high)) if low == high => value(low),
        (Some(low), Some(high)) => format!("{}–{}", digits(low), value(high)),
        (Some(low), None) => format!("≥ {}", value(low)),
        (None, Some(high)) => format!("≤ {}", value(high)),
        (None, None) => none(),
    };
    let range = figure.found_low.zip(figure.found_high);
    let range = range.map_or_else(none, |(low, high)| {
        format!("{}–{}", digits(low), value(high))
    });
    view! {
        <tr>
            <th scope="row">{figure.label}</th>
            <td>{claimed}</td>
            <td>{value(figure.found)}</td>
            <td>{range}</td>
            <td>{figure.limit.map_or_else(none, value)}</td>
        </tr>
    }
    .html()
}

fn assumed(list: &[String]) -> Option<Html> {
    let lines: Vec<_> = list
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3>"Taken for granted"</h3>
            <ul class="assumed">{lines}</ul>
        }
        .html()
    })
}

/// What the two reference documents claim: judged once, as nothing that a visitor says changes it.
fn table() -> Html {
    static TABLE: LazyLock<Html> = LazyLock::new(judged);
    TABLE.clone()
}

fn judged() -> Html {
    let rows = list::table(Catalog::builtin());
    let count = |ruling| rows.iter().filter(|row| row.ruling == Some(ruling)).count();
    let counts = [Ruling::Confirmed, Ruling::Depends, Ruling::Refuted]
        .map(|ruling| format!("{} {}", count(ruling), ruling.word()));
    let unchecked = rows.iter().filter(|row| row.ruling.is_none()).count();
    // The claim that began it stands before all topics.
    let first: Vec<Html> = rows.iter().take(1).map(published).collect();
    let topics: Vec<_> = Topic::ALL
        .into_iter()
        .map(|topic| {
            let of_topic = rows.iter().skip(1).filter(|row| row.stated.topic == topic);
            let lines: Vec<Html> = of_topic.map(published).collect();
            view! {
                <h3>{topic.name()}</h3>
                <ol class="claims">{lines}</ol>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="published">
            <h2 id="published">"What two published documents claim"</h2>
            <p>
                "A four-card workstation and the one-card machine that was planned beside it: "
                {rows.len()}" claims, "{counts.join(", ")}", "{unchecked}" that cannot be checked. Each is judged by asking the \
                 machine that it speaks of, as its link does."
            </p>
            <ol class="claims">{first}</ol>
            {topics}
        </section>
    }
    .html()
}

/// One claim of the documents.
fn published(row: &list::Row) -> Html {
    let (class, mark) = row.ruling.map_or(("tag never", "?"), mark_of);
    let word = row.ruling.map_or("cannot be checked", Ruling::word);
    let link = row
        .link
        .clone()
        .map(|link| view! { " "<a href=link>"The working"</a> });
    view! {
        <li>
            <p class="claim">
                <span class=class><span aria-hidden="true">{mark}</span>" "{word}</span>
                " “"{row.stated.text}"”"
            </p>
            <p class="claim-reason">{row.reason.clone()}{link}</p>
            <p class="hint"><SourceLink source=*row.stated.source/></p>
        </li>
    }
    .html()
}

fn examples() -> Html {
    let links: Vec<_> = { EXAMPLES.iter() }
        .map(|text| view! { <li><a href=address_of(text)>{*text}</a></li> })
        .collect();
    view! {
        <section aria-labelledby="examples">
            <h2 id="examples">"Claims to try"</h2>
            <ul>{links}</ul>
        </section>
    }
    .html()
}

/// A word with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
