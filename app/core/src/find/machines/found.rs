//! What a search for machines finds.

use serde::Serialize;

use super::rented::RentedFound;
use crate::find::told::Told;
use crate::report::{PowerStatus, Status};
use crate::units::{Cents, Evidence};

/// Which machines do a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MachinesFound {
    /// What was found, in a sentence or two.
    pub finding: String,
    /// The job: the model, or the training run.
    pub job: String,
    /// Query of the job and of the limits.
    pub query: String,
    /// Whether the rates are those of a training run.
    pub trains: bool,
    /// Machines that were tried.
    pub tried: u32,
    /// Machines that may do it and were not tried, because the steps of a search are bounded.
    pub untried: u32,
    /// Whether there are any: then another may be cheaper or faster than what is here.
    pub truncated: bool,
    /// Ways to run the job that were tried on them: engines, formats, placements.
    pub ways_tried: u32,
    /// Machines that hold the job, however fast and at whatever price.
    pub hold_it: u32,
    /// Machines that keep to every limit.
    pub do_it: u32,
    /// Those that no other beats in price and rate at the same time, the cheapest first.
    pub front: Vec<BuildFound>,
    /// Price and rate of all that keep to the limits, the cheapest first.
    pub all: Vec<PointFound>,
    /// The same of rented machines, where they are asked for: those that no other beats.
    pub rented: Vec<RentedFound>,
    /// What was given and could not be used as it was.
    pub told: Vec<Told>,
}

/// Price and rate of one machine.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointFound {
    /// Its cards.
    pub name: String,
    /// Everything that is bought.
    pub cost_usd: Cents,
    /// Tokens a second of each stream, or of a training run.
    pub tokens_per_s: f64,
}

/// A machine that does the job, in the fastest way that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuildFound {
    /// Its cards.
    pub name: String,
    /// How many.
    pub gpus: u32,
    /// Whether the cards are bought used.
    pub used: bool,
    /// The engine.
    pub engine: &'static str,
    /// Its name.
    pub engine_name: &'static str,
    /// The format of the weights.
    pub format: &'static str,
    /// Its name.
    pub format_name: &'static str,
    /// Whether it fits.
    pub status: Status,
    /// Spare bytes on the fullest card.
    pub spare_bytes: i64,
    /// Everything that is bought.
    pub cost_usd: Cents,
    /// The same if every price were the lowest of its range.
    pub cost_low_usd: Cents,
    /// And if every price were the highest.
    pub cost_high_usd: Cents,
    /// Tokens a second of each stream, or of a training run.
    pub tokens_per_s: f64,
    /// The low end of it.
    pub tokens_per_s_low: Option<f64>,
    /// The high end.
    pub tokens_per_s_high: Option<f64>,
    /// All streams together; of a training run the same.
    pub total_tokens_per_s: f64,
    /// Seconds to the first token; `None` for training.
    pub first_token_s: Option<f64>,
    /// Hours of the whole training run; `None` where nothing is trained.
    pub hours: Option<f64>,
    /// Longest context that fits, tokens.
    pub max_context_tokens: Option<u32>,
    /// At the wall while it works, watts.
    pub wall_w: Option<f64>,
    /// At the wall at most, watts.
    pub wall_most_w: f64,
    /// How well the circuit carries that.
    pub power: PowerStatus,
    /// Why it is here, in plain sentences.
    pub reasons: Vec<String>,
    /// What limits its rate.
    pub limited_by: &'static str,
    /// What the next one on the front costs more; `None` for the last.
    pub next_usd: Option<Cents>,
    /// Tokens a second that each of the next thousand dollars buys, on the way to it.
    pub next_tokens_per_s_per_1000_usd: Option<f64>,
    /// How the rate is known.
    pub evidence: Evidence,
    /// Canonical query of the build that says all of this.
    pub query: String,
}
