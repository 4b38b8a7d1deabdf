//! Terms of the trade, each in a sentence or two, one tap away.

macro_rules! terms {
    ($($key:literal $title:literal $text:literal)*) => {
        const TITLES: &[(&str, &str)] = &[$(($key, $title)),*];

        /// Key, title and meaning of every term. The server alone writes the meanings.
        #[cfg(feature = "ssr")]
        pub(crate) const TERMS: &[(&str, &str, &str)] = &[$(($key, $title, $text)),*];
    };
}

terms! {
    "quant" "Weight format"
        "How many bits each parameter of the model is stored in. Fewer bits need less memory and cost some quality; most formats keep a few sensitive tensors wider, so the average is not a round number."
    "kv" "KV cache"
        "What the model remembers of the conversation: a key and a value for every token in every attention layer. It grows with the context and with every conversation that is held at the same time."
    "context" "Context"
        "All tokens that one conversation may hold, prompt and answer together. A token is about three quarters of an English word."
    "users" "Concurrent requests"
        "Conversations that are in memory at the same time. Each has a KV cache of its own; the weights are shared."
    "engine" "Engine"
        "The program that runs the model. Engines differ in how they divide a model over cards, in what they load and in what they keep for themselves."
    "placement" "Placement"
        "How the model is divided over several cards. Layer split gives each card whole layers. Tensor parallel cuts every layer into equal slices, which must divide the attention heads. Pipeline parallel puts groups of cards in a row."
    "offload" "Offload"
        "Part of the model stays in system memory. It then runs, but every token waits for the much slower memory of the host."
    "unified" "Unified memory"
        "One memory for processor and GPU. The system keeps a part for itself, so the GPU may use only a share of what was bought."
    "activations" "Activations and buffers"
        "Working space for the numbers that flow through the model while it computes. It depends on the engine and its batch size more than on the model."
    "runtime" "Driver and runtime"
        "What the driver, the engine's libraries, recorded graphs and the links between cards take on every card."
    "reserve" "Kept free by the engine"
        "Some engines use only a set share of each card, for example 90 %, and leave the rest alone."
    "moe" "Mixture of experts"
        "A model of which each token visits only a few parts. All of it must be in memory, though only the active part is read for one token."
    "evidence" "Evidence"
        "Published: a figure that a vendor or a measurement states. Derived: arithmetic on published figures. Calibrated: fitted to measurements. Assumed: taken for granted, and said so. A sum carries the weakest label of its parts."
    "prefill" "Prompt"
        "What is sent to the model before it answers. It is read many tokens at a time, which takes arithmetic; the answer then comes one token at a time, which takes memory bandwidth. Empty, the prompt is a quarter of the context."
    "raid" "Several drives"
        "Striped drives read every file together: a model loads faster, and the loss of one drive loses everything. Independent drives each hold a copy, so that several loads run side by side."
    "lora" "Method"
        "Full fine-tuning changes every parameter. LoRA leaves them as they are and trains small matrices beside them; QLoRA also keeps the frozen weights in four bits."
    "optimiser" "Optimiser"
        "The rule that turns gradients into changes. Most keep one or two numbers for each trained parameter, often in 32 bits, which can take more memory than the model."
    "sharding" "Divided by"
        "What the cards share out among themselves: nothing (DDP), the optimiser's states (ZeRO-1), gradients too (ZeRO-2), weights too (ZeRO-3, FSDP)."
    "recompute" "Recomputation"
        "Training needs the activations of the forward pass again in the backward pass. Computing them anew instead of keeping them takes about a third more time and far less memory."
    "batch" "Sequences at once"
        "The micro-batch: sequences that one card works on together. Accumulation adds the gradients of several such batches before the optimiser steps."
    "limit" "Power limit"
        "A cap in watts that the driver holds a card to. Lowering it costs little speed at first, because the last watts buy the least. The driver forgets it at every restart."
    "circuit" "Circuit"
        "The wires and the breaker behind a socket. In North America a load of three hours or more may use only 80 % of what the breaker is rated for."
    "psu" "80 PLUS class"
        "A promise about efficiency at 20, 50 and 100 % of a power supply's rating. What is lost becomes heat and is paid for too. The least that the class admits is taken."
    "ups" "UPS"
        "A battery that carries the machine through short outages, long enough to shut it down in order."
    "stored" "Kept in the cloud"
        "Model files that stay on the provider's disk while nothing is rented, so that they need not be sent again. They are paid for by the GB and month."
    "resale" "Resale value"
        "What the machine would fetch if it were sold: a share of its price on the first day, and less of that each year. It is taken off what owning has cost."
    "terms" "Terms of rent"
        "On demand is paid by the hour of use. A reservation is paid for every hour of its term, used or not. A spot machine is cheaper because it may be taken away at any moment."
    "tight" "Tight"
        "It fits with the overhead that is typical, but not with the highest that has been seen. Try it before you rely on it."
}

/// The title of a term.
pub(crate) fn title(key: &str) -> &'static str {
    TITLES
        .iter()
        .find(|(name, _)| *name == key)
        .map_or("", |(_, title)| title)
}
