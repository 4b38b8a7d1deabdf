//! Speed on `/method`: the rooflines, what was fitted to what, and how wrong it is.

use headroom_core::accuracy::HELD_OUT;
use headroom_core::accuracy::speed::{GroupErrors, Outcome, SpeedError, groups, speed_errors};
use headroom_core::catalog::Catalog;
use headroom_core::catalog::measured::{Mapping, Metric};
use headroom_core::speed::{Family, TABLE};
use leptos::prelude::*;

use super::scatter::{Dot, Scatter};
use super::{known, percent, signed};
use crate::components::{Heading, ListTable, More};

/// The whole section.
#[component]
pub(super) fn Speed(
    /// Whose models and cards the measurements are held against.
    catalog: &'static Catalog,
) -> impl IntoView {
    let errors = speed_errors(catalog);
    let groups = groups(&errors, &TABLE);
    let dots: Vec<Dot> = errors.iter().filter_map(dot).collect();
    let names = Family::ALL.map(Family::name).to_vec();
    view! {
        <section>
            <h2 id="speed">"Speed"</h2>
            <p>
                "A step of decoding gives each sequence one token. It reads every weight that the step touches once, \
                 and the cache of every sequence, and it multiplies; reading and multiplying overlap, so that little \
                 more than the longer of the two counts (the fourth root of the sum of their fourth powers)."
            </p>
            <p class="formula">
                "step = max(weights ÷ bandwidth reached, FLOP ÷ compute reached) + cache ÷ bandwidth reached + starts \
                 × layers + engine + exchange + host"
            </p>
            <p class="formula">
                "experts touched by B sequences = E × (1 − (1 − k/E)"<sup>"n"</sup>"), n = B"
                <sup>{TABLE.rates.common.routing}</sup>
            </p>
            <p>
                "The second power is fitted: sequences of a batch choose experts alike, so that B of them count as \
                 fewer that choose by themselves."
            </p>
            <p class="formula">
                "prompt = max(2 × active parameters × tokens ÷ compute reached, weights ÷ bandwidth reached) + \
                 attention + starts + exchange"
            </p>
            <p>
                "Tensor parallelism divides weights and products and adds two exchanges a layer over the way between \
                 the cards: links of their own, PCI Express from card to card (by NCCL, or by kernels that write into \
                 all others at once), PCI Express and the host\u{2019}s memory (GeForce), or a network. Layers that are dealt \
                 out add room and not speed, since one card works at a time; cards of different kinds in equal shares wait for \
                 the slowest. Weights in system memory are read over its channels. The cache is read at the context that a sequence holds \
                 on average while it answers: prompt and half of the answer. A power limit slows a card by its \
                 measured curves, of what is most like the load; one that waits for others feels it less. Where an \
                 indexer selects tokens, attention reads these alone, and the index ranks all."
            </p>
            <p class="formula">
                "guesses kept of k = p + p² + … + p"<sup>"k"</sup>", a token = (step of k + 1 rows + k guesses, or one of a block) ÷ (1 + guesses kept)"
            </p>
            <p>
                "Where tokens are guessed ahead, a step checks all guesses at once: weights and cache are read once, more \
                 rows are multiplied, and more experts are touched. A block of the model that predicts further tokens reads a \
                 layer and the head for each guess, a head that was trained for it its own weights, a smaller model all of \
                 its own. A DFlash drafter guesses a block at once: its five or six layers and the model\u{2019}s head are read once for \
                 all of it, and its rows are multiplied; its cache is counted for the whole context, which those with sliding \
                 windows do not need. How many guesses are kept depends on the text; the usual values are from published runs, with \
                 their range. Groups that serve requests of their own (data parallel) are machines of their own but for \
                 routed experts, which all cards divide and where the tokens of all groups come together."
            </p>
            <p>
                "The kernels of llama.cpp (CUDA and HIP) and of MLX for few rows multiply them one by one, after the first: each further row of a step \
                 costs as much as "{TABLE.rates.common.further_row}
                " rows of a prompt, and no more than reading all of the step once more, until so many are multiplied faster as the \
                 rows of a prompt are. Products of routed experts reach a smaller share of the compute than those of all tokens, in FP4 on cards without \
                 HBM a much smaller one. Checking guesses takes "{TABLE.rates.common.check_us}" µs beside the step where another program than \
                 llama.cpp drives it."
            </p>
            <p class="formula">
                "choices served on the cards = (experts on the cards ÷ experts)"<sup>"a"</sup>", a = 1 for any, 0.75 for those used \
                 most, 0.3 for those used last"
            </p>
            <p>
                "Some builds keep a part of each layer\u{2019}s experts on the cards, chosen by an earlier count of their use or kept in a \
                 cache that follows the text. What that saves differs by model and text: from published hit rates, the powers \
                 may be 0.25 to 0.85 and 0.15 to 0.66, and the range of the rate holds both ends."
            </p>
            <p>
                "What a card reaches of its bandwidth and of its dense FLOP/s, and what each layer costs beside, \
                 differ by engine and by kind of hardware; llama.cpp may go through Vulkan, which has factors of its own. \
                 Mixtures of experts, linear, latent and indexed attention start more kernels a layer. These efficiencies are fitted, for classes and never for \
                 single cards, to the published measurements below, with a preference for starting values from physics \
                 where a class has few rows. The more rows a source has, the less each of them counts. The range \
                 beside an estimate holds four in five of the measurements of its class, each held against a fit \
                 without its source. No estimate passes what \
                 memory bandwidth allows; that ceiling stands beside it."
            </p>
            <h3 id="speed-errors">"How wrong the speeds are"</h3>
            {[("decode", "decoding"), ("prefill", "prompts")]
                .map(|(what, name)| view! { <Summary groups=groups.clone() what name/> })}
            <Scatter title="Speed" unit="tokens/s" names dots/>
            <ByGroup groups/>
            <Rows errors/>
            <p>
                "The forms of these rules were chosen while looking at the same rows, so that a machine of yours may \
                 lie farther off than either figure says."
            </p>
            <h3>"What speed leaves out"</h3>
            <ul>
                <li>
                    "Prompts that are read together with other people’s answers beyond a plain alternation, and the \
                     quality of what a smaller model guesses for your texts."
                </li>
                <li>
                    "Images become tokens of the prompt as the image processors of transformers 5.24 divide them, and \
                     the tower computes two operations for each of its parameters and patches. The attention between \
                     patches is left out, as are the marks around tiles; families whose processor was not read ask for \
                     the tokens."
                </li>
                <li>
                    "Rates are for builds of today. vLLM before 2025, TensorRT-LLM before the middle of 2024 and \
                     llama.cpp before 2026 were slower, vLLM of 2023 several times; their rows are marked, and count \
                     with what such builds lack."
                </li>
                <li>
                    "transformers, ExLlama, Intel cards, and vLLM on Radeon cards rest on a handful of measurements."
                </li>
                <li>
                    "Links of their own and PCI Express from card to card are taken at 70\u{a0}% of their published \
                     rates and a bus that weights travel over at 60\u{a0}%: working figures. Consumer cards meet at the \
                     processor, where each beyond the second divides what is reached (fitted); one-shot kernels write the \
                     whole of a block into every other card, and leave large blocks to NCCL."
                </li>
            </ul>
        </section>
    }
}

/// The errors of all rows of one metric, and with their source left out of the fit.
#[component]
fn Summary(
    /// The errors as they are.
    groups: Vec<GroupErrors>,
    /// The metric, as the groups call it.
    what: &'static str,
    /// The metric in words.
    name: &'static str,
) -> impl IntoView {
    let whole = |groups: &[GroupErrors]| {
        groups
            .iter()
            .find(|group| {
                group.what == what
                    && group.builds == "all"
                    && group.family == "all"
                    && group.class == "all"
            })
            .map(|group| {
                let covered = group.in_range as f64 / group.rows.max(1) as f64;
                (
                    group.rows,
                    percent(group.median),
                    percent(group.p90),
                    percent(covered),
                )
            })
    };
    let both = whole(&groups).zip(whole(HELD_OUT));
    both.map(|((rows, median, p90, _), (_, left_median, left_p90, covered))| {
        view! {
            <p>
                "Held against "{rows}" published measurements of "{name}": half are within "<b>{median}</b>
                ", nine in ten within "{p90}
                ". That flatters, because the figures were fitted to these rows. With each source left out of the fit \
                 in turn, half of its rows are within "
                <b>{left_median}</b>" and nine in ten within "{left_p90}"; "{covered}" lie in the range that stands beside an estimate, of \
                 80\u{a0}% that it shall hold."
            </p>
        }
    })
}

/// A measurement as tokens a second; times of one token are turned over.
fn dot(error: &SpeedError) -> Option<Dot> {
    let Outcome::Predicted {
        predicted,
        metric,
        family,
        ..
    } = error.outcome
    else {
        return None;
    };
    let rate = |value: f64| match metric {
        Metric::Tpot => 1e3 / value,
        _ => value,
    };
    // The time to a first token is no rate.
    (metric != Metric::Ttft).then(|| Dot {
        measured: rate(error.value),
        predicted: rate(predicted),
        kind: Family::ALL
            .iter()
            .position(|one| *one == family)
            .unwrap_or(0),
        name: format!(
            "{} {} on {}, {}: {}",
            error.measured.model,
            error.measured.format,
            error.measured.gpus,
            error.measured.engine,
            known(error.error().map(signed))
        ),
    })
}

/// The errors by engine and kind of hardware.
#[component]
fn ByGroup(
    /// One row each.
    groups: Vec<GroupErrors>,
) -> impl IntoView {
    let row = |group: GroupErrors| {
        let left = HELD_OUT.iter().find(|left| {
            (left.what, left.builds, left.family, left.class)
                == (group.what, group.builds, group.family, group.class)
        });
        view! {
            <tr>
                <th scope="row">{group.family}", "{group.class}</th>
                <td class="words">{group.what}</td>
                <td class="words">{group.builds}</td>
                <td>{group.rows}</td>
                <td>{percent(group.median)}</td>
                <td>{percent(group.p90)}</td>
                <td>{known(left.map(|left| percent(left.median)))}</td>
            </tr>
        }
    };
    let rows = groups.into_iter().map(row).collect_view();
    view! {
        <More summary="By engine and kind of hardware">
            <ListTable
                label="Errors by engine and hardware"
                head=&[
                    Heading::Words("Engine, hardware"),
                    Heading::Words("Of"),
                    Heading::Words("Builds"),
                    Heading::Figures("Rows"),
                    Heading::Figures("Median"),
                    Heading::Figures("Nine in ten"),
                    Heading::Figures("Median, source left out"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// Every measurement with what is calculated for it.
#[component]
fn Rows(
    /// One row each.
    errors: Vec<SpeedError>,
) -> impl IntoView {
    let rows = errors.into_iter().map(measurement).collect_view();
    view! {
        <More summary="Every measurement of speed">
            <ListTable
                label="Predicted and measured speeds"
                head=&[
                    Heading::Words("Model, cards"),
                    Heading::Words("Engine, setting"),
                    Heading::Words("What"),
                    Heading::Figures("Measured"),
                    Heading::Figures("Predicted"),
                    Heading::Figures("Error"),
                    Heading::Words("Remark, source"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// A measurement in the table.
fn measurement(error: SpeedError) -> impl IntoView {
    let row = error.measured;
    let signed = known(error.error().map(signed));
    let (metric, predicted, why) = match error.outcome {
        Outcome::Predicted {
            predicted, metric, ..
        } => (Some(named(metric)), figure(predicted), ""),
        Outcome::NotPredicted(why) => (None, "–".to_owned(), why),
    };
    let measured = match row.mapping {
        Mapping::Scenario { .. } => figure(error.value),
        Mapping::None(_) => "–".to_owned(),
    };
    let old = if error.old_build {
        "An old build. "
    } else {
        ""
    };
    view! {
        <tr>
            <th scope="row">
                {row.model}" "{row.format}<br/><span class="quiet small">{row.gpus}</span>
            </th>
            <td class="words wrap">{row.engine}<br/><span class="quiet small">{row.setting}</span></td>
            <td class="words">{metric}</td>
            <td>{measured}</td>
            <td>{predicted}</td>
            <td>{signed}</td>
            <td class="words wrap">
                {format!("{why}{old}{} ", row.note)}<span class="quiet">{row.source}", "{row.date}</span>
            </td>
        </tr>
    }
}

/// What was measured, in words.
fn named(metric: Metric) -> &'static str {
    match metric {
        Metric::Stream => "tokens/s, one stream",
        Metric::Total => "tokens/s, all streams",
        Metric::Served => "tokens/s, prompts in between",
        Metric::Tpot => "ms a token",
        Metric::Prefill => "prompt tokens/s",
        Metric::Ttft => "ms to the first token",
    }
}

/// Three figures.
fn figure(value: f64) -> String {
    match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
