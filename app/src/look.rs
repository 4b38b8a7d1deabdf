//! The words, marks and classes under which states and parts appear, the same on every page.

#[cfg(feature = "ssr")]
use headroom_core::builds::Ruling;
use headroom_core::catalog::Catalog;
use headroom_core::catalog::power::Circuit;
pub(crate) use headroom_core::catalog::short_name;
use headroom_core::report::{GpuUse, PowerStatus, Status, TokenCost, TrainingGpu, TrainingItem};
use headroom_core::units::THIN;

use crate::configurator::about::about;

/// The class and the mark of what comes of a claim.
#[cfg(feature = "ssr")]
pub(crate) fn ruling_look(ruling: Ruling) -> (&'static str, &'static str) {
    match ruling {
        Ruling::Confirmed => ("tag fits", "✓"),
        Ruling::Depends => ("tag tight", "≈"),
        Ruling::Refuted => ("tag no", "×"),
    }
}

/// A circuit and its socket.
pub(crate) fn socket(circuit: &Circuit) -> String {
    format!(
        "{}{THIN}A at {}{THIN}V · {}",
        circuit.amps, circuit.volts, circuit.receptacle
    )
}

/// How a status is shown. Colour is never alone: each has its mark and its word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Class for colours.
    pub(crate) class: &'static str,
    /// One character.
    pub(crate) mark: &'static str,
    /// A word or two.
    pub(crate) word: &'static str,
}

/// How `status` is shown.
pub(crate) fn look(status: Status) -> Look {
    let (class, mark, word) = match status {
        Status::Fits => ("fits", "✓", "Fits"),
        Status::Tight => ("tight", "≈", "Tight"),
        Status::Offloaded => ("offloaded", "↓", "Fits with offload"),
        Status::DoesNotFit => ("no", "×", "Does not fit"),
        Status::Impossible => ("never", "–", "Cannot run"),
        Status::NotUnderstood => ("never", "?", "Not understood"),
    };
    Look { class, mark, word }
}

/// What is bought at a price of tokens: a million of answers, and the prompts that they answer.
pub(crate) fn million_tokens(cost: &TokenCost) -> String {
    let prompts = about(cost.prompt_tokens_per_answer_token);
    let prompts = prompts.strip_suffix(".0").unwrap_or(&prompts);
    format!("A million tokens out and {prompts} million in")
}

/// How a status of the socket is shown.
pub(crate) fn power_look(status: PowerStatus) -> Look {
    let (class, mark, word) = match status {
        PowerStatus::Carries => ("fits", "✓", "Carries it"),
        PowerStatus::ShortTimeOnly => ("tight", "≈", "Not for hours"),
        PowerStatus::Overloads => ("no", "×", "Too much for the circuit"),
        PowerStatus::PsuTooSmall => ("no", "×", "Power supply too small"),
    };
    Look { class, mark, word }
}

/// One of the parts that a card's memory is divided into.
pub(crate) struct Part {
    /// Class for colours, and the key under which bar, table and working find each other.
    pub(crate) id: &'static str,
    /// Full name.
    pub(crate) name: &'static str,
    /// Name inside a bar.
    pub(crate) short: &'static str,
    /// Its bytes on one card.
    pub(crate) bytes: fn(&GpuUse) -> u64,
}

/// The parts in the order in which they are stacked.
pub(crate) const PARTS: [Part; 5] = [
    Part {
        id: "weights",
        name: "Weights",
        short: "weights",
        bytes: |gpu| gpu.weights_bytes,
    },
    Part {
        id: "kv",
        name: "KV cache",
        short: "KV",
        bytes: |gpu| gpu.kv_cache_bytes,
    },
    Part {
        id: "activations",
        name: "Activations and buffers",
        short: "buffers",
        bytes: |gpu| gpu.activations_bytes,
    },
    Part {
        id: "runtime",
        name: "Driver and runtime",
        short: "runtime",
        bytes: |gpu| gpu.runtime_bytes,
    },
    Part {
        id: "reserve",
        name: "Kept free by the engine",
        short: "reserve",
        bytes: |gpu| gpu.reserve_bytes,
    },
];

/// The pattern that tells a part apart without its colour. Models side by side borrow those of parts.
pub(crate) fn texture(part: &str) -> String {
    let borrowed = match part {
        "model-1" => "weights",
        "model-2" => "kv",
        "model-3" => "optimizer",
        "model-4" => "activations",
        "model-5" => "gradients",
        "model-6" => "runtime",
        own => own,
    };
    format!("url(#texture-{borrowed})")
}

/// Lines of a card in training that belong together and share a colour.
pub(crate) struct Group {
    /// Class for colours.
    pub(crate) id: &'static str,
    /// Full name.
    pub(crate) name: &'static str,
    /// Name inside a bar.
    pub(crate) short: &'static str,
    kinds: &'static [&'static str],
}

/// The lines of training in the order in which they are stacked.
pub(crate) const GROUPS: [Group; 5] = [
    Group {
        id: "weights",
        name: "Weights and adapters",
        short: "weights",
        kinds: &["weights", "adapters"],
    },
    Group {
        id: "optimizer",
        name: "Optimiser",
        short: "optimiser",
        kinds: &["master", "optimizer"],
    },
    Group {
        id: "gradients",
        name: "Gradients and what is in transit",
        short: "gradients",
        kinds: &["gather", "bucket", "gradients"],
    },
    Group {
        id: "activations",
        name: "Activations and logits",
        short: "activations",
        kinds: &["activations", "logits", "working"],
    },
    Group {
        id: "runtime",
        name: "Runtime and fragments",
        short: "runtime",
        kinds: &["fragmentation", "runtime"],
    },
];

impl Group {
    /// Its lines on a card; none is empty.
    pub(crate) fn items<'a>(
        &self,
        card: &'a TrainingGpu,
    ) -> impl Iterator<Item = &'a TrainingItem> {
        let kinds = self.kinds;
        card.items
            .iter()
            .filter(move |item| kinds.contains(&item.kind) && item.bytes > 0)
    }
}

/// A GPU's name by its id, as it is called where there is little room.
#[must_use]
pub fn gpu_name(id: &'static str) -> &'static str {
    Catalog::builtin()
        .gpu(id)
        .map_or(id, |gpu| short_name(gpu.name))
}
