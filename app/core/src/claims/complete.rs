//! What is said must be of something, and all of it must be used.

use super::reading::{Claimed, Reading};

/// What is said must be of something, and all of it must be used.
pub(super) fn check(said: &Reading) -> Result<(), String> {
    if let Some(fault) = said.faults.first() {
        return Err(fault.clone());
    }
    if let Some(why) = missing(said) {
        return Err(why.to_owned());
    }
    if said.method.is_some()
        && (said.engine.is_some() || said.cache.is_some() || said.users.is_some() || waits(said))
    {
        return Err("It speaks of training and of running at once.".to_owned());
    }
    if said.reads() && said.users.is_some_and(|users| users > 1) {
        return Err("How long a prompt takes is told for one that is read alone.".to_owned());
    }
    if said.least && said.cards.len() > 1 {
        return Err("How many are needed is told for cards of one kind.".to_owned());
    }
    if said.negated && said.figures.len() + usize::from(!said.circuits.is_empty()) > 1 {
        return Err("It says “not” of more than one thing.".to_owned());
    }
    Ok(())
}

/// Whether something is claimed of what is waited for.
fn waits(said: &Reading) -> bool {
    said.figures.iter().any(|figure| figure.of.is_wait())
}

/// What would have to be said beside what is.
fn missing(said: &Reading) -> Option<&'static str> {
    let claims = |of: Claimed| said.claims(of);
    let (model, cards) = (said.model.is_some(), !said.cards.is_empty());
    let parts = !said.parts.is_empty();
    let carried = !said.circuits.is_empty() || said.psu.is_some();
    let needs: [(bool, bool, &str); 17] = [
        (
            claims(Claimed::Rate),
            model,
            "It claims a speed, and no model is named.",
        ),
        (
            claims(Claimed::Rate),
            cards,
            "It claims a speed, and no card is named.",
        ),
        (
            claims(Claimed::Size),
            model,
            "It says how much is needed, and no model is named.",
        ),
        (
            claims(Claimed::Price),
            cards,
            "It claims a price, and no card is named.",
        ),
        (
            claims(Claimed::Payback),
            cards,
            "It says when something pays for itself, and no card is named.",
        ),
        (
            claims(Claimed::Watts),
            cards || parts,
            "It claims watts, and no card is named.",
        ),
        (
            said.memory.is_some() || said.fits,
            model || parts || (cards && carried),
            "No model is named.",
        ),
        (
            said.method.is_some(),
            model && (cards || said.memory.is_some()),
            "It speaks of training; name a model and cards.",
        ),
        (
            said.method.is_some(),
            said.memory.is_none() || cards,
            "What training needs is told for cards, not for an amount of memory; name the cards.",
        ),
        (
            said.format.is_some() || said.unquantised || said.cache.is_some(),
            model,
            "It names a format, and no model.",
        ),
        (
            said.context.is_some() || said.users.is_some() || said.engine.is_some(),
            model,
            "It says how a model is run, and no model is named.",
        ),
        (
            said.provider.is_some() || said.cloud || said.hours.is_some(),
            claims(Claimed::Payback),
            "It speaks of renting or of hours, and not of when something pays for itself.",
        ),
        (
            said.limit.is_some(),
            cards,
            "It sets a power limit, and no card is named.",
        ),
        (
            said.cpu.is_some(),
            cards || parts,
            "It names the watts of a processor, and no card.",
        ),
        (
            carried,
            cards || parts,
            "It names what carries a machine, and no card or watts.",
        ),
        (
            said.offload || said.ram.is_some(),
            cards,
            "It speaks of system memory, and no card is named.",
        ),
        (
            parts,
            !cards,
            "Watts of other parts cannot be added to cards that are named.",
        ),
    ];
    let mut needs = beside(said).into_iter().chain(needs);
    let missing = needs.find(|(present, met, _)| *present && !met);
    missing.map(|(_, _, why)| why)
}

/// The same of what is waited for, and of cards that are said to be needed.
fn beside(said: &Reading) -> [(bool, bool, &'static str); 3] {
    let (model, cards) = (said.model.is_some(), !said.cards.is_empty());
    let carried = !said.circuits.is_empty() || said.psu.is_some();
    [
        (
            waits(said),
            model && cards,
            "It claims how long something takes; name the model and the cards.",
        ),
        (
            said.prompt.is_some(),
            said.reads(),
            "It speaks of a prompt, and not of how long that takes.",
        ),
        (
            said.least,
            model || !said.figures.is_empty() || carried,
            "It says how many cards are needed, and no model is named.",
        ),
    ]
}
