//! Plans that somebody published, with the prices that they stated.

use super::asked::Asked;
use crate::catalog::{Catalog, preset};

/// A published plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlan {
    /// What it is called.
    pub name: &'static str,
    /// Its steps, as they stand in an address.
    steps: &'static [&'static str],
    /// What to know: where its own sums disagree.
    pub note: &'static str,
}

impl KnownPlan {
    /// The plan, beginning with the build that it was written for.
    #[must_use]
    pub fn asked(&self, catalog: &Catalog) -> Asked {
        let base = preset("one-gpu").map_or("", |known| known.query);
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|step| format!("step={step}"))
            .collect();
        Asked::read(&format!("{base}&{}", steps.join("&")), catalog)
    }
}

/// Of the comparison of 2025-10-06: its roadmap and its two timelines.
#[must_use]
pub fn plans() -> &'static [KnownPlan] {
    &PLANS
}

const PLANS: [KnownPlan; 3] = [
    KnownPlan {
        name: "The published roadmap, a step a month",
        steps: &[
            "0~price~14949",
            "1~n~2~price~8300",
            "2~n~3~price~8300",
            "3~n~4~price~8300",
            "4~psu~1600~price~500",
            "5~part-cooler~custom-loop-cpu-4gpu~price~2500",
            "6~ram~256~dimms~8~part-ram~vcolor-8x32-5600~price~600",
            "7~drives~4~part-ssd~samsung-9100-pro-2tb*4~raid~0~price~1500",
            "8~part-extras~caster-wheels~price~200",
        ],
        note: "The roadmap names no months. It ends at $45,149, without a UPS; its fourth card comes before its \
               power supply.",
    },
    KnownPlan {
        name: "The conservative timeline, 30 months",
        steps: &[
            "0~price~14949",
            "6~ups~auto~drives~3~price~1050",
            "12~n~2~price~8300",
            "18~n~3~price~8300",
            "24~n~4~price~8300",
            "26~psu~1600~price~500",
            "28~part-cooler~custom-loop-cpu-4gpu~price~2500",
            "30~ram~256~dimms~8~part-ram~vcolor-8x32-5600~drives~4~part-ssd~samsung-9100-pro-2tb*4~raid~0~price~2100",
        ],
        note: "It ends at $45,999, $850 above the roadmap of the same text: it buys a UPS and leaves out the wheels, \
               and buys $450 of storage before the $1,500 of drives that replace it.",
    },
    KnownPlan {
        name: "The aggressive timeline, 15 months",
        steps: &[
            "0~price~14949",
            "3~ups~auto~price~600",
            "6~n~3~price~16600",
            "9~n~4~psu~1600~price~8800",
            "12~part-cooler~custom-loop-cpu-4gpu~price~2500",
            "15~ram~256~dimms~8~part-ram~vcolor-8x32-5600~drives~4~part-ssd~samsung-9100-pro-2tb*4~raid~0~price~2100",
        ],
        note: "It ends at $45,549, $400 above the roadmap of the same text: a UPS for $600, and no wheels for $200.",
    },
];

#[cfg(test)]
mod tests {
    use super::plans;
    use crate::catalog::Catalog;
    use crate::report::LoadKind;
    use crate::units::Cents;
    use crate::upgrade::{Asked, Upgrade, upgrade};

    fn followed(place: usize) -> Upgrade {
        let catalog = Catalog::builtin();
        let asked = plans()[place].asked(catalog);
        assert_eq!(asked.notes, Vec::<String>::new());
        upgrade(&asked, catalog)
    }

    fn spent(plan: &Upgrade) -> Vec<(u32, i64)> {
        let stages = plan.stages.iter();
        stages
            .map(|stage| (stage.month, stage.spent_usd.0 / 100))
            .collect()
    }

    #[test]
    fn the_roadmap_adds_up_as_published() {
        let spent = spent(&followed(0)).into_iter().map(|(_, usd)| usd);
        assert_eq!(
            spent.collect::<Vec<_>>(),
            [
                14_949, 23_249, 31_549, 39_849, 40_349, 42_849, 43_449, 44_949, 45_149
            ]
        );
    }

    #[test]
    fn both_timelines_add_up_to_what_is_right() {
        // The conservative one is printed rounded up by a dollar from month 6 on.
        assert_eq!(
            spent(&followed(1)),
            [
                (0, 14_949),
                (6, 15_999),
                (12, 24_299),
                (18, 32_599),
                (24, 40_899),
                (26, 41_399),
                (28, 43_899),
                (30, 45_999)
            ]
        );
        assert_eq!(
            spent(&followed(2)),
            [
                (0, 14_949),
                (3, 15_549),
                (6, 32_149),
                (9, 40_949),
                (12, 43_449),
                (15, 45_549)
            ]
        );
    }

    #[test]
    fn no_plan_ever_buys_a_supply_that_is_large_enough() {
        let unsupplied = |plan: &Upgrade| {
            let stages = plan.stages.iter();
            let warned = stages.filter(|stage| {
                let mut warnings = stage.warnings.iter();
                warnings.any(|text| text.contains("power supply gives"))
            });
            warned.map(|stage| stage.month).collect::<Vec<_>>()
        };
        // 1,300 W are too little for three cards, and the 1,600 W of the plans for four.
        assert_eq!(
            [0, 1, 2].map(|plan| unsupplied(&followed(plan))),
            [
                vec![2, 3, 4, 5, 6, 7, 8],
                vec![18, 24, 26, 28, 30],
                vec![6, 9, 12, 15]
            ]
        );
    }

    #[test]
    fn a_third_card_ends_tensor_parallelism_and_a_second_makes_things_fit() {
        let plan = followed(0);
        assert!(
            plan.stages[2]
                .breaks
                .iter()
                .any(|text| text.contains("tensor parallelism"))
        );
        assert!(!plan.stages[1].unlocks.is_empty());
        assert!(plan.stages[3].breaks.is_empty());
    }

    #[test]
    fn the_load_that_is_asked_for_stands_beside_the_most() {
        let catalog = Catalog::builtin();
        let asked = Asked::read("n=1&model=llama-3.1-8b&step=6~n~2~users~32", catalog);
        let plan = upgrade(&asked, catalog);
        let loads: Vec<LoadKind> = plan.stages.iter().map(|stage| stage.load).collect();
        assert_eq!(loads, [LoadKind::Stream, LoadKind::Many]);
        for stage in &plan.stages {
            assert!(stage.load_dc_w < stage.dc_w && stage.load_wall_w < stage.wall_w);
            assert!(stage.load_dc_w < stage.load_wall_w);
        }
    }

    /// What somebody paid for a supply is not what the next one costs.
    #[test]
    fn a_given_price_goes_with_the_part_that_is_replaced() {
        let catalog = Catalog::builtin();
        let raw = "n=2&part-psu=corsair-rm1000x&price-psu=1&price-case=7";
        for step in [
            "6~part-psu~corsair-hx1500i",
            "6~part-psu~corsair-hx1500i~price-psu~90",
        ] {
            let plan = upgrade(
                &Asked::read(&format!("{raw}&step={step}"), catalog),
                catalog,
            );
            let bought = &plan.stages[1].bought;
            let own = step.ends_with("90");
            assert_eq!(bought.len(), 1, "{bought:?}");
            assert_eq!(bought[0].usd == Some(Cents(9_000)), own, "{bought:?}");
            assert!(bought[0].usd > Some(Cents(100)), "{bought:?}");
            assert!(plan.stages[1].query.contains("price-case=7"));
        }
    }

    /// A set of cards carries its own counts, whatever number stood in the build before.
    #[test]
    fn a_card_of_another_kind_comes_to_those_that_are_there() {
        let catalog = Catalog::builtin();
        let raw = "gpu=rtx-3090&n=2&step=6~gpu~rtx-3090*2+rtx-5090";
        let plan = upgrade(&Asked::read(raw, catalog), catalog);
        assert_eq!(plan.notes, [""; 0]);
        assert_eq!(plan.stages[1].gpus, 3);
    }

    #[test]
    fn a_number_out_of_range_is_told_with_its_month() {
        let catalog = Catalog::builtin();
        let asked = Asked::read("ctx=-5&step=3~n~999&step=6~psu~1600", catalog);
        let notes = upgrade(&asked, catalog).notes;
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].starts_with("“-5”") && notes[1].starts_with("Month 3: “999”"));
    }

    #[test]
    fn what_is_bought_is_the_difference_of_two_bills() {
        let plan = followed(0);
        let second = &plan.stages[1];
        assert_eq!(second.bought[0].quantity, 1);
        assert!(second.bought[0].name.contains("RTX PRO 6000"));
        assert_eq!(second.step_usd, Cents(830_000));
        assert!(second.today_usd > second.step_usd);
    }
}
