//! What a person chose: typed, bounded, with every default filled in.
//!
//! A scenario is built by the [codec](crate::codec) and stored nowhere but in a URL.

mod currency;
pub mod custom;
pub(crate) mod echo;
mod file;
pub mod images;
pub mod keys;
mod machine;
mod model;
mod money;
mod own;
mod placement;
mod power;
mod speculation;
mod speed;
mod training;

pub use currency::Exchange;
pub use file::{FileSize, FileUnit};
pub(crate) use machine::most_ram_gib;
pub use machine::{GpuGroup, HostPlan, LinkPlan, LinkWay, Machine, Raid};
pub use model::{AlsoModel, ModelChoice};
pub use money::{Condition, FreeLine, MoneyPlan, PartPlan, RentalChoice};
pub use own::{About, OwnModel};
pub use placement::PlacementChoice;
pub use power::{CpuChoice, PowerPlan, UpsChoice};
pub(crate) use power::{DEFAULT_CIRCUIT, DEFAULT_CLASS, DEFAULT_REGION};
pub use speculation::{Drafter, Kept, Speculation};
pub use speed::SpeedPlan;
pub use training::{
    AttentionKernel, Base, BaseExperts, Compute, Keep, Loss, Method, Optimizer, Recompute,
    Sharding, Target, Targets, TrainingPlan,
};

use crate::engine::{Engine, Offload, Settings};
use crate::model::quant::{KvFormat, KvType, Quant};
use crate::model::weights::Weights;
use crate::units::Currency;

/// Card of the default scenario.
pub const DEFAULT_GPU: &str = "rtx-pro-6000-blackwell-max-q";

/// Model of the default scenario.
pub const DEFAULT_MODEL: &str = "llama-3.3-70b";

/// Tokens of a data set where none are named: a few thousand long conversations.
pub const DEFAULT_TOKENS: u64 = 10_000_000;

/// Most tokens of a data set: beyond any that was ever gathered.
pub const MAX_TOKENS: u64 = 1_000_000_000_000_000;

/// Weight format where none is named.
pub(crate) const DEFAULT_WEIGHTS: Quant = Quant::Q4KM;

/// KV format where none is named.
pub(crate) const DEFAULT_KV: KvFormat = KvFormat::both(KvType::F16);

/// Everything that decides a [`Report`](crate::evaluate::Report).
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The cards, in slot order.
    pub machine: Machine,
    /// What is said about the processors' memory.
    pub host: HostPlan,
    /// The model.
    pub model: ModelChoice,
    /// Models that run beside it on the same cards.
    pub also: Vec<AlsoModel>,
    /// Number format of the weights.
    pub weights: Quant,
    /// The size of the files that hold them, where it was given.
    pub file: Option<FileSize>,
    /// Number format of the KV cache.
    pub kv: KvFormat,
    /// Tokens that one sequence may hold, prompt and answer together.
    pub context: u32,
    /// Sequences held at the same time.
    pub users: u32,
    /// The program that runs the model.
    pub engine: Engine,
    /// What was set of it.
    pub settings: Settings,
    /// How the model is divided over the cards.
    pub placement: PlacementChoice,
    /// What may live in the host's memory.
    pub offload: Offload,
    /// What is guessed ahead while it answers.
    pub speculation: Option<Speculation>,
    /// Lengths of prompt and answer; never part of the memory verdict.
    pub speed: SpeedPlan,
    /// What else draws power, and what carries it.
    pub power: PowerPlan,
    /// Prices, rent and time; never part of the memory verdict.
    pub money: MoneyPlan,
    /// The currency that amounts are told in; never part of any figure.
    pub exchange: Exchange,
    /// How the drives work together.
    pub raid: Raid,
    /// What is trained; `None` for inference.
    pub training: Option<TrainingPlan>,
    /// The edition of the catalogue that a link keeps, by its day; `None` takes the newest.
    pub pin: Option<&'static str>,
    /// Words of the link that are the name of nothing known here. While there is one, something else stands
    /// in its place and nothing is answered.
    pub not_understood: Vec<Unread>,
}

/// A word of a link that is the name of nothing known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The key that it was given for.
    pub key: &'static str,
    /// What was looked for: `GPU`, `weight format`.
    pub what: &'static str,
    /// The word.
    pub word: String,
    /// The value of the key as the link keeps it.
    pub value: String,
    /// What is wrong with it, where more is known than that nothing is called so; else empty.
    pub wrong: String,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            what, word, wrong, ..
        } = self;
        if !wrong.is_empty() {
            return write!(f, "{wrong} Nothing was calculated.");
        }
        write!(
            f,
            "No {what} is known here as “{word}”, so nothing was calculated."
        )
    }
}

impl Scenario {
    /// Tokens that a prompt is read in at once.
    #[must_use]
    pub fn prompt_chunk(&self) -> u32 {
        match self.machine.first_card() {
            None => self.engine.prompt_chunk(self.settings),
            Some((capacity, chip)) => self.engine.prompt_chunk_on(self.settings, capacity, chip),
        }
    }

    /// The model's weights in the scenario's format.
    #[must_use]
    pub fn priced(&self) -> &Weights {
        self.weights_in(self.weights, self.engine)
    }

    /// The model's weights in a format as an engine's files have them: of the size that was given for these, else by the recipe.
    #[must_use]
    pub fn weights_in(&self, quant: Quant, engine: Engine) -> &Weights {
        let by_recipe = self.model.weights(quant, engine);
        { self.file.as_ref() }
            .and_then(|file| file.weights_of(by_recipe.params, quant))
            .unwrap_or(by_recipe)
    }

    /// The size that was given for the files, as long as they are those of the model and format.
    #[must_use]
    pub fn given_file(&self) -> Option<&FileSize> {
        let params = self.model.weights(self.weights, self.engine).params;
        let of = |file: &&FileSize| file.weights_of(params, self.weights).is_some();
        self.file.as_ref().filter(of)
    }

    /// The currency that amounts are told in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.exchange.currency()
    }

    /// Whether it holds a word that is the name of nothing known here, so that nothing is answered.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.not_understood.is_empty()
    }
}
