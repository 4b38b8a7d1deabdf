//! Rows that must not ship stop the build, with a message that says where and why.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails"
)]

#[path = "../build/mod.rs"]
#[expect(dead_code, reason = "editions have tests of their own")]
mod compile;

use compile::{Files, MarketFiles};

const SOURCES: &str = include_str!("../catalog/sources.toml");
const GPUS: &str = include_str!("../catalog/gpus.toml");
const MODELS: &str = include_str!("../catalog/models.toml");
const MEASURED: &str = include_str!("../catalog/measured.toml");
const SIZES: &str = include_str!("../catalog/sizes.toml");
const TRAINING: &str = include_str!("../catalog/measured_training.toml");
const POWER: &str = include_str!("../catalog/power.toml");

const SOURCE: &str = r#"
[source.sheet]
title = "Data sheet, 2026-01-01"
url = "https://example.org/sheet"
"#;

const GPU: &str = r#"
[[gpu]]
id = "card"
name = "A card"
vendor = "nvidia"
architecture = "Ada Lovelace"
segment = "consumer"
nominal_gb = 24
reported_mib = 24_564
memory_type = "GDDR6X"
bandwidth_mb_s = 1_008_000
gflops = { fp32 = 82_600, fp16 = 165_200 }
tdp_w = 450
form_factor = "open-air"
price = { usd = 1599, date = "2022-10", condition = "list price", source = "sheet" }
sources = ["sheet"]
as_of = "2026-01-02"
"#;

const MODEL: &str = r#"
[[model]]
id = "model"
name = "A model"
family = "models"
vendor = "Somebody"
hf_repo = "somebody/model"
released = "2026-01"
licence = "mit"
modality = "text"
native = "bf16"
sources = ["sheet", "github somebody/model config.json @0123456789"]
as_of = "2026-01-02"
[model.params]
total = 7_000_000_000
embedding = 131_072_000
[model.arch]
layers = "F*32"
mlp = "D*32"
hidden_size = 4096
intermediate_size = 14336
heads = 32
kv_heads = 8
head_dim = 128
vocab_size = 32000
tied = false
max_context = 32768
norms = { per_layer = 2 }
"#;

const SIZE: &str = r#"
[[size]]
id = "size"
model = "model"
name = "model-Q4_0.gguf"
quant = "Q4_0"
kind = "gguf"
size = "3.83 GB"
source = "Model card, 2026-01-01"
as_of = "2026-01-02"
"#;

/// What is said about a GPU row in which `from` was replaced.
fn gpu(from: &str, to: &str) -> Vec<String> {
    assert!(GPU.contains(from), "the test replaces nothing: {from}");
    said(Files {
        sources: SOURCE,
        gpus: &GPU.replace(from, to),
        models: MODEL,
    })
}

/// What is said about a model row in which `from` was replaced.
fn model(from: &str, to: &str) -> Vec<String> {
    assert!(MODEL.contains(from), "the test replaces nothing: {from}");
    said(Files {
        sources: SOURCE,
        gpus: GPU,
        models: &MODEL.replace(from, to),
    })
}

fn size(from: &str, to: &str) -> Vec<String> {
    assert!(SIZE.contains(from), "the test replaces nothing: {from}");
    let found = compile::sizes(&SIZE.replace(from, to), MODEL)
        .err()
        .unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

/// What is said about the shipped table of power in which `from` was replaced once.
fn power(from: &str, to: &str) -> Vec<String> {
    assert!(POWER.contains(from), "the test replaces nothing: {from}");
    let files = Files {
        sources: SOURCES,
        gpus: GPUS,
        models: MODELS,
    };
    let found = compile::power(&[(&POWER.replacen(from, to, 1), files)])
        .err()
        .unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

/// What is said about the shipped measurements in which `from` was replaced once.
fn measured(from: &str, to: &str) -> Vec<String> {
    assert!(MEASURED.contains(from), "the test replaces nothing: {from}");
    let found = compile::measured(&MEASURED.replacen(from, to, 1))
        .err()
        .unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

fn said(files: Files<'_>) -> Vec<String> {
    let found = compile::catalog(&[files]).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

fn only(said: &[String], message: &str) {
    assert_eq!(said, [message]);
}

#[test]
fn good_rows_are_accepted() {
    let text = compile::catalog(&[Files {
        sources: SOURCE,
        gpus: GPU,
        models: MODEL,
    }])
    .unwrap();
    assert!(text.contains("bytes: 25757220864, basis: MemoryBasis::Reported"));
    assert!(text.contains(r#"url: Some("https://github.com/somebody/model")"#));
    assert!(
        compile::sizes(SIZE, MODEL)
            .unwrap()
            .contains("bytes: 3830000000, half_width: 5000000")
    );
}

#[test]
fn each_shipped_file_is_accepted_alone() {
    assert_eq!(
        said(Files {
            sources: SOURCES,
            gpus: "",
            models: ""
        }),
        Vec::<String>::new()
    );
    assert_eq!(
        said(Files {
            sources: SOURCES,
            gpus: GPUS,
            models: ""
        }),
        Vec::<String>::new()
    );
    assert_eq!(
        said(Files {
            sources: SOURCES,
            gpus: "",
            models: MODELS
        }),
        Vec::<String>::new()
    );
    compile::sizes(SIZES, MODELS).expect("sizes.toml is accepted");
    assert_eq!(measured("", ""), Vec::<String>::new());
    assert_eq!(power("", ""), Vec::<String>::new());
}

#[test]
fn malformed_rows() {
    let unknown = gpu("tdp_w = 450", "tdp_w = 450\nwatts = 450");
    assert_eq!(unknown.len(), 1);
    assert!(
        unknown[0].starts_with("gpus.toml: gpu `card`: unknown field `watts`"),
        "{}",
        unknown[0]
    );
    let missing = gpu("tdp_w = 450\n", "");
    assert!(
        missing[0].starts_with("gpus.toml: gpu `card`: missing field `tdp_w`"),
        "{}",
        missing[0]
    );
    let negative = gpu("tdp_w = 450", "tdp_w = -1");
    assert!(
        negative[0].starts_with("gpus.toml: gpu `card`: ") && negative[0].contains("tdp_w"),
        "{}",
        negative[0]
    );
    let vendor = gpu("\"nvidia\"", "\"nvida\"");
    assert!(
        vendor[0].contains("unknown variant `nvida`"),
        "{}",
        vendor[0]
    );
    let chip = gpu("\"Ada Lovelace\"", "\"Ada Byron\"");
    assert!(
        chip[0].contains("unknown variant `Ada Byron`"),
        "{}",
        chip[0]
    );
    assert!(
        gpu("id = \"card\"\n", "")[0].starts_with("gpus.toml: gpu number 1: missing field `id`")
    );
    assert!(gpu("[[gpu]]", "[[gpus]]")[0].contains("only [[gpu]] rows belong here"));
    assert!(gpu("[[gpu]]", "[[gpu]")[0].starts_with("gpus.toml: the whole file: "));
}

#[test]
fn sources_and_dates() {
    only(
        &gpu("sources = [\"sheet\"]", "sources = []"),
        "gpus.toml: gpu `card`: sources: a row without a source is not accepted",
    );
    only(
        &gpu("sources = [\"sheet\"]", "sources = [\"shet\"]"),
        "gpus.toml: gpu `card`: sources: `shet` is not in sources.toml",
    );
    only(
        &gpu("as_of = \"2026-01-02\"\n", ""),
        "gpus.toml: gpu `card`: as_of: a row without a date is not accepted",
    );
    only(
        &gpu("\"2026-01-02\"", "\"2026-13-02\""),
        "gpus.toml: gpu `card`: as_of: `2026-13-02` is no date of the form YYYY-MM-DD",
    );
    only(
        &gpu("date = \"2022-10\"", "date = \"October\""),
        "gpus.toml: gpu `card`: price.date: `October` is no date of the form YYYY",
    );
    only(
        &model("as_of = \"2026-01-02\"\n", ""),
        "models.toml: model `model`: as_of: a row without a date is not accepted",
    );
    only(
        &size("source = \"Model card, 2026-01-01\"\n", ""),
        "sizes.toml: size `size`: source: a row without a source is not accepted",
    );
    let insecure = SOURCE.replace("https:", "http:");
    only(
        &said(Files {
            sources: &insecure,
            gpus: GPU,
            models: MODEL,
        }),
        "sources.toml: source `sheet`: url: does not start with https://",
    );
}

#[test]
fn duplicate_ids() {
    only(
        &said(Files {
            sources: SOURCE,
            gpus: &GPU.repeat(2),
            models: MODEL,
        }),
        "gpus.toml: gpu `card`: id: `card` is taken by an earlier row",
    );
    only(
        &said(Files {
            sources: SOURCE,
            gpus: GPU,
            models: &MODEL.repeat(2),
        }),
        "models.toml: model `model`: id: `model` is taken by an earlier row",
    );
    only(
        &gpu("id = \"card\"", "id = \"Card A\""),
        "gpus.toml: gpu `Card A`: id: `Card A` may hold only a-z, 0-9, `-` and `.`",
    );
}

#[test]
fn impossible_values() {
    only(
        &gpu("bandwidth_mb_s = 1_008_000", "bandwidth_mb_s = 1_008"),
        "gpus.toml: gpu `card`: bandwidth_mb_s: 1008 is outside 10000 to 20000000",
    );
    only(
        &gpu("tdp_w = 450", "tdp_w = 4500"),
        "gpus.toml: gpu `card`: tdp_w: 4500 is outside 5 to 2000",
    );
    only(
        &gpu("reported_mib = 24_564", "reported_mib = 24_577"),
        "gpus.toml: gpu `card`: reported_mib: 24577 is outside 22118 to 24576",
    );
    only(
        &gpu("tdp_w = 450", "tdp_w = 450\npower_range_w = [500, 450]"),
        "gpus.toml: gpu `card`: power_range_w: 500 is outside 5 to 450",
    );
    only(
        &gpu("fp16 = 165_200", "fp16 = 165"),
        "gpus.toml: gpu `card`: gflops.fp16: 165 is outside 1000 to 50000000",
    );
    only(
        &gpu("\"consumer\"", "\"unified\""),
        "gpus.toml: gpu `card`: unified: is missing from a machine with unified memory",
    );
    only(
        &size("3.83 GB", "3.83 kB"),
        "sizes.toml: size `size`: size: `3.83 kB` cannot be read",
    );
    only(
        &size("\"model\"", "\"other\""),
        "sizes.toml: size `size`: model: `other` is not in models.toml",
    );
}

#[test]
fn words_that_nothing_can_be_calculated_from() {
    only(
        &gpu("memory_type = \"GDDR6X\"", "memory_type = \"stacked\""),
        "gpus.toml: gpu `card`: memory_type: `stacked` begins with none of `GDDR`, `HBM`, `LPDDR`",
    );
    only(
        &gpu("form_factor = \"open-air\"", "form_factor = \"water\""),
        "gpus.toml: gpu `card`: form_factor: `water` begins with none of `open-air`, `blower`, `passive`, `OAM`, `SXM`, \
         `superchip module`, `laptop`, `SoC`, `desktop`",
    );
    only(
        &model(
            "norms =",
            "extra = [{ name = \"per-layer embeddings\", params = 1 }]\nnorms =",
        ),
        "models.toml: model `model`: arch.extra.name: `per-layer embeddings` begins with none of `per-layer embedding table`, \
         `per-layer input gate`, `per-layer model projection`, `cross-attention projections`, `decay projections`, `AltUp projections`, `Laurel projections`",
    );
    assert!(
        market("condition = \"new\"", "condition = \"as found\"")[0]
            .contains("price.condition: `as found` begins with none of `list price`, `new`")
    );
}

#[test]
fn impossible_architectures() {
    only(
        &model("mlp = \"D*32\"", "mlp = \"D*31\""),
        "models.toml: model `model`: arch.mlp: has 31 letters, arch.layers has 32",
    );
    only(
        &model("layers = \"F*32\"", "layers = \"F*31 Q\""),
        "models.toml: model `model`: arch.layers: letter `Q` is not one of `FSCLMXH.`",
    );
    only(
        &model("heads = 32\nkv_heads = 8", "heads = 32\nkv_heads = 5"),
        "models.toml: model `model`: arch.heads: 32 is no multiple of kv_heads, 5",
    );
    only(
        &model("layers = \"F*32\"", "layers = \"SF*16\""),
        "models.toml: model `model`: arch.attention.sliding_window: is missing, although there are `S` layers",
    );
    only(
        &model("layers = \"F*32\"", "layers = \"FH*16\""),
        "models.toml: model `model`: arch.attention.compressed: is missing, although there are `H` layers",
    );
    only(
        &model("embedding = 131_072_000", "embedding = 131_072_001"),
        "models.toml: model `model`: params.embedding: 131072001 is not vocab_size times hidden_size, 131072000",
    );
    only(
        &model("embedding", "vision = 1\nembedding"),
        "models.toml: model `model`: params.total: 7000000000 is not text 7000000000 and vision 1 together",
    );
    only(
        &model("mlp = \"D*32\"", "mlp = \"E*32\""),
        "models.toml: model `model`: arch.moe: belongs to models with `E` layers, and only to them",
    );
}

#[test]
fn every_violation_is_listed_at_once() {
    let gpus = GPU.replace("tdp_w = 450", "tdp_w = 0")
        + &GPU.replace("card", "other").replace("24_564", "1");
    let models = MODEL
        .replace("\"sheet\", ", "\"nowhere\", ")
        .replace("tied = false\n", "");
    let said = said(Files {
        sources: SOURCE,
        gpus: &gpus,
        models: &models,
    });
    assert_eq!(said.len(), 3, "{said:#?}");
    let (mut watts, mut memory, mut tied) = (false, false, false);
    for message in &said {
        watts |= message.starts_with("gpus.toml: gpu `card`: tdp_w: ");
        memory |= message.starts_with("gpus.toml: gpu `other`: reported_mib: ");
        tied |= message.starts_with("models.toml: model `model`: missing field `tied`");
    }
    assert!(watts && memory && tied, "{said:#?}");
}

#[test]
fn rows_about_power() {
    only(
        &power("volts = 120\namps = 15", "volts = 12\namps = 15"),
        "power.toml: circuit `na-15a-120v`: volts: 12 is outside 100 to 240",
    );
    only(
        &power("[[200, 800]", "[[250, 800]"),
        "power.toml: efficiency `white`: at_115_v: has points at other loads than 80 PLUS certifies",
    );
    only(
        &power("sources = [\"club3090\"]", "sources = []"),
        "power.toml: curve `rtx-3090-batch-1`: sources: a row without a source is not accepted",
    );
    only(
        &power("gpu = \"rtx-3090\"", "gpu = \"rtx-3091\""),
        "power.toml: curve `rtx-3090-batch-1`: gpu: `rtx-3091` is not in gpus.toml",
    );
    only(
        &power("local_millicents = 28_720", "local_millicents = 31_720"),
        "power.toml: region `eu`: price.millicents: 31300 is not 34574, the local price converted",
    );
    only(
        &power(
            "period = \"2024\", date = \"2024\"",
            "period = \"2024\", date = \"\"",
        ),
        "power.toml: region `us`: price.date: a row without a date is not accepted",
    );
    only(
        &power("busy_mw = 7500", "busy_mw = 7550"),
        "power.toml: draw `drive`: busy_mw: 7550 is not in whole tenths of a watt",
    );
    assert_eq!(
        power("id = \"pump\"", "id = \"pumps\""),
        [
            "power.toml: draw `pumps`: id: `pumps` is not used",
            "power.toml: draw `pump`: is missing",
        ]
    );
    assert_eq!(
        power("id = \"dgx-spark-gb10\"", "id = \"dgx-spark\""),
        [
            "power.toml: machine `dgx-spark`: id: `dgx-spark` is not in gpus.toml",
            "power.toml: machine `dgx-spark-gb10`: is missing, although the table of GPUs has the machine",
        ]
    );
    only(
        &power("id = \"gold\"", "id = \"golden\""),
        "power.toml: efficiency `gold`: is missing, although it is a default",
    );
    let unknown = power("watts = 450\n", "watts = 450\nvolts = 12\n");
    assert!(
        unknown[0].starts_with("power.toml: psu `450w`: unknown field `volts`"),
        "{unknown:?}"
    );
    only(
        &power("[[ups]]\nid", "[[battery]]\nid = \"x\"\n\n[[ups]]\nid"),
        "power.toml: `battery`: is no table of this file",
    );
}

const PARTS: &str = include_str!("../catalog/parts.toml");
const OFFERS: &str = include_str!("../catalog/cloud.toml");
const APIS: &str = include_str!("../catalog/apis.toml");

const PART: &str = r#"
[[part]]
id = "supply"
kind = "psu"
name = "A supply"
psu = { watts = 1200, class = "gold", full_output = "any" }
price = { usd = 185.99, date = "2026-01-01", condition = "new", source = "sheet" }
sources = ["sheet"]
as_of = "2026-01-02"
"#;

const OFFER: &str = r#"
[[offer]]
provider = "A cloud"
gpu = "card"
gpus = 1
up_to = 8
usd_per_hour = 0.69
term = "on_demand"
date = "2026-01-01"
source = "sheet"
"#;

const API: &str = r#"
[[api]]
provider = "A cloud"
model = "model"
listed_as = "somebody/model"
input_usd = 0.05
output_usd = 0.335
date = "2026-01-01"
source = "sheet"
"#;

/// What is said about market rows in which `from` was replaced.
fn market(from: &str, to: &str) -> Vec<String> {
    let rows = [PART, OFFER, API];
    assert!(rows.iter().any(|row| row.contains(from)), "{from}");
    let [parts, offers, apis] = rows.map(|row| row.replace(from, to));
    let files = MarketFiles {
        rows: Files {
            sources: SOURCE,
            gpus: GPU,
            models: MODEL,
        },
        parts: &parts,
        offers: &offers,
        apis: &apis,
    };
    let found = compile::market(&[files]).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_market_is_sound() {
    let files = MarketFiles {
        rows: Files {
            sources: SOURCES,
            gpus: GPUS,
            models: MODELS,
        },
        parts: PARTS,
        offers: OFFERS,
        apis: APIS,
    };
    assert_eq!(compile::market(&[files]).err(), None);
    assert!(market("A supply", "Another supply").is_empty());
}

#[test]
fn prices_that_cannot_be_right_are_refused() {
    only(
        &market("usd = 185.99", "usd = 185.995"),
        "parts.toml: part `supply`: price.usd: 185.995 is no amount in cents",
    );
    only(
        &market("usd = 185.99", "usd = 1.50"),
        "parts.toml: part `supply`: price.usd: 1.5 is outside 5 to 50000",
    );
    only(
        &market("usd_per_hour = 0.69", "usd_per_hour = 69.0"),
        "cloud.toml: offer `A cloud card ×1`: usd_per_hour: 69 is outside 0.02 to 30",
    );
    only(
        &market("output_usd = 0.335", "output_usd = 335.0"),
        "apis.toml: api `A cloud model`: output_usd: 335 is outside 0.001 to 200",
    );
}

#[test]
fn market_rows_that_lead_nowhere_are_refused() {
    only(
        &market("kind = \"psu\"", "kind = \"cpu\""),
        "parts.toml: part `supply`: kind: Cpu does not match its table",
    );
    only(
        &market("gpu = \"card\"", "gpu = \"cards\""),
        "cloud.toml: offer `A cloud cards ×1`: gpu: `cards` is not in gpus.toml",
    );
    only(
        &market("model = \"model\"", "model = \"models\""),
        "apis.toml: api `A cloud models`: model: `models` is not in models.toml",
    );
    only(
        &market("gpus = 1", "gpus = 2"),
        "cloud.toml: offer `A cloud card ×2`: up_to: goes only with a price for one GPU",
    );
    let twice = format!("{OFFER}{OFFER}");
    only(
        &market(OFFER, &twice),
        "cloud.toml: offer `A cloud card ×1`: repeats an earlier row",
    );
    assert_eq!(market("\"sheet\"", "\"shop\"").len(), 4);
}

#[test]
fn measurements_are_held_against_a_scenario_or_say_why_not() {
    only(
        &measured("value = \"82.21\"", "value = \"-1\""),
        "measured.toml: measured `dec-0004`: value: `-1` is no positive number",
    );
    only(
        &measured("metric = \"stream\"\n", ""),
        "measured.toml: measured `dec-0004`: query: a row has metric, value and query, or else `unmapped`",
    );
    only(
        &measured("date = \"2024-05-12\"", "date = \"\""),
        "measured.toml: measured `dec-0004`: date: a row without a date is not accepted",
    );
}

#[test]
fn measured_training_runs_are_mapped_or_say_why_not() {
    assert!(compile::training(TRAINING).is_ok());
    let run = r#"
[[run]]
id = "run"
model = "A model"
gpu = "1 × A card"
engine = "A program"
method = "Full"
measures = "memory"
stated = "10 GB"
query = "mode=train"
scope = "gpu"
value = 10_000_000_000
source = "a report"
date = "2026"
as_of = "2026-11-22"
"#;
    assert!(compile::training(run).is_ok());
    for (from, to, field) in [
        ("query = \"mode=train\"", "", "query"),
        (
            "query = \"mode=train\"",
            "query = \"x\"\nunmapped = \"y\"",
            "query",
        ),
        ("scope = \"gpu\"", "", "scope"),
        ("value = 10_000_000_000", "", "value"),
        ("source = \"a report\"", "source = \"\"", "source"),
    ] {
        let violations = compile::training(&run.replace(from, to)).expect_err(from);
        assert!(
            violations.iter().any(|one| one.field == field),
            "{from}: {violations:?}"
        );
    }
}

/// A second card, as the first but for its id and name.
fn two_gpus(aliases: [&str; 2]) -> Vec<String> {
    let with = |row: &str, aliases| row.replace("tdp_w", &format!("aliases = {aliases}\ntdp_w"));
    let other = GPU.replace("id = \"card\"", "id = \"card-2\"");
    let other = other.replace("A card", "Another card");
    let gpus = with(GPU, aliases[0]) + &with(&other, aliases[1]);
    said(Files {
        sources: SOURCE,
        gpus: &gpus,
        models: MODEL,
    })
}

#[test]
fn no_name_is_that_of_two_rows() {
    assert!(two_gpus([r#"["the card", "NVIDIA GPU 1"]"#, "[]"]).is_empty());
    only(
        &two_gpus(["[]", r#"["Card"]"#]),
        "gpus.toml: gpu `card-2`: aliases: `Card` also names `card`",
    );
    only(
        &two_gpus([r#"["NVIDIA Card 2"]"#, "[]"]),
        "gpus.toml: gpu `card`: aliases: `NVIDIA Card 2` also names `card-2`",
    );
    only(
        &two_gpus([r#"["another-card"]"#, "[]"]),
        "gpus.toml: gpu `card`: aliases: `another-card` also names `card-2`",
    );
    only(
        &two_gpus([r#"["The Card"]"#, r#"["the_card"]"#]),
        "gpus.toml: gpu `card-2`: aliases: `the_card` also names `card`",
    );
    let twins = GPU.to_owned() + &GPU.replace("id = \"card\"", "id = \"twin\"");
    only(
        &said(Files {
            sources: SOURCE,
            gpus: &twins,
            models: MODEL,
        }),
        "gpus.toml: gpu `twin`: name: `A card` also names `card`",
    );
    only(
        &model("released", "aliases = [\"models\", \"Model!\"]\nreleased"),
        "models.toml: model `model`: aliases: `Model!` is understood without it",
    );
    only(
        &market("price =", "aliases = [\"a-supply\"]\nprice ="),
        "parts.toml: part `supply`: aliases: `a-supply` is understood without it",
    );
    only(
        &power("aliases = [\"USA\"", "aliases = [\"Texas\"").to_vec(),
        "power.toml: region `us`: aliases: `Texas` also names `us-tx`",
    );
}

#[test]
fn aliases_say_something() {
    for empty in ["", " ", "-", "NVIDIA", "é"] {
        only(
            &two_gpus([&format!("[\"{empty}\"]"), "[]"]),
            &format!("gpus.toml: gpu `card`: aliases: `{empty}` is no name"),
        );
    }
    only(
        &two_gpus([r#"["CARD"]"#, "[]"]),
        "gpus.toml: gpu `card`: aliases: `CARD` is understood without it",
    );
    let wrong = two_gpus([r#""the card""#, "[]"]);
    assert!(wrong[0].starts_with("gpus.toml: gpu `card`: "), "{wrong:?}");
    only(
        &power("watts = 450\n", "watts = 450\naliases = [\"small\"]\n"),
        "power.toml: psu `450w`: aliases: are not used",
    );
}

/// The name on the hub is an alias where it says more than the others; pages alone know whose repository it is.
#[test]
fn the_name_on_the_hub_is_known_everywhere() {
    let written = |hub: &str| {
        let models = MODEL.replace("somebody/model", hub);
        let files = Files {
            sources: SOURCE,
            gpus: GPU,
            models: &models,
        };
        compile::catalog(&[files]).unwrap()
    };
    assert!(written("somebody/Model-Instruct").contains("name: \"A model\", aliases: &[], "));
    assert!(written("somebody/M-1").contains("name: \"A model\", aliases: &[\"M-1\"], "));
}
