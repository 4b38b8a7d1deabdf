//! The figures that builds are compared by, each read off a report.

use super::rows::{Better, Cell, Figure, Group};
use crate::evaluate::Report;
use crate::report::{PowerStatus, Status};
use crate::units::{Currency, GB, THIN, ends, gb, grouped, with_unit};

/// A cell of words.
pub(super) fn words(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        ..Cell::default()
    }
}

/// A cell of a number of things; empty where there is none.
fn count(of: Option<u32>) -> Cell {
    of.map_or_else(Cell::default, |of| exact(f64::from(of), grouped(of.into())))
}

/// A cell of an exact number.
pub(super) fn exact(value: f64, text: String) -> Cell {
    Cell {
        text,
        value: Some(value),
        ..Cell::default()
    }
}

/// A cell of an estimate with its ends; empty where there is none.
fn estimate(value: Option<f64>, low: Option<f64>, high: Option<f64>, unit: &str) -> Cell {
    let Some(value) = value else {
        return Cell::default();
    };
    Cell {
        text: with_unit(value, unit),
        value: Some(value),
        range: ends(low, high).unwrap_or_default(),
        ..Cell::default()
    }
}

/// The currency that a build is told in.
fn money(report: &Report) -> Currency {
    report.asked().currency()
}

/// The price for each of so many.
fn each(report: &Report, of: f64) -> Cell {
    let total = report.cost().total_usd.usd();
    if of > 0.0 && total > 0.0 {
        let value = total / of;
        exact(value, money(report).estimate(value))
    } else {
        Cell::default()
    }
}

/// Bytes of all cards.
fn capacity(report: &Report) -> u64 {
    let cards = report.memory().per_gpu.iter();
    cards.map(|card| card.capacity_bytes).sum()
}

fn hours(months: u32) -> String {
    match months {
        1 => "1 month".to_owned(),
        months => format!("{months} months"),
    }
}

pub(super) const FIGURES: [Figure; 27] = [
    Figure {
        id: "cards",
        group: Group::Machine,
        label: "GPUs",
        unit: "",
        better: Better::Neither,
        read: |report| words(cards(report)),
    },
    Figure {
        id: "memory",
        group: Group::Machine,
        label: "GPU memory, all cards",
        unit: "GB",
        better: Better::More,
        read: |report| {
            let bytes = capacity(report);
            exact(bytes as f64 / GB as f64, gb(bytes))
        },
    },
    Figure {
        id: "ram",
        group: Group::Machine,
        label: "System memory",
        unit: "GiB",
        better: Better::More,
        read: |report| {
            let gib = report.asked().machine.ram_gib;
            exact(f64::from(gib), format!("{gib}{THIN}GiB"))
        },
    },
    Figure {
        id: "host-read",
        group: Group::Machine,
        label: "Host memory reads",
        unit: "GB/s",
        better: Better::More,
        read: |report| {
            report.host_memory().map_or_else(Cell::default, |host| {
                estimate(
                    Some(host.read_gb_per_s),
                    Some(host.read_low_gb_per_s),
                    Some(host.read_high_gb_per_s),
                    "GB/s",
                )
            })
        },
    },
    Figure {
        id: "verdict",
        group: Group::Model,
        label: "Does it run",
        unit: "",
        better: Better::Neither,
        read: |report| Cell {
            text: status_words(report.finding().0).to_owned(),
            status: Some(report.finding().0),
            ..Cell::default()
        },
    },
    Figure {
        id: "spare",
        group: Group::Model,
        label: "To spare on the fullest GPU",
        unit: "GB",
        better: Better::More,
        read: |report| {
            let bytes = match report.training() {
                Some(training) => training.margin_bytes,
                None => report.verdict().margin_bytes,
            };
            let sign = if bytes < 0 { "−" } else { "" };
            exact(
                bytes as f64 / GB as f64,
                format!("{sign}{}", gb(bytes.unsigned_abs())),
            )
        },
    },
    Figure {
        id: "decode",
        group: Group::Model,
        label: "Decode, each stream",
        unit: "tokens/s",
        better: Better::More,
        read: |report| {
            let speed = report.speed();
            serving(report, || {
                estimate(
                    speed.decode_tokens_per_s,
                    speed.decode_tokens_per_s_low,
                    speed.decode_tokens_per_s_high,
                    "tokens/s",
                )
            })
        },
    },
    Figure {
        id: "decode-total",
        group: Group::Model,
        label: "Decode, all streams",
        unit: "tokens/s",
        better: Better::More,
        read: |report| {
            let speed = report.speed();
            serving(report, || match speed.users {
                1 => Cell::default(),
                _ => estimate(
                    speed.decode_total_tokens_per_s,
                    speed.decode_total_tokens_per_s_low,
                    speed.decode_total_tokens_per_s_high,
                    "tokens/s",
                ),
            })
        },
    },
    Figure {
        id: "prefill",
        group: Group::Model,
        label: "Prefill",
        unit: "tokens/s",
        better: Better::More,
        read: |report| {
            let speed = report.speed();
            serving(report, || {
                estimate(
                    speed.prefill_tokens_per_s,
                    speed.prefill_tokens_per_s_low,
                    speed.prefill_tokens_per_s_high,
                    "tokens/s",
                )
            })
        },
    },
    Figure {
        id: "evidence",
        group: Group::Model,
        label: "How its speed is known",
        unit: "",
        better: Better::Neither,
        read: |report| serving(report, || words(report.speed().evidence.word())),
    },
    Figure {
        id: "first-token",
        group: Group::Model,
        label: "Time to the first token",
        unit: "s",
        better: Better::Less,
        read: |report| {
            let speed = report.speed();
            serving(report, || {
                estimate(
                    speed.time_to_first_token_s,
                    speed.time_to_first_token_s_low,
                    speed.time_to_first_token_s_high,
                    "s",
                )
            })
        },
    },
    Figure {
        id: "epoch",
        group: Group::Model,
        label: "An epoch of training",
        unit: "h",
        better: Better::Less,
        read: |report| {
            report.training().map_or_else(Cell::default, |training| {
                estimate(
                    training.hours_per_epoch,
                    training.hours_per_epoch_low,
                    training.hours_per_epoch_high,
                    "h",
                )
            })
        },
    },
    Figure {
        id: "context",
        group: Group::Model,
        label: "Longest context",
        unit: "tokens",
        better: Better::More,
        read: |report| serving(report, || count(report.limits().max_context_tokens)),
    },
    Figure {
        id: "users",
        group: Group::Model,
        label: "Streams that fit at once",
        unit: "",
        better: Better::More,
        read: |report| serving(report, || count(report.limits().max_users)),
    },
    Figure {
        id: "wall-work",
        group: Group::Power,
        label: "At the wall while it does this",
        unit: "W",
        better: Better::Less,
        read: |report| {
            report.power().asked().map_or_else(Cell::default, |load| {
                let ends = load.wall_ends().map(|ends| format!(", {ends}"));
                Cell {
                    range: format!("{}{}", load.kind.name(), ends.unwrap_or_default()),
                    ..exact(load.wall_w, with_unit(load.wall_w, "W"))
                }
            })
        },
    },
    Figure {
        id: "wall",
        group: Group::Power,
        label: "At the wall, at most",
        unit: "W",
        better: Better::Less,
        read: |report| exact(report.power().wall_w, with_unit(report.power().wall_w, "W")),
    },
    Figure {
        id: "idle",
        group: Group::Power,
        label: "Idle",
        unit: "W",
        better: Better::Less,
        read: |report| {
            let idle = report.power().idle_wall_w;
            exact(idle, with_unit(idle, "W"))
        },
    },
    Figure {
        id: "circuit",
        group: Group::Power,
        label: "The circuit carries it",
        unit: "",
        better: Better::Neither,
        read: |report| words(circuit_words(report)),
    },
    Figure {
        id: "heat",
        group: Group::Power,
        label: "Heat while it does this",
        unit: "BTU/h",
        better: Better::Less,
        read: |report| {
            let btu = report.power().heat.btu_per_h;
            exact(btu as f64, with_unit(btu as f64, "BTU/h"))
        },
    },
    Figure {
        id: "energy",
        group: Group::Power,
        label: "Energy of a year",
        unit: "kWh",
        better: Better::Less,
        read: |report| {
            let kwh = report.power().energy.kwh_per_year;
            exact(kwh, with_unit(kwh, "kWh"))
        },
    },
    Figure {
        id: "energy-cost",
        group: Group::Power,
        label: "Electricity of a year",
        unit: "USD",
        better: Better::Less,
        read: |report| {
            let cost = report.power().energy.cost_usd_per_year;
            cost.map_or_else(Cell::default, |usd| exact(usd, money(report).estimate(usd)))
        },
    },
    Figure {
        id: "price",
        group: Group::Money,
        label: "Price of the parts",
        unit: "USD",
        better: Better::Less,
        read: |report| {
            let cost = report.cost();
            let whole = |amount| money(report).whole(amount);
            let mut cell = exact(cost.total_usd.usd(), whole(cost.total_usd));
            if !cost.complete {
                cell.text = format!("at least {}", cell.text);
            }
            let (low, high) = (whole(cost.low_usd), whole(cost.high_usd));
            let ends = (low != high).then(|| format!("{low}–{high}"));
            let estimated = match cost.estimated.len() {
                0 => None,
                1 => Some("1 price estimated".to_owned()),
                count => Some(format!("{count} prices estimated")),
            };
            let more: Vec<String> = ends.into_iter().chain(estimated).collect();
            cell.range = more.join(", ");
            cell
        },
    },
    Figure {
        id: "price-per-gb",
        group: Group::Money,
        label: "A GB of GPU memory",
        unit: "USD",
        better: Better::Less,
        read: |report| each(report, capacity(report) as f64 / GB as f64),
    },
    Figure {
        id: "price-per-rate",
        group: Group::Money,
        label: "A token/s of one stream",
        unit: "USD",
        better: Better::Less,
        read: |report| {
            serving(report, || {
                each(report, report.speed().decode_tokens_per_s.unwrap_or(0.0))
            })
        },
    },
    Figure {
        id: "rent",
        group: Group::Money,
        label: "An hour of the rented rival",
        unit: "USD",
        better: Better::Neither,
        read: |report| {
            let chosen = report.cloud().chosen.as_ref();
            chosen.map_or_else(Cell::default, |rental| Cell {
                range: format!("{} × {}, {}", rental.gpus, rental.gpu_name, rental.provider),
                ..exact(
                    rental.usd_per_hour.usd(),
                    money(report).rate(rental.usd_per_hour),
                )
            })
        },
    },
    Figure {
        id: "payback",
        group: Group::Money,
        label: "Cheaper than renting after",
        unit: "months",
        better: Better::Less,
        read: |report| {
            let payback = report.payback();
            match payback.break_even_months {
                _ if !payback.compared || !report.finding().0.runs() => Cell::default(),
                Some(months) => exact(f64::from(months), hours(months)),
                None => words("never"),
            }
        },
    },
    Figure {
        id: "token-owned",
        group: Group::Money,
        label: "A million answer tokens, owned",
        unit: "USD",
        better: Better::Less,
        read: |report| {
            let cost = report.token_cost().and_then(|cost| cost.owned_usd_per_mtok);
            cost.map_or_else(Cell::default, |cost| {
                exact(cost.usd(), money(report).estimate(cost.usd()))
            })
        },
    },
];

/// What is said of a model that runs; nothing where one is trained.
fn serving(report: &Report, read: impl FnOnce() -> Cell) -> Cell {
    if report.training().is_none() && report.finding().0.runs() {
        read()
    } else {
        Cell::default()
    }
}

/// The cards by their full names.
fn cards(report: &Report) -> String {
    let kinds = report.scenario().gpus.iter();
    let kinds = kinds.map(|gpu| format!("{} × {}", gpu.count, gpu.name));
    kinds.collect::<Vec<_>>().join(" + ")
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Fits => "fits",
        Status::Tight => "tight",
        Status::Offloaded => "only with system memory",
        Status::DoesNotFit => "does not fit",
        Status::Impossible => "the engine cannot run it",
        Status::NotUnderstood => "not understood",
    }
}

fn circuit_words(report: &Report) -> String {
    let power = report.power();
    let circuit = &power.circuit;
    let of = format!("{} A at {} V", circuit.amps, circuit.volts);
    match power.verdict.status {
        PowerStatus::Carries => format!("yes, {of}"),
        PowerStatus::ShortTimeOnly => format!("for less than three hours, {of}"),
        PowerStatus::Overloads => format!("no, {of}"),
        _ => "the supply does not".to_owned(),
    }
}
