//! The working of the rates.

use super::{Pace, products, step};
use crate::catalog::Source;
use crate::report::{Speed, StepReport, Working};
use crate::scenario::Scenario;
use crate::units::{THIN, about, gb};

/// Where the fitted figures come from.
const CALIBRATION: Source = Source {
    title: "Fitted by cargo xtask calibrate to the published measurements in app/core/catalog/measured.toml",
    url: None,
};

/// The workings of decoding and of reading prompts; none where nothing runs.
pub(crate) fn explain(scenario: &Scenario, pace: &Pace, speed: &Speed) -> Vec<Working> {
    let Some(parts) = &speed.step else {
        return Vec::new();
    };
    vec![
        decode(scenario, pace, speed, parts),
        ceiling(scenario, pace, speed),
        prefill(scenario, pace, speed),
    ]
}

fn sources(scenario: &Scenario, fitted: bool) -> Vec<Source> {
    let groups = scenario.machine.groups.iter();
    let mut sources: Vec<Source> = Vec::new();
    for source in groups.flat_map(|group| group.gpu.sources) {
        if !sources.contains(source) {
            sources.push(**source);
        }
    }
    if fitted {
        sources.push(CALIBRATION);
    }
    sources
}

fn percent(share: f64) -> String {
    format!("{}{THIN}%", libm::round(share * 1000.0) / 10.0)
}

fn rate(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value}{THIN}tokens/s"))
}

fn reached(pace: &Pace) -> String {
    let job = &pace.job;
    let lines = job.stages.iter().map(|stage| {
        let reach = step::reach(job, stage, &pace.rates, stage.limited.0);
        format!(
            "{} on {}: {} of {}{THIN}GB/s",
            job.family.name(),
            stage.class.name(),
            percent(reach.weights / stage.bandwidth),
            libm::round(stage.bandwidth / 1e8) / 10.0,
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn decode(scenario: &Scenario, pace: &Pace, speed: &Speed, parts: &StepReport) -> Working {
    let job = &pace.job;
    let mut lines = vec![
        reached(pace),
        format!(
            "weights read: {} in {}{THIN}ms",
            gb(parts.weights_bytes),
            parts.weights_ms
        ),
        format!(
            "cache read at {} tokens × {} sequences: {} in {}{THIN}ms",
            speed.context_tokens,
            speed.users,
            gb(parts.kv_bytes),
            parts.kv_ms
        ),
    ];
    for (name, ms) in [
        ("arithmetic beyond that", parts.compute_ms),
        ("kernel starts and the engine's own work", parts.launch_ms),
        ("exchange between cards", parts.communication_ms),
        ("system memory", parts.host_ms),
    ] {
        if ms > 0.0 {
            lines.push(format!("{name}: {ms}{THIN}ms"));
        }
    }
    let rows = job.rows(step::in_flight(job, pace.users));
    let by_rows = products::knows_few_rows(job.family) && rows > 1.0;
    if by_rows {
        lines.push(format!(
            "{} rows: each further one costs as much as {} of a prompt, or all as those of a prompt where that takes less",
            about(rows),
            about(products::further_row(job, job.class(), &pace.rates))
        ));
    }
    if let Some(hits) = job.resident {
        let (kept, all) = hits.experts;
        lines.push(format!(
            "experts of a layer: {kept} of {all} on the cards, which serve {} of the choices: {} of them and {} of the others touched",
            percent(hits.typical),
            percent(job.touched_on_cards(rows, &pace.rates)),
            percent(job.touched_on_host(rows, &pace.rates))
        ));
    } else if job.experts.0 > 1.0 {
        let (experts, active) = job.experts;
        lines.push(format!(
            "experts touched: 1 − (1 − {active} ÷ {experts})^({}^{}) = {}",
            rows * job.gathered,
            pace.rates.common.routing,
            percent(job.touched(rows, &pace.rates))
        ));
    }
    let matrices = "max(weights ÷ bandwidth reached, FLOP ÷ compute reached)";
    let matrices = match by_rows {
        true => format!("{matrices} + FLOP of further rows ÷ compute reached"),
        false => matrices.to_owned(),
    };
    let formula = format!(
        "1 ÷ ({matrices} + cache ÷ bandwidth reached + starts × layers + engine + exchange + system memory)"
    );
    let formula = match job.draft {
        Some(draft) => {
            lines.push(format!(
                "{} guesses before each check, {} kept: every line is for one of {} tokens of a step",
                draft.tokens,
                about(draft.kept.typical),
                about(job.gained())
            ));
            lines.push(format!("a token: {}{THIN}ms", parts.total_ms));
            format!("{formula}, times the tokens that a step gives: 1 + guesses kept")
        }
        None => {
            lines.push(format!("step: {}{THIN}ms", parts.total_ms));
            formula
        }
    };
    Working {
        figure: "speed.decode_tokens_per_s",
        title: "Decode rate of one stream".to_owned(),
        formula,
        substituted: lines.join("\n"),
        result: format!(
            "{} (range {} to {})",
            rate(speed.decode_tokens_per_s),
            rate(speed.decode_tokens_per_s_low),
            rate(speed.decode_tokens_per_s_high)
        ),
        evidence: speed.evidence,
        sources: sources(scenario, true),
    }
}

fn ceiling(scenario: &Scenario, pace: &Pace, speed: &Speed) -> Working {
    let job = &pace.job;
    let cards = job.tensor * job.data;
    let read = cards * step::least_bytes(job, pace.users, &pace.rates);
    let tokens = job.draft.map_or_else(String::new, |_| {
        format!(", for {} tokens where every guess is kept", job.rows(1.0))
    });
    Working {
        figure: "speed.ceiling_tokens_per_s",
        title: "Ceiling of one stream".to_owned(),
        formula:
            "Published bandwidth ÷ bytes that a step must read; cards that share a layer add up"
                .to_owned(),
        substituted: format!(
            "{} over {cards} cards at a time{tokens}: at least {}{THIN}ms a token",
            gb(libm::round(read) as u64),
            libm::round(step::floor(job, pace.users, &pace.rates) * 1e7) / 1e4
        ),
        result: rate(speed.ceiling_tokens_per_s),
        evidence: crate::units::Evidence::Derived,
        sources: sources(scenario, false),
    }
}

fn prefill(scenario: &Scenario, pace: &Pace, speed: &Speed) -> Working {
    let ms = |seconds: f64| libm::round(seconds * 1e5) / 1e2;
    let Pace { job, prompt, .. } = pace;
    let mut lines: Vec<String> = job
        .stages
        .iter()
        .map(|stage| {
            let reach = step::reach(job, stage, &pace.rates, stage.limited.1);
            let chunk = job.chunk.min(job.prompt);
            let (dense, routed) = products::reached(job, stage.class, chunk, &pace.rates);
            let of_experts = match job.expert_flops > 0.0 {
                true => format!(", those of routed experts {}", percent(routed)),
                false => String::new(),
            };
            format!(
                "{}: {} of {}{THIN}TFLOP/s ({}); of that products of {} tokens at a time reach {}{of_experts}",
                stage.class.name(),
                percent(reach.compute / stage.flops),
                libm::round(stage.flops / 1e11) / 10.0,
                job.path.name(),
                libm::round(chunk),
                percent(dense)
            )
        })
        .collect();
    if let Some(images) = scenario.speed.images {
        lines.push(format!(
            "{} images of {} tokens each: {}{THIN}TFLOP in the tower on each of {} cards",
            images.count,
            images.each.tokens,
            libm::round(job.tower_flops / 1e10) / 100.0,
            job.tensor
        ));
    }
    if speed.cached_tokens > 0 {
        lines.push(format!(
            "{} of {} tokens are cached",
            speed.cached_tokens, speed.prompt_tokens
        ));
    }
    let gflop = |flops: f64| libm::round(flops / 1e8) / 10.0;
    let of_one = match job.expert_flops > 0.0 {
        true => format!(
            "({} + {} of experts)",
            gflop(job.dense_flops),
            gflop(job.expert_flops)
        ),
        false => gflop(job.dense_flops).to_string(),
    };
    lines.push(format!(
        "{} tokens × {of_one}{THIN}GFLOP on each of {} cards: {}{THIN}ms",
        speed.prompt_tokens - speed.cached_tokens,
        job.tensor,
        ms(prompt.matrices)
    ));
    for (name, seconds) in [
        ("attention", prompt.attention),
        ("kernel starts", prompt.launch),
        ("exchange between cards", prompt.communication),
        ("weights from system memory", prompt.host),
    ] {
        if seconds > 0.0 {
            lines.push(format!("{name}: {}{THIN}ms", ms(seconds)));
        }
    }
    Working {
        figure: "speed.prefill_tokens_per_s",
        title: "Reading a prompt".to_owned(),
        formula: "Tokens ÷ (2 FLOP for each active parameter and token ÷ compute reached + attention + starts + exchange)"
            .to_owned(),
        substituted: lines.join("\n"),
        result: format!(
            "{}, first token after {}{THIN}s",
            rate(speed.prefill_tokens_per_s),
            speed.time_to_first_token_s.unwrap_or_default()
        ),
        evidence: speed.prefill_evidence,
        sources: sources(scenario, true),
    }
}
