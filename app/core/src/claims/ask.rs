//! From what was read to the questions that decide it.
//!
//! What a name leaves open, such as which A100 or which of the models with 70 billion parameters, gives a question for
//! each: what is claimed must hold for all of them.

use super::Case;
use super::bytes;
use super::complete;
use super::reading::{Claimed, Modelled, Reading, Said, Tuning};
use super::waits;
use super::watts;
use super::way::{Choice, Way, few, subject, used_as_written, widened};
use crate::builds::{Asserted, OFFLOADED, Ruling};
use crate::catalog::{Catalog, Measure, short_name};
use crate::evaluate::{self, Report};
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::scenario::keys::CONTEXT;

/// Every question that decides a claim, judged; or why there is none.
pub(super) fn judge(said: &Reading, catalog: &Catalog) -> Result<Vec<Case>, String> {
    complete::check(said)?;
    let asked = Asked { said, catalog };
    let mut cases = Vec::new();
    let parts = said.cards.is_empty() && !said.parts.is_empty();
    if parts {
        cases.extend(watts::judge(said, catalog)?);
        return Ok(cases);
    }
    let size = said
        .figures
        .iter()
        .find(|figure| figure.of == Claimed::Size);
    if let Some(size) = size {
        cases.extend(bytes::needs(&asked.of_models(true)?, *size, said, catalog)?);
    }
    if said.memory.is_some() {
        cases.extend(bytes::fits(&asked.of_models(false)?, said, catalog)?);
    }
    let measures = asked.measures()?;
    let waits: Vec<Said> = { said.figures.iter().copied() }
        .filter(|figure| figure.of.is_wait())
        .collect();
    if !measures.is_empty() || !waits.is_empty() || said.least {
        for way in asked.ways()? {
            if said.least && said.model.is_some() {
                let fits = |way: &Way| asked.cases(way, &[(Measure::Fits, 0.0, 0.0)]);
                cases.push(waits::least(&way, said.cards.first(), fits, catalog)?);
            }
            cases.extend(asked.cases(&way, &measures)?);
            for figure in &waits {
                cases.push(waits::judge(&way, *figure, said, &asked.open(), catalog)?);
            }
        }
    }
    if cases.is_empty() {
        return Err("Nothing is claimed that could be checked: say what it runs on, needs, draws, costs or reaches.".to_owned());
    }
    Ok(cases)
}

/// The number format that a model is published in, where links have a word for it.
pub(super) fn native(native: Native) -> Option<Quant> {
    match native {
        Native::F16 | Native::Bf16 | Native::Fp8Block | Native::Mxfp4Experts => {
            Some(Quant::published(native))
        }
        Native::Int4Experts | Native::Fp4Experts => None,
    }
}

struct Asked<'a> {
    said: &'a Reading,
    catalog: &'a Catalog,
}

impl Asked<'_> {
    /// What is claimed of the cards.
    fn measures(&self) -> Result<Vec<(Measure, f64, f64)>, String> {
        let said = self.said;
        let mut list = Vec::new();
        if said.cards.is_empty() {
            return Ok(list);
        }
        for Said { of, low, high, .. } in said.figures.iter().copied() {
            let measure = match of {
                Claimed::Rate if said.total => Measure::Total,
                Claimed::Rate => Measure::Decode,
                Claimed::Watts if said.machine => Measure::Watts,
                Claimed::Watts => Measure::CardWatts,
                Claimed::Price if said.machine => Measure::Price,
                Claimed::Price => Measure::CardPrice,
                Claimed::Payback => Measure::Payback,
                Claimed::Size => {
                    return Err(
                        "It says what is needed and names cards; say one of the two.".to_owned(),
                    );
                }
                Claimed::Prefill | Claimed::First | Claimed::Load => continue,
            };
            list.push((measure, low, high));
        }
        if !said.circuits.is_empty() {
            list.push((Measure::Circuit, 0.0, 0.0));
        } else if said.psu.is_some() {
            list.push((Measure::Supply, 0.0, 0.0));
        }
        let waits = said.figures.iter().any(|figure| figure.of.is_wait());
        let runs = said.model.is_some()
            && !(said.least || waits)
            && (list.is_empty() || said.fits && !list.iter().any(|(of, ..)| of_work(*of)));
        if runs {
            list.insert(0, (Measure::Fits, 0.0, 0.0));
        }
        Ok(list)
    }

    /// Every way in which it can be meant.
    fn ways(&self) -> Result<Vec<Way>, String> {
        let said = self.said;
        let mut ways = vec![Way::default()];
        let mut widen = |choices: Vec<Choice>| -> Result<(), String> {
            ways = widened(&ways, &choices, "model and cards")?;
            Ok(())
        };
        let kinds = said.cards.iter().map(|(gpus, _)| gpus.len());
        few(kinds.fold(1, usize::saturating_mul), "model and cards")?;
        widen(self.cards())?;
        if said.model.is_some() {
            widen(self.models())?;
            widen(self.formats())?;
        } else if said
            .figures
            .iter()
            .any(|figure| figure.of == Claimed::Payback)
        {
            // Some work that every card can do.
            widen(vec![(String::new(), vec![("model", SOME_WORK.to_owned())])])?;
        }
        if !said.circuits.is_empty() {
            let circuits = said.circuits.iter().map(|one| {
                (
                    one.receptacle.to_owned(),
                    vec![("circuit", one.id.to_owned())],
                )
            });
            widen(circuits.collect())?;
        }
        if let Some(method) = said.method {
            widen(methods(method))?;
        }
        if said
            .figures
            .iter()
            .any(|figure| figure.of == Claimed::Payback)
        {
            widen(vec![(String::new(), self.renting()?)])?;
        }
        let settings = self.settings();
        ways = ways.iter().map(|way| way.with("", &settings)).collect();
        Ok(ways)
    }

    /// The models that may be meant, with their formats: for what is asked of no card.
    fn of_models(&self, one_format: bool) -> Result<Vec<Way>, String> {
        let formats = if one_format {
            bytes::widths(self.said)
        } else {
            self.formats()
        };
        let ways = widened(&[Way::default()], &self.models(), "the model")?;
        let ways = widened(&ways, &formats, "the model")?;
        let settings = self.settings();
        Ok(ways.iter().map(|way| way.with("", &settings)).collect())
    }

    /// The cards that may be meant; asked once it is known that those are few.
    fn cards(&self) -> Vec<Choice> {
        let mut sets: Vec<(Vec<&str>, Vec<String>)> = vec![(Vec::new(), Vec::new())];
        for (gpus, count) in &self.said.cards {
            sets = { sets.iter() }
                .flat_map(|(names, ids)| {
                    gpus.iter().map(move |gpu| {
                        let (mut names, mut ids) = (names.clone(), ids.clone());
                        names.push(short_name(gpu.name));
                        ids.push(format!("{}*{count}", gpu.id));
                        (names, ids)
                    })
                })
                .collect();
        }
        let set = |(names, ids): (Vec<&str>, Vec<String>)| {
            (names.join(" + "), vec![("gpu", ids.join("+"))])
        };
        sets.into_iter().map(set).collect()
    }

    fn models(&self) -> Vec<Choice> {
        let several = |id: &str| {
            let mut pairs = vec![("model", id.to_owned())];
            if self.said.instances > 1 {
                let word = self
                    .said
                    .format
                    .as_ref()
                    .map_or(Quant::Q4KM.id(), |format| format.quant.id());
                let word = if self.said.unquantised {
                    Quant::F16.id()
                } else {
                    word
                };
                pairs.push(("also", format!("{id}~{word}*{}", self.said.instances - 1)));
            }
            pairs
        };
        match &self.said.model {
            Some(Modelled::Listed(models)) => models
                .iter()
                .map(|model| (model.name.to_owned(), several(model.id)))
                .collect(),
            Some(Modelled::Sized(size)) => vec![(size.clone(), several(size))],
            None => Vec::new(),
        }
    }

    /// The format that was written, or those that it may be in.
    fn formats(&self) -> Vec<Choice> {
        let said = self.said;
        let choice = |quant: Quant| (quant.name().to_owned(), vec![("w", quant.id().to_owned())]);
        let whole = || match &said.model {
            Some(Modelled::Listed(models)) => {
                let mut natives: Vec<Quant> = Vec::new();
                for quant in models.iter().filter_map(|model| native(model.native)) {
                    if !natives.contains(&quant) {
                        natives.push(quant);
                    }
                }
                natives
            }
            _ => vec![Quant::F16],
        };
        if said.method.is_some() {
            return vec![(String::new(), Vec::new())];
        }
        if let Some(format) = &said.format {
            return vec![(String::new(), vec![("w", format.word.clone())])];
        }
        if said.unquantised {
            return whole().into_iter().map(choice).collect();
        }
        let mut formats = whole();
        // Nothing about the format is claimed of what a machine draws or costs.
        if !formats.contains(&Quant::Q4KM) {
            formats.push(Quant::Q4KM);
        }
        formats.into_iter().map(choice).collect()
    }

    /// What is compared with, and the months that decide.
    fn renting(&self) -> Result<Vec<(&'static str, String)>, String> {
        let said = self.said;
        let mut pairs = Vec::new();
        let months = { said.figures.iter() }.find(|figure| figure.of == Claimed::Payback);
        if let Some(months) = months.map(|figure| {
            if figure.high.is_finite() {
                figure.high
            } else {
                figure.low
            }
        }) {
            if !(1.0..=120.0).contains(&months) {
                return Err("Payback is reckoned for 1 to 120 months.".to_owned());
            }
            pairs.push(("months", (months as u32).to_string()));
        }
        if let Some(provider) = said.provider {
            let [(gpus, count)] = said.cards.as_slice() else {
                return Err("Renting is compared for cards of one kind.".to_owned());
            };
            let offer = { self.catalog.offers.iter() }.find(|offer| {
                offer.provider.name == provider
                    && gpus.iter().any(|gpu| offer.gpu.id == gpu.id)
                    && offer.term == crate::catalog::market::Term::OnDemand
            });
            let Some(offer) = offer else {
                return Err(format!(
                    "No price of {provider} for this card is in the catalogue."
                ));
            };
            pairs.push(("cloud", format!("{}*{count}", offer.id())));
        }
        Ok(pairs)
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let said = self.said;
        let number = |value: Option<u32>| value.map(|value| value.to_string());
        let training = said.method.is_some();
        // A prompt is as long as the context that is said of it, and a context no shorter than its prompt.
        let prompt = said.prompt.or(said.context.filter(|_| said.reads()));
        let context = said
            .context
            .or(prompt.filter(|prompt| *prompt > CONTEXT.default));
        let pairs = [
            (if training { "seq" } else { "ctx" }, number(context)),
            ("prompt", number(prompt)),
            ("users", number(said.users)),
            ("kv", said.cache.as_ref().map(|format| format.word.clone())),
            ("engine", said.engine.map(|engine| engine.id().to_owned())),
            ("offload", said.offload.then(|| "auto".to_owned())),
            ("ram", said.ram.map(|gb| (gb as u32).to_string())),
            ("mem", number(said.unified)),
            ("limit", number(said.limit)),
            ("cpu", number(said.cpu)),
            ("psu", number(said.psu)),
            ("hours", number(said.hours)),
            (
                "condition",
                said.condition.map(|condition| condition.id().to_owned()),
            ),
            ("days", said.hours.map(|_| "7".to_owned())),
        ];
        let present = pairs
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        present.collect()
    }

    /// What the claim leaves open.
    fn open(&self) -> Vec<&'static str> {
        let said = self.said;
        let kinds = [
            ("engine", said.engine.is_none()),
            ("placement", true),
            ("kv", said.cache.is_none()),
            ("context", said.context.is_none()),
            ("quant", said.format.is_none() && !said.unquantised),
            (OFFLOADED, said.offload),
            ("optim", true),
            ("recompute", true),
            ("loss", true),
            ("micro", true),
            ("shard", true),
            ("seq", said.context.is_none()),
            ("hours", said.hours.is_none()),
        ];
        kinds
            .into_iter()
            .filter(|(_, open)| *open)
            .map(|(kind, _)| kind)
            .collect()
    }

    /// What is claimed in one way, all of it asked of one report.
    fn cases(&self, way: &Way, measures: &[(Measure, f64, f64)]) -> Result<Vec<Case>, String> {
        let mut cases = Vec::new();
        if !measures.is_empty() {
            let report = evaluate::answer(&way.query, self.catalog);
            used_as_written(&report)?;
            for measure in measures {
                cases.extend(self.case(way, *measure, &report)?);
            }
        }
        Ok(cases)
    }

    fn case(
        &self,
        way: &Way,
        (of, low, high): (Measure, f64, f64),
        report: &Report,
    ) -> Result<Vec<Case>, String> {
        let open = self.open();
        let asserted = Asserted {
            of,
            low,
            high,
            open: &open,
        };
        let mut cases = vec![self.judged(way, asserted, report)];
        if cases[0].ruling == Ruling::Refuted && of_work(of) {
            let mut others = bytes::other_widths(self.said).into_iter();
            let better = others.find_map(|(name, pairs)| {
                let other = evaluate::answer(&way.with("", &pairs).query, self.catalog);
                used_as_written(&other).ok()?;
                if !other.finding().0.runs() {
                    return None;
                }
                let case = self.judged(way, asserted, &other);
                (case.ruling != Ruling::Refuted).then_some((name, case))
            });
            if let Some((name, case)) = better {
                cases[0].or_in(&name, case);
            }
        }
        // Nobody says whether the rate is that of one or of all.
        let both = of == Measure::Decode && self.said.users.unwrap_or(1) > 1 && !self.said.each;
        if both {
            let asserted = Asserted {
                of: Measure::Total,
                ..asserted
            };
            let mut total = self.judged(&way.with("all together", &[]), asserted, report);
            cases[0].label = way.with("each", &[]).label;
            total.over = cases[0].over;
            cases.push(total);
        }
        // The price of the cards alone is another claim than that of the machine around them.
        if of == Measure::Payback && !self.said.machine {
            let alone: Vec<(&str, String)> =
                ALONE.iter().map(|key| (*key, "0".to_owned())).collect();
            let way = way.with("the card alone", &alone);
            let report = evaluate::answer(&way.query, self.catalog);
            used_as_written(&report)?;
            cases[0].label = "the whole machine".to_owned();
            cases.push(self.judged(&way, asserted, &report));
        }
        Ok(cases)
    }

    fn judged(&self, way: &Way, asserted: Asserted<'_>, report: &Report) -> Case {
        let found = asserted.judge(report, self.catalog);
        let longest = report.scenario().model_max_context_tokens;
        let beyond =
            self.said.context.is_some_and(|context| context > longest) && of_work(asserted.of);
        let (ruling, reason) = match found.ruling {
            Ruling::Confirmed if beyond => {
                let said = format!(
                    "{} The model was published for at most {} tokens.",
                    found.reason,
                    crate::units::grouped(u64::from(longest))
                );
                (Ruling::Depends, said)
            }
            ruling => (ruling, found.reason),
        };
        Case {
            label: way.label.clone(),
            over: subject(asserted.of),
            ruling,
            reason,
            figures: found.figures,
            query: found.query,
        }
    }
}

fn of_work(of: Measure) -> bool {
    matches!(of, Measure::Fits | Measure::Decode | Measure::Total)
}

/// What a card does whose work is not said: a model that every card holds.
const SOME_WORK: &str = "llama-3.1-8b";

/// Prices of what stands around a card.
const ALONE: [&str; 7] = [
    "price-cpu",
    "price-board",
    "price-ram",
    "price-ssd",
    "price-psu",
    "price-cooler",
    "price-case",
];

fn methods(method: Tuning) -> Vec<Choice> {
    let one = |id: &str, name: &str| {
        let pairs = vec![("mode", "train".to_owned()), ("method", id.to_owned())];
        (name.to_owned(), pairs)
    };
    let (full, lora, qlora) = (
        one("full", "all parameters"),
        one("lora", "LoRA"),
        one("qlora", "QLoRA"),
    );
    match method {
        Tuning::Any => vec![full, lora, qlora],
        Tuning::Full => vec![full],
        Tuning::Lora => vec![lora],
        Tuning::Qlora => vec![qlora],
    }
}
