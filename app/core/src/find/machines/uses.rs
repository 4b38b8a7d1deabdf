//! Jobs that many have, as questions to begin with.

/// A job that many have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseCase {
    /// Stable id.
    pub id: &'static str,
    /// Who has it.
    pub name: &'static str,
    /// What is asked, in a sentence.
    pub purpose: &'static str,
    /// The question, as it stands in an address.
    pub query: &'static str,
}

/// Every one, in the order of reading.
#[must_use]
pub fn use_cases() -> &'static [UseCase] {
    &USES
}

const USES: [UseCase; 6] = [
    UseCase {
        id: "solo",
        name: "A developer alone",
        purpose: "A 32-billion model in 4 bits or more for one person, 16,384 tokens of context, 20 tokens/s at least.",
        query: "ask=machines&model=qwen3-32b&ctx=16384&rate=20&budget=10000&cards=2",
    },
    UseCase {
        id: "agent",
        name: "A coding agent with long contexts",
        purpose: "A mixture made for code, 131,072 tokens of context, 40 tokens/s at least, a first token within a minute.",
        query: "ask=machines&model=qwen3-coder-30b-a3b&ctx=131072&rate=40&first=60",
    },
    UseCase {
        id: "fine-tuning",
        name: "Fine-tuning 7 to 30 billion parameters",
        purpose: "LoRA on a 32-billion model in 16 bits, ten million tokens, done within two days.",
        query: "ask=machines&model=qwen3-32b&mode=train&method=lora&within=48",
    },
    UseCase {
        id: "team",
        name: "A team of ten on 70 billion",
        purpose: "Ten streams of a 70-billion model in 8 bits, 16,384 tokens each, 15 tokens/s for each of them.",
        query: "ask=machines&ctx=16384&users=10&rate=15&rented=1&least=8",
    },
    UseCase {
        id: "lab",
        name: "A research lab with 405 billion",
        purpose: "Llama 3.1 405B in 4 bits or more, four streams of 16,384 tokens, 10 tokens/s each.",
        query: "ask=machines&model=llama-3.1-405b&ctx=16384&users=4&rented=1",
    },
    UseCase {
        id: "documents",
        name: "A pipeline of documents at night",
        purpose: "32 documents at once through a 30-billion mixture, 32,768 tokens each; how fast each goes hardly matters.",
        query: "ask=machines&model=qwen3-30b-a3b&ctx=32768&users=32&rate=5",
    },
];
