//! What draws power besides, and what carries it.

use super::{Amount, Bound, Group, Key, Word, keys};

keys! {
    Power;

    "80 PLUS class of the power supplies."
    CLASS: Word = Word::new("class", "the class of the power supply", "an id");

    "The circuit that the machine is plugged into."
    CIRCUIT: Word = Word::new("circuit", "the circuit", "an id");

    "Where the electricity comes from."
    REGION: Word = Word::new("region", "the region of price and grid", "an id");

    "The uninterruptible power supply."
    UPS: Word = Word::new("ups", "the UPS", "none, auto or an id");

    "Power limit of one card; what a card\u{2019}s driver accepts is narrower."
    LIMIT: Bound = Bound::new("limit", "the power limit of a GPU", "W", (10, 2_000), 300).or("auto; one limit for each kind of GPU is written 280+auto");

    "The processor: an id of the catalogue, or its watts alone."
    CPU_WATTS: Bound = Bound::new("cpu", "the power of the processor", "W", (5, 1_000), 170).or("a processor\u{2019}s id, which says its watts, or auto");

    "Memory modules. Absent, they are those of the memory on the bill."
    DIMMS: Bound = Bound::new("dimms", "the number of memory modules", "", (0, 64), 8);

    "NVMe drives."
    DRIVES: Bound = Bound::new("drives", "the number of drives", "", (0, 64), 2);

    "Rating of one power supply. Absent, it is the smallest that is sold and does."
    PSU: Bound = Bound::new("psu", "the rating of a power supply", "W", (200, 4_000), 1_000);

    "Power supplies that share the load."
    PSUS: Bound = Bound::new("psus", "the number of power supplies", "", (1, 12), 1);

    "Other load on the circuit."
    OTHER: Bound = Bound::new("other", "the other load on the circuit", "W", (0, 20_000), 0);

    "Hours a day under load."
    HOURS: Bound = Bound::new("hours", "the hours a day under load", "h", (0, 24), 8);

    "Days a week under load."
    DAYS: Bound = Bound::new("days", "the days a week under load", "", (0, 7), 5);

    "Price of electricity; absent, the region\u{2019}s."
    TARIFF: Amount = Amount::new("tariff", "the price of electricity", "USD/kWh", 5, (100, 500_000), None);
}
