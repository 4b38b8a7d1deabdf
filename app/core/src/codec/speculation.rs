//! The keys of guessing ahead.

use super::reader::{Candidate, Reader};
use super::words;
use super::writer::Writer;
use crate::engine::{DraftKind, Engine};
use crate::scenario::keys::{ACCEPT, DRAFTED, SPECULATION};
use crate::scenario::{Drafter, ModelChoice, Scenario, Speculation};

impl Reader<'_> {
    pub(super) fn speculation(
        &mut self,
        model: &ModelChoice,
        engine: Engine,
    ) -> Option<Speculation> {
        let given = self
            .chosen(SPECULATION.key)
            .filter(|given| !given.eq_ignore_ascii_case("none"));
        let Some(given) = given else {
            if let Some(accepted) = self.present(ACCEPT.key) {
                let message = "Nothing is guessed ahead; it was left out.".to_owned();
                self.notice(ACCEPT.key, accepted, message, None);
            }
            return None;
        };
        let Some((drafter, tokens)) = self.drafter(given) else {
            self.no_drafter("way to guess ahead", given, model, engine);
            return None;
        };
        if !has(model, engine, drafter.kind()) {
            self.no_drafter("drafter of this model and engine", given, model, engine);
            return None;
        }
        let accepted = self
            .amount(ACCEPT)
            .and_then(|kept| u32::try_from(kept).ok());
        let most = tokens * 100;
        if accepted.is_some_and(|accepted| accepted > most) {
            let text = self.present(ACCEPT.key).unwrap_or_default();
            let message = format!("No more than the {tokens} guesses of a check are kept.");
            self.notice(ACCEPT.key, text, message, Some(tokens.to_string()));
        }
        Some(Speculation {
            drafter,
            tokens,
            accepted: accepted.map(|accepted| accepted.min(most)),
        })
    }

    /// `mtp~3`, `eagle3~5`, `dflash~7`, `draft~<model>~5`; the number may be left out.
    fn drafter(&self, given: &str) -> Option<(Drafter, u32)> {
        let mut parts = given.split('~').map(str::trim);
        let kind = parts.next()?;
        let is = |words: &[&str]| words.iter().any(|word| words::same(word, kind));
        let drafter = match () {
            () if is(&["mtp", "nextn", "draft-mtp"]) => Drafter::Mtp,
            () if is(&["eagle3", "eagle", "draft-eagle3"]) => Drafter::Eagle3,
            // Its second version goes by the same word in all engines.
            () if is(&["dflash", "draft-dflash", "dflash2"]) => Drafter::Dflash,
            () if is(&["draft", "model"]) => {
                let found = words::resolve(parts.next()?, self.catalog.models).found()?;
                Drafter::Model(found)
            }
            () => return None,
        };
        let tokens = match parts.next() {
            Some(number) => { number.parse().ok() }
                .filter(|tokens| (DRAFTED.min..=DRAFTED.max).contains(tokens))?,
            None => drafter.usual(),
        };
        parts.next().is_none().then_some((drafter, tokens))
    }

    fn no_drafter(&mut self, what: &'static str, given: &str, model: &ModelChoice, engine: Engine) {
        let ids = [
            (DraftKind::Mtp, "mtp~3"),
            (DraftKind::Eagle3, "eagle3~3"),
            (DraftKind::Dflash, "dflash~7"),
            (DraftKind::Model, "draft~qwen3-0.6b~5"),
        ];
        let ids = ids
            .into_iter()
            .filter(|(kind, _)| has(model, engine, *kind));
        let mut ids: Vec<Candidate> = ids.map(|(_, id)| Candidate::new(id, id)).collect();
        ids.push(Candidate::new("none", "none"));
        self.not_understood(SPECULATION.key, what, (given, given), ids);
    }
}

/// Whether the engine runs such a drafter, and the model has one.
fn has(model: &ModelChoice, engine: Engine, kind: DraftKind) -> bool {
    engine.drafts_by(kind) && (kind != DraftKind::Mtp || model.mtp().0 > 0)
}

impl Writer<'_> {
    pub(super) fn speculation(&mut self, scenario: &Scenario) {
        let Some(speculation) = scenario.speculation else {
            return;
        };
        let tokens = speculation.tokens;
        let text = match speculation.drafter {
            Drafter::Mtp => format!("mtp~{tokens}"),
            Drafter::Eagle3 => format!("eagle3~{tokens}"),
            Drafter::Dflash => format!("dflash~{tokens}"),
            Drafter::Model(model) => format!("draft~{}~{tokens}", model.id),
        };
        self.put(SPECULATION.key, text);
        if let Some(accepted) = speculation.accepted {
            self.amount(ACCEPT, Some(accepted.into()));
        }
    }
}
