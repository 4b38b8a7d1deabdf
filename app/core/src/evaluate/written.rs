//! A report as JSON: all of its parts, or none where the question was not understood.

use serde::{Serialize, Serializer};

use super::Report;
use crate::report::{
    Cloud, Cost, CurrencyEcho, HostMemory, Limits, Memory, Notice, Payback, PaybackPoint,
    PowerReport, PowerVerdict, Rival, ScenarioEcho, Sensitivity, Speed, Status, Storage, Together,
    TokenCost, Training, Verdict, WayOut,
};

/// The answer to one question, every figure itemised. Where a word of the question was not
/// understood it holds no figures.
#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("required" = ["catalog", "query", "verdict", "notices"]))
)]
struct Whole<'a> {
    /// Date of the catalogue that the figures come from.
    catalog: &'static str,
    /// The canonical query of the scenario, without `?`.
    query: &'a str,
    /// What was asked, in names and plain numbers.
    scenario: &'a ScenarioEcho,
    /// The currency that sentences tell amounts in; absent where it is US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<CurrencyEcho>,
    /// Memory, itemised.
    memory: &'a Memory,
    /// Whether what is asked fits: the run where the model is trained, all models where there are several, else the model.
    finding: Finding<'a>,
    /// The answer for the model alone, and what would change it.
    verdict: WholeVerdict<'a>,
    /// The same question asked backwards.
    limits: &'a Limits,
    /// How fast the host's memory is read; `null` where a machine is sold whole.
    host: Option<&'a HostMemory>,
    /// How fast it runs.
    speed: WholeSpeed<'a>,
    /// What it draws and what carries it.
    power: WholePower<'a>,
    /// What the machine costs.
    cost: &'a Cost,
    /// What can be rented instead.
    cloud: &'a Cloud,
    /// When owning is cheaper.
    payback: WholePayback<'a>,
    /// The drives, and what loading from them takes.
    storage: &'a Storage,
    /// Training, where the scenario asks for it.
    training: Option<&'a Training>,
    /// Several models side by side, where more than one is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    together: Option<WholeTogether<'a>>,
    /// What was given and could not be used as it was.
    notices: &'a [Notice],
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Finding<'a> {
    /// Whether it runs.
    fits: bool,
    /// How well.
    status: Status,
    /// One plain sentence.
    sentence: &'a str,
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Verdict"))]
struct WholeVerdict<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    /// Changes of one kind that make it fit, most useful first; empty when it fits.
    ways_out: &'a [WayOut],
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Speed"))]
struct WholeSpeed<'a> {
    #[serde(flatten)]
    speed: &'a Speed,
    /// What tokens cost at these rates.
    token_cost: Option<&'a TokenCost>,
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PowerReport"))]
struct WholePower<'a> {
    #[serde(flatten)]
    power: &'a PowerReport,
    /// Whether the circuit carries it, and what would change that.
    verdict: WholePowerVerdict<'a>,
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PowerVerdict"))]
struct WholePowerVerdict<'a> {
    #[serde(flatten)]
    verdict: &'a PowerVerdict,
    /// Single changes that make it carry; empty when it does.
    ways_out: &'a [WayOut],
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Payback"))]
struct WholePayback<'a> {
    #[serde(flatten)]
    payback: &'a Payback,
    /// What owning is held against; empty where the machine does not do the work.
    rivals: &'a [Rival],
    /// Cumulative cost at the start and after each month, as far as the chart goes.
    series: &'a [PaybackPoint],
    /// What each input does to the break-even, strongest first.
    sensitivity: &'a [Sensitivity],
}

#[derive(PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Together"))]
struct WholeTogether<'a> {
    #[serde(flatten)]
    together: &'a Together,
    /// Changes that give each a place; empty when all fit.
    ways_out: &'a [WayOut],
    /// Says so where not every change was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    ways_out_note: Option<&'static str>,
}

/// What is sent of a report whose question was not understood.
#[derive(PartialEq, Serialize)]
struct Refused<'a> {
    catalog: &'static str,
    query: &'a str,
    verdict: WholeVerdict<'a>,
    notices: &'a [Notice],
}

/// A report as it is sent.
#[derive(PartialEq, Serialize)]
#[serde(untagged)]
enum Written<'a> {
    Whole(Box<Whole<'a>>),
    Refused(Refused<'a>),
}

impl Report {
    fn written(&self) -> Written<'_> {
        let catalog = self.catalog().date;
        let (query, notices) = (self.query(), self.notices());
        let verdict = WholeVerdict {
            verdict: self.verdict(),
            ways_out: self.memory_ways(),
        };
        if !self.is_understood() {
            return Written::Refused(Refused {
                catalog,
                query,
                verdict,
                notices,
            });
        }
        let (status, sentence) = self.finding();
        let finding = Finding {
            fits: status.runs(),
            status,
            sentence,
        };
        Written::Whole(Box::new(Whole {
            catalog,
            query,
            scenario: self.scenario(),
            currency: self.asked().exchange.echo(),
            memory: self.memory(),
            finding,
            verdict,
            limits: self.limits(),
            host: self.host_memory(),
            speed: WholeSpeed {
                speed: self.speed(),
                token_cost: self.token_cost(),
            },
            power: WholePower {
                power: self.power(),
                verdict: WholePowerVerdict {
                    verdict: &self.power().verdict,
                    ways_out: self.power_ways(),
                },
            },
            cost: self.cost(),
            cloud: self.cloud(),
            payback: WholePayback {
                payback: self.payback(),
                rivals: self.rivals(),
                series: self.series(),
                sensitivity: self.sensitivity(),
            },
            storage: self.storage(),
            training: self.training(),
            together: self.together().map(|together| WholeTogether {
                together,
                ways_out: self.together_ways(),
                ways_out_note: self.ways_out_note(),
            }),
            notices,
        }))
    }

    /// Computes every part, as writing the whole report does.
    pub fn complete(&self) -> &Self {
        let _every_part = self.written();
        self
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

/// Two reports are the same if all that is written of them is.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.written() == other.written()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Report {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Report".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Whole::json_schema(generator)
    }
}
