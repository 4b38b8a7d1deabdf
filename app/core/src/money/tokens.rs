//! What a million tokens cost: owned, rented and bought from an API, for the same mix of prompt and
//! answer.
//!
//! All three are for a million answer tokens with the prompts that they answer, so that an API's
//! two prices and a machine's one hour can stand side by side. A machine that serves all day is
//! taken at its modelled rate; idle hours are in the price of its busy ones.

use crate::report::{ApiLine, Cloud, Payback, Speed, TokenCost};
use crate::scenario::Scenario;
use crate::units::{Evidence, MicroUsd};

/// Prices of a million answer tokens, as far as they are known.
pub(crate) fn token_cost(
    scenario: &Scenario,
    speed: &Speed,
    cloud: &Cloud,
    payback: &Payback,
) -> TokenCost {
    let served = speed.served_tokens_per_s.filter(|rate| *rate > 0.0);
    let of_hour = |hour: f64, rate: f64| micro(hour * 1e6 / (rate * 3_600.0));
    let owned = payback
        .own_usd_per_gpu_hour
        .zip(served)
        .map(|(hour, rate)| {
            let gpus = f64::from(scenario.machine.gpu_count());
            of_hour(hour.0 as f64 * gpus, rate)
        });
    // Where the rented machine has no modelled rate, it is taken to serve as its bandwidth compares.
    let rented = cloud
        .chosen
        .as_ref()
        .zip(served)
        .and_then(|(rental, rate)| {
            let theirs = rental.served_tokens_per_s.or_else(|| {
                let percent = rental.bandwidth_percent.filter(|percent| *percent > 0)?;
                Some(rate * f64::from(percent) / 100.0)
            })?;
            Some(of_hour(rental.usd_per_hour.0 as f64, theirs))
        });
    let api = { cloud.api.iter() }
        .map(|line| (blended(speed, line), line.provider))
        .min();
    TokenCost {
        owned_usd_per_mtok: owned,
        rented_usd_per_mtok: rented,
        api_usd_per_mtok: api.map(|(price, _)| price),
        api_provider: api.map(|(_, provider)| provider),
        prompt_tokens_per_answer_token: libm::round(prompts(speed) * 1_000.0) / 1_000.0,
        evidence: Evidence::Assumed,
    }
}

/// Prompt tokens for each token of an answer.
fn prompts(speed: &Speed) -> f64 {
    f64::from(speed.prompt_tokens) / f64::from(speed.output_tokens.max(1))
}

/// What an API takes for a million answer tokens with the prompts that they answer.
pub(super) fn blended(speed: &Speed, line: &ApiLine) -> MicroUsd {
    let (input, output) = (line.input_usd_per_mtok, line.output_usd_per_mtok);
    micro(input.0 as f64 * prompts(speed) + output.0 as f64)
}

fn micro(value: f64) -> MicroUsd {
    MicroUsd(libm::round(value.clamp(0.0, 1e15)) as u64)
}
