//! What the comparison of 2025-10-06 advises to whom, and whether the builds that it speaks of do that.

use crate::builds::Ruling;
use crate::catalog::{Catalog, preset};
use crate::codec::Query;
use crate::evaluate;

/// Advice that was given, with what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Advised {
    /// For whom, or with which machine.
    pub who: &'static str,
    /// What is advised, in our words.
    pub advice: &'static str,
    /// Whether it is so.
    pub ruling: Ruling,
    /// What was asked to find out: a sentence and the query of each.
    pub checks: Vec<Checked>,
}

/// One question behind advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// What was asked.
    pub what: &'static str,
    /// Whether it runs.
    pub runs: bool,
    /// What the build says.
    pub sentence: String,
    /// Canonical query of the build.
    pub query: String,
}

/// The machines that the advice is about.
#[derive(Clone, Copy)]
enum Machine {
    One,
    Two,
    Four,
}

/// One question: the machine, what is asked of it, and the same in words.
type Question = (Machine, &'static str, &'static str);

struct Advice {
    who: &'static str,
    advice: &'static str,
    /// Each has to run for the advice to be right.
    questions: &'static [Question],
}

const ADVICE: [Advice; 8] = [
    Advice {
        who: "One card",
        advice: "A developer alone; fine-tunes 70 billion by LoRA",
        questions: &[
            (
                Machine::One,
                "model=llama-3.1-70b&mode=train&method=lora",
                "LoRA of Llama 3.1 70B",
            ),
            (
                Machine::One,
                "model=llama-3.1-70b&mode=train&method=qlora",
                "QLoRA of it",
            ),
        ],
    },
    Advice {
        who: "Two cards",
        advice: "Several models; fine-tunes all of 70 billion",
        questions: &[
            (
                Machine::Two,
                "model=llama-3.1-70b&w=q8_0&also=llama-3.1-70b~q8_0",
                "two Llama 3.1 70B in Q8_0 at once",
            ),
            (
                Machine::Two,
                "model=llama-3.1-70b&mode=train&method=full",
                "full fine-tuning of Llama 3.1 70B",
            ),
        ],
    },
    Advice {
        who: "Four cards",
        advice: "Research, 405 billion, several models in production",
        questions: &[
            (
                Machine::Four,
                "model=llama-3.1-405b&w=q4_k_m",
                "Llama 3.1 405B in Q4_K_M",
            ),
            (
                Machine::Four,
                "model=llama-3.1-70b&w=q8_0&also=llama-3.1-70b~q8_0*3",
                "four Llama 3.1 70B in Q8_0 at once",
            ),
        ],
    },
    Advice {
        who: "Perfect for a start-up",
        advice: "Four cards build products on 70 to 405 billion",
        questions: &[
            (
                Machine::Four,
                "model=llama-3.1-70b&w=bf16&users=8",
                "Llama 3.1 70B in 16 bits for eight",
            ),
            (
                Machine::Four,
                "model=llama-3.1-405b&w=q4_k_m&users=4",
                "Llama 3.1 405B in Q4_K_M for four",
            ),
            (
                Machine::Four,
                "model=llama-3.1-405b&w=f16",
                "Llama 3.1 405B in FP16",
            ),
        ],
    },
    Advice {
        who: "Perfect for making models",
        advice: "Four cards train models of 70 billion and more from scratch",
        questions: &[(
            Machine::Four,
            "model=llama-3.1-70b&mode=train&method=full",
            "all parameters of Llama 3.1 70B",
        )],
    },
    Advice {
        who: "Overkill for a developer alone",
        advice: "One or two cards fine-tune 7 to 13 billion",
        questions: &[
            (
                Machine::One,
                "model=llama-2-13b&mode=train&method=lora",
                "LoRA of Llama 2 13B on one",
            ),
            (
                Machine::Two,
                "model=llama-3.1-8b&mode=train&method=full",
                "full fine-tuning of Llama 3.1 8B on two",
            ),
        ],
    },
    Advice {
        who: "Overkill for a hobbyist",
        advice: "One card is enough to try models",
        questions: &[
            (
                Machine::One,
                "model=llama-3.3-70b&w=q8_0",
                "Llama 3.3 70B in Q8_0",
            ),
            (
                Machine::One,
                "model=gpt-oss-120b&w=mxfp4",
                "gpt-oss-120b as published",
            ),
        ],
    },
    Advice {
        who: "Overkill for a freelancer",
        advice: "Most projects need no more than 192 GB",
        questions: &[
            (
                Machine::Two,
                "model=llama-3.3-70b&w=bf16",
                "Llama 3.3 70B in 16 bits on two cards",
            ),
            (
                Machine::Two,
                "model=qwen3-235b-a22b&w=q4_k_m",
                "Qwen3 235B-A22B in Q4_K_M on two",
            ),
        ],
    },
];

/// The use-case advice of the comparison, each judged by asking the builds.
#[must_use]
pub fn advised(catalog: &Catalog) -> Vec<Advised> {
    ADVICE.iter().map(|advice| judge(advice, catalog)).collect()
}

fn judge(advice: &Advice, catalog: &Catalog) -> Advised {
    let checks: Vec<Checked> = { advice.questions.iter() }
        .map(|question| check(question, catalog))
        .collect();
    let runs = checks.iter().filter(|check| check.runs).count();
    Advised {
        who: advice.who,
        advice: advice.advice,
        ruling: match runs {
            0 => Ruling::Refuted,
            all if all == checks.len() => Ruling::Confirmed,
            _ => Ruling::Depends,
        },
        checks,
    }
}

fn check((machine, asked, what): &Question, catalog: &Catalog) -> Checked {
    let (id, count) = match machine {
        Machine::One => ("one-gpu", 1),
        Machine::Two => ("one-gpu", 2),
        Machine::Four => ("a16z-4gpu", 4),
    };
    let mut query = Query::parse(preset(id).map_or("", |known| known.query));
    query.set("n", count.to_string());
    for (key, value) in Query::parse(asked).pairs() {
        query.set(key, value);
    }
    let report = evaluate::answer(&query, catalog);
    let (status, sentence) = report.finding();
    Checked {
        what,
        runs: status.runs(),
        sentence: sentence.to_owned(),
        query: report.query().to_owned(),
    }
}
