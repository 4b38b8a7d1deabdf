//! Everything that an answer rests on: each input with its value, and whether it was chosen.

use headroom_core::codec::Query;
use headroom_core::engine::Engine;
use headroom_core::engine::{Chosen, Offload};
use headroom_core::model::quant::Quant;
use headroom_core::scenario::keys::RENTAL;
use headroom_core::scenario::keys::{Amount, DECLINE, FADE, RESALE, STORAGE, TAX, UPKEEP};
use headroom_core::scenario::{Drafter, Keep, Scenario};
use headroom_core::units::{THIN, about, grouped, params};

use crate::look::short_name;
use crate::state::Answer;

/// One input.
pub(super) struct Assumption {
    /// What it is.
    pub(super) name: &'static str,
    /// What it was calculated with.
    pub(super) value: String,
    /// Whether the link says so.
    pub(super) chosen: bool,
    /// Whether few people choose it, so that it is told only where somebody did.
    rare: bool,
    /// The keys that decide it.
    #[cfg(test)]
    keys: &'static [&'static str],
}

/// The inputs of an answer, without those that few people choose and nobody chose.
pub(super) fn assumptions(answer: &Answer) -> Vec<Assumption> {
    let mut all = every(answer);
    all.retain(|one| one.chosen || !one.rare);
    all
}

/// Every input of an answer.
fn every(answer: &Answer) -> Vec<Assumption> {
    let given = Query::parse(answer.report.query());
    let mut list = List {
        given,
        all: Vec::with_capacity(64),
    };
    list.question(answer);
    list.machine(answer);
    list.training(answer);
    list.money(answer);
    list.all
}

struct List {
    given: Query,
    all: Vec<Assumption>,
}

impl List {
    fn add(&mut self, name: &'static str, keys: &'static [&'static str], value: impl Into<String>) {
        self.all.push(Assumption {
            name,
            value: value.into(),
            chosen: keys.iter().any(|key| self.given.get(key).is_some()),
            rare: false,
            #[cfg(test)]
            keys,
        });
    }

    fn add_rare(
        &mut self,
        name: &'static str,
        keys: &'static [&'static str],
        value: impl Into<String>,
    ) {
        self.add(name, keys, value);
        if let Some(last) = self.all.last_mut() {
            last.rare = true;
        }
    }

    fn question(&mut self, answer: &Answer) {
        let (echo, scenario) = (answer.report.scenario(), answer.scenario());
        let assumed = if echo.model_assumed {
            ", architecture assumed from its size"
        } else {
            ""
        };
        self.add(
            "Prices and figures of",
            &["cat"],
            answer.report.catalog().date,
        );
        self.add("GPUs", &["gpu", "n"], answer.cards());
        self.add(
            "Model",
            &[
                "model",
                "arch",
                "named",
                "params",
                "active",
                "layers",
                "hidden",
                "heads",
                "kvheads",
                "headdim",
                "ffn",
                "vocab",
                "experts",
                "topk",
                "expertffn",
                "window",
                "tied",
            ],
            format!(
                "{}, {} parameters{assumed}",
                echo.model_name,
                params(echo.model_params)
            ),
        );
        let format = Quant::parse(echo.weights).map_or(echo.weights, Quant::name);
        self.add("Weight format", &["w"], format);
        let file = scenario.given_file();
        let file = file.map_or_else(|| "what the format takes".to_owned(), ToString::to_string);
        self.add_rare("Files", &["file"], file);
        self.add("KV cache format", &["kv"], echo.kv.clone());
        self.add("Context", &["ctx"], tokens(echo.context_tokens));
        self.add("Requests at once", &["users"], grouped(echo.users.into()));
        let engine = Engine::ALL.iter().find(|engine| engine.id() == echo.engine);
        self.add(
            "Engine",
            &["engine"],
            engine.map_or(echo.engine, |engine| engine.name()),
        );
        self.settings(scenario);
        self.add("Divided by", &["par"], placement(answer));
        let offload = match scenario.offload {
            Offload::None => "nothing".to_owned(),
            Offload::Auto => "as few layers as it takes".to_owned(),
            Offload::Layers(count) => format!("{count} layers"),
            Offload::Experts => "all experts".to_owned(),
            Offload::ExpertLayers(count) => format!("the experts of {count} layers"),
            Offload::OtherExperts(kept) if kept.chosen == Chosen::Cached => format!(
                "all experts, with copies of {} of each layer on the cards ({})",
                kept.experts,
                kept.chosen.in_words()
            ),
            Offload::OtherExperts(kept) => format!(
                "all experts but {} of each layer ({})",
                kept.experts,
                kept.chosen.in_words()
            ),
        };
        self.add("Kept in system memory", &["offload"], offload);
        let beside: Vec<String> = scenario
            .also
            .iter()
            .map(|also| {
                let name = also.model.name(
                    also.model
                        .weights(also.weights, answer.scenario().engine)
                        .params,
                );
                format!("{} × {name} {}", also.count, also.weights.name())
            })
            .collect();
        let beside = if beside.is_empty() {
            "no other model".to_owned()
        } else {
            beside.join(", ")
        };
        self.add("Beside it", &["also"], beside);
        let speed = answer.report.speed();
        self.add("Prompt", &["prompt"], tokens(speed.prompt_tokens));
        let images = { answer.scenario().speed.images }.map_or("none".to_owned(), |images| {
            format!("{images}, {}", tokens(speed.image_tokens))
        });
        self.add_rare("Of it images", &["images"], images);
        let cached = format!("{}{THIN}%", answer.scenario().speed.cached);
        self.add_rare("Of it cached", &["prefix"], cached);
        self.add("Answer", &["out"], tokens(speed.output_tokens));
        self.add(
            "Wanted for each stream",
            &["rate"],
            format!("{}{THIN}tokens/s", speed.floor_tokens_per_s),
        );
    }

    fn settings(&mut self, scenario: &Scenario) {
        let settings = scenario.settings;
        let own = || "what the engine takes by itself".to_owned();
        let share = settings
            .utilization
            .map_or_else(own, |percent| format!("{percent}{THIN}%"));
        self.add_rare("Share of each GPU", &["util"], share);
        let most = settings.sequences;
        let most = most.map_or_else(own, |most| grouped(most.into()));
        self.add_rare("Sequences at once, at most", &["seqs"], most);
        let step = scenario.prompt_chunk();
        self.add_rare("Tokens of a step", &["batched", "ubatch"], tokens(step));
        let batch = settings.batch.map_or_else(own, tokens);
        self.add_rare("Tokens of a batch", &["batch"], batch);
        let guessed = scenario.speculation.map_or_else(
            || "nothing".to_owned(),
            |speculation| {
                let kept = about(speculation.kept().typical);
                let drafter = match speculation.drafter {
                    Drafter::Mtp => "the model’s own block",
                    Drafter::Eagle3 => "an EAGLE-3 head",
                    Drafter::Dflash => "a DFlash drafter",
                    Drafter::Model(model) => model.name,
                };
                format!("{} tokens by {drafter}, {kept} kept", speculation.tokens)
            },
        );
        self.add_rare("Guessed ahead", &["spec", "accept"], guessed);
    }

    fn machine(&mut self, answer: &Answer) {
        let (report, scenario) = (&answer.report, answer.scenario());
        let power = report.power();
        let machine = &scenario.machine;
        self.add(
            "System memory",
            &["ram"],
            format!("{}{THIN}GiB", grouped(machine.ram_gib.into())),
        );
        self.add_rare(
            "Way between the cards",
            &["link"],
            match scenario.host.link.id() {
                way if way.is_empty() => "as the cards are sold".to_owned(),
                way => way,
            },
        );
        let vendor = machine.groups.first().map(|group| group.gpu.vendor);
        self.add_rare(
            "Month of the engine’s build",
            &["engine-date"],
            { scenario.settings.built }
                .map_or_else(|| "today’s".to_owned(), |built| built.to_string()),
        );
        self.add_rare(
            "Interface to the GPU",
            &["backend"],
            vendor.map_or("–", |vendor| scenario.settings.backend.name(vendor)),
        );
        self.add(
            "Memory bandwidth",
            &["cpus", "channels", "mts", "membw"],
            report.host_memory().map_or_else(
                || "the machine\u{2019}s own".to_owned(),
                |host| {
                    format!(
                        "{}{THIN}GB/s ({} \u{d7} {} channels, {}{THIN}MT/s)",
                        host.read_gb_per_s, host.sockets, host.channels, host.mt_s
                    )
                },
            ),
        );
        if machine
            .groups
            .iter()
            .any(|group| group.gpu.unified.is_some())
        {
            let size = machine
                .unified_gb
                .map_or("the largest sold".to_owned(), |size| {
                    format!("{size}{THIN}GB")
                });
            let share = machine
                .unified_share
                .map_or("the system’s share".to_owned(), |share| {
                    format!("{share}{THIN}%")
                });
            self.add(
                "Unified memory",
                &["mem", "share"],
                format!("{size}, {share} for the GPU"),
            );
        }
        let limits: Vec<String> = power
            .gpus
            .iter()
            .map(|gpu| {
                let shipped = if gpu.limit_w == gpu.default_w {
                    ", as shipped"
                } else {
                    ""
                };
                format!("{}{THIN}W{shipped}", gpu.limit_w)
            })
            .collect();
        self.add("Limit of each GPU", &["limit"], limits.join("; "));
        let part = |kind: &str| {
            let of_kind = power.items.iter().filter(|item| item.kind == kind);
            let named: Vec<String> = of_kind
                .map(|item| match item.count {
                    1 => format!("{}, {}{THIN}W", short_name(item.label), item.busy_w),
                    count => format!(
                        "{count} × {}, {}{THIN}W",
                        short_name(item.label),
                        item.busy_w
                    ),
                })
                .collect();
            if named.is_empty() {
                "part of the machine".to_owned()
            } else {
                named.join("; ")
            }
        };
        self.add("Processor", &["cpu"], part("cpu"));
        self.add("Memory modules", &["dimms"], part("memory"));
        self.add("Drives", &["drives"], part("storage"));
        let joined = match report.storage().raid {
            "0" => "striped (RAID 0)",
            "independent" => "one copy on each",
            _ => "not joined",
        };
        self.add("Drives are", &["raid"], joined);
        let supply = match &power.psu {
            Some(psu) => format!(
                "{} × {}{THIN}W, {}",
                psu.units,
                grouped(psu.rated_w.into()),
                psu.class_name
            ),
            None => "part of the machine".to_owned(),
        };
        self.add("Power supply", &["psu", "psus", "class"], supply);
        let circuit = &power.circuit;
        self.add(
            "Circuit",
            &["circuit"],
            format!(
                "{}, {}{THIN}V, {}{THIN}A",
                circuit.receptacle, circuit.volts, circuit.amps
            ),
        );
        self.add(
            "Other load on it",
            &["other"],
            format!("{}{THIN}W", circuit.other_w),
        );
        let ups = match (&power.ups.unit, power.ups.chosen) {
            (Some(unit), true) => unit.name.to_owned(),
            (None, true) => "none that is listed carries it".to_owned(),
            (_, false) => "none".to_owned(),
        };
        self.add("UPS", &["ups"], ups);
        let energy = &power.energy;
        let price = energy
            .tariff_usd_per_kwh
            .map_or("no price".to_owned(), |usd| {
                format!("{} a kWh", report.asked().currency().plain(usd))
            });
        let period = energy
            .tariff_period
            .map_or(String::new(), |period| format!(" ({period})"));
        self.add(
            "Electricity",
            &["region", "tariff"],
            format!("{}, {price}{period}", energy.region_name),
        );
        let plan = &scenario.power;
        self.add(
            "Under load",
            &["hours", "days"],
            format!("{}{THIN}h a day, {} days a week", plan.hours, plan.days),
        );
    }

    fn training(&mut self, answer: &Answer) {
        let Some(plan) = &answer.scenario().training else {
            self.add("Asked to", &["mode"], "run the model");
            return;
        };
        let number = |value: u32| grouped(value.into());
        let keep = |activations: bool| if activations { Keep::Cpu } else { Keep::Gpu };
        self.add("Asked to", &["mode"], "train the model");
        self.add("Method", &["method"], plan.method.name());
        self.add("Frozen weights", &["base"], plan.base.name());
        self.add("Frozen experts", &["base-experts"], plan.experts.name());
        self.add("Rank of adapters", &["rank"], number(plan.rank));
        self.add("Adapters on", &["targets"], plan.targets.id());
        self.add("Optimiser", &["optim"], plan.optimizer.name());
        self.add("Sharding", &["shard"], plan.sharding.name());
        self.add(
            "Optimiser states",
            &["offload-optim"],
            plan.offload_optimizer.name(),
        );
        self.add(
            "Parameters",
            &["offload-params"],
            plan.offload_params.name(),
        );
        self.add(
            "Activations",
            &["offload-acts"],
            keep(plan.offload_activations).name(),
        );
        self.add("Sequence", &["seq"], tokens(plan.sequence));
        self.add("Micro-batch", &["micro"], number(plan.micro));
        self.add("Accumulation", &["accum"], number(plan.accumulation));
        self.add("Recomputation", &["recompute"], plan.recompute.name());
        self.add("Loss", &["loss"], plan.loss.name());
        self.add("Attention", &["attn"], plan.attention.name());
        self.add("Products in", &["compute"], plan.compute.name());
        self.add(
            "Data set",
            &["tokens"],
            format!("{}{THIN}tokens", grouped(plan.tokens)),
        );
        self.add("Epochs", &["epochs"], number(plan.epochs));
    }

    fn money(&mut self, answer: &Answer) {
        let (report, plan) = (&answer.report, &answer.scenario().money);
        let own = report.cost().items.iter().filter(|item| item.own).count();
        let prices = match own {
            0 => "of the catalogue, dated above".to_owned(),
            count => format!("{count} of one’s own, marked above"),
        };
        self.add(
            "Prices",
            &[
                "price-gpu",
                "price-gpu2",
                "price-gpu3",
                "price-gpu4",
                "price-cpu",
                "price-board",
                "price-ram",
                "price-ssd",
                "price-psu",
                "price-cooler",
                "price-case",
                "price-ups",
                "price-extras",
            ],
            prices,
        );
        self.add(
            "Choice of parts",
            &[
                "part-board",
                "part-ram",
                "part-ssd",
                "part-psu",
                "part-cooler",
                "part-case",
                "part-extras",
                "extras",
                "line",
                "condition",
            ],
            match plan.parts.iter().filter(|one| one.part.is_some()).count() {
                0 => "the cheapest that go together".to_owned(),
                count => format!("{count} by name, the others the cheapest that go together"),
            },
        );
        let share = |amount: Amount, value: u32| format!("{}{THIN}%", amount.text(value.into()));
        let exchange = &report.asked().exchange;
        let told = match exchange.currency().is_usd() {
            true => "US dollars".to_owned(),
            false => exchange.told(),
        };
        self.add_rare("Amounts in", &["currency", "fx"], told);
        self.add("Tax", &["tax"], share(TAX, plan.tax));
        self.add("Kept for", &["months"], format!("{} months", plan.months));
        self.add(
            "Upkeep a year",
            &["upkeep"],
            format!("{} of the price", share(UPKEEP, plan.upkeep)),
        );
        self.add(
            "Resale on the first day",
            &["resale"],
            format!("{} of the price", share(RESALE, plan.resale)),
        );
        self.add("Resale lost a year", &["fade"], share(FADE, plan.fade));
        let (rented, rent) = match &report.cloud().chosen {
            Some(rental) => (
                format!(
                    "{} × {}, {}, {}",
                    rental.gpus,
                    short_name(rental.gpu_name),
                    rental.provider,
                    rental.term.name()
                ),
                report.asked().currency().rate(rental.usd_per_gpu_hour),
            ),
            None => ("nothing comparable is listed".to_owned(), "none".to_owned()),
        };
        self.add("Rented instead", &[RENTAL.key], rented);
        self.add("Rent of a GPU-hour", &["price-cloud"], rent);
        self.add(
            "Rents fall a year",
            &["decline"],
            share(DECLINE, plan.decline),
        );
        self.add(
            "Stored in the cloud",
            &["cloud-gb"],
            format!("{}{THIN}GB", grouped(report.payback().stored_gb.into())),
        );
        let money = report.asked().currency();
        let micros = i64::try_from(plan.stored_rate.0).unwrap_or(i64::MAX);
        let steps = money.from_usd(micros) / 100;
        self.add(
            "A stored GB a month",
            &[STORAGE.key],
            format!("{}{}", money.sign, STORAGE.text(steps)),
        );
    }
}

fn tokens(count: u32) -> String {
    format!("{}{THIN}tokens", grouped(count.into()))
}

/// How the model is divided, as it was worked out.
fn placement(answer: &Answer) -> String {
    let placement = &answer.report.memory().placement;
    let expert = if placement.expert {
        ", experts dealt out"
    } else {
        ""
    };
    let how = match (placement.kind, placement.tensor, placement.pipeline) {
        ("single", ..) => "nothing: one GPU".to_owned(),
        ("layer", ..) => "layer".to_owned(),
        (_, tensor, 1) => format!("tensor, {tensor} ways"),
        (_, 1, pipeline) => format!("pipeline, {pipeline} stages"),
        (_, tensor, pipeline) => format!("tensor, {tensor} ways, in {pipeline} stages"),
    };
    let how = match placement.context {
        0 | 1 => how,
        parts => format!("{how}, each {parts} dividing the tokens of the cache"),
    };
    let how = match placement.data {
        0 | 1 => how,
        data if placement.kind == "data" => format!("data, {data} groups of one GPU"),
        data => format!("{how}, {data} groups beside each other"),
    };
    format!("{how}{expert}")
}

#[cfg(test)]
mod tests {
    use headroom_core::scenario::keys;

    use super::{assumptions, every};
    use crate::state::Answer;

    #[test]
    fn every_key_of_a_link_is_an_assumption() {
        let mut listed: Vec<&str> = Vec::new();
        for query in ["mode=train", "gpu=m3-ultra"] {
            let all = every(&Answer::to(query));
            assert!(all.iter().all(|one| !one.value.is_empty()));
            listed.extend(all.iter().flat_map(|one| one.keys));
        }
        for key in keys::all().map(|key| key.name()) {
            // The version of the link says nothing about the build.
            let named = listed.contains(&key) || key == "v";
            assert!(named, "{key} is not listed");
        }
    }

    #[test]
    fn what_the_link_says_is_chosen_and_nothing_else() {
        let answer = Answer::to("n=2&ctx=4096&tax=20&users=1");
        let chosen: Vec<&str> = assumptions(&answer)
            .into_iter()
            .filter(|one| one.chosen)
            .map(|one| one.name)
            .collect();
        assert_eq!(chosen, ["GPUs", "Context", "Tax"]);
    }
}
