//! A machine that is bought in steps.

use headroom_core::catalog::Catalog;
use headroom_core::report::PowerStatus;
use headroom_core::units::{Currency, about, gb, with_unit};
use headroom_core::upgrade::{Asked, Bought, Stage, Upgrade};

use super::{Outline, Section, converted, row};

impl Outline {
    /// A plan, whose query is given. `origin` is scheme and authority.
    #[must_use]
    pub fn planning(plan: &Upgrade, asked: &Asked, origin: &str) -> Self {
        let exchange = asked.exchange(Catalog::builtin());
        let money = exchange.currency();
        let notes = Section {
            title: "Not used as given",
            list: plan.notes.clone(),
            ..Section::default()
        };
        let sections = [
            notes,
            stages(&plan.stages, money),
            steps(&plan.stages),
            end(plan, money),
        ];
        Self {
            question: "Upgrade path".to_owned(),
            verdict: plan.finding.clone(),
            sections: sections.into_iter().filter(Section::says).collect(),
            link: match asked.query().as_str() {
                "" => format!("{origin}/upgrade"),
                query => format!("{origin}/upgrade?{query}"),
            },
            catalog: Catalog::builtin().date,
            rate: converted(&exchange),
        }
    }
}

/// The machine after each step.
fn stages(stages: &[Stage], money: Currency) -> Section {
    let mut rows = vec![row([
        "Month",
        "GPUs",
        "Price as planned",
        "At today’s prices",
        "Spent so far",
        "GPU memory",
        "The model",
        "At the wall",
        "At the wall, at most",
        "Supply load",
        "Circuit",
        "Cooling",
    ])];
    rows.extend(stages.iter().map(|stage| {
        let runs = match stage.decode_tokens_per_s {
            Some(rate) => with_unit(rate, "tokens/s"),
            None if stage.status.runs() => "runs".to_owned(),
            None => "does not run".to_owned(),
        };
        let supply = match (stage.psu_load_percent, stage.psu_w) {
            (Some(load), Some(watts)) => format!("{load:.0} % of {watts} W"),
            _ => "its own".to_owned(),
        };
        let planned = stage.stated.then(|| money.whole(stage.step_usd));
        vec![
            stage.month.to_string(),
            stage.cards.clone(),
            planned.unwrap_or_else(|| "–".to_owned()),
            money.whole(stage.today_usd),
            money.whole(stage.spent_usd),
            gb(stage.memory_bytes),
            runs,
            format!("{} W, {}", about(stage.load_wall_w), stage.load.name()),
            with_unit(stage.wall_w, "W"),
            supply,
            circuit(stage.power).to_owned(),
            stage.cooling.to_owned(),
        ]
    }));
    Section {
        title: "Stages",
        rows,
        ..Section::default()
    }
}

fn circuit(status: PowerStatus) -> &'static str {
    match status {
        PowerStatus::Carries => "carries it",
        PowerStatus::ShortTimeOnly => "not for hours",
        PowerStatus::Overloads => "too much",
        PowerStatus::PsuTooSmall => "supply too small",
    }
}

/// What each step buys, makes possible and gets wrong.
fn steps(stages: &[Stage]) -> Section {
    let mut list = Vec::new();
    for stage in stages {
        let month = stage.month;
        let parts: Vec<String> = stage.bought.iter().map(bought).collect();
        if !parts.is_empty() {
            list.push(format!("Month {month}, bought: {}", parts.join(", ")));
        }
        let mut told = |what: &str, texts: &[String]| {
            let lines = texts.iter();
            list.extend(lines.map(|text| format!("Month {month}, {what}: {text}")));
        };
        told("wrong", &stage.warnings);
        told("no longer", &stage.breaks);
        told("new", &stage.unlocks);
        told("to know", &stage.notes);
    }
    Section {
        title: "Steps",
        list,
        ..Section::default()
    }
}

fn bought(part: &Bought) -> String {
    match part.quantity {
        1 => part.name.clone(),
        count => format!("{count} × {}", part.name),
    }
}

/// What the plan, renting and buying at once have cost in the last month.
fn end(plan: &Upgrade, money: Currency) -> Section {
    let Some(last) = plan.months.last() else {
        return Section::default();
    };
    let mut rows = vec![row(["By then it has cost", money.code])];
    rows.push(vec![
        "This plan, with electricity and upkeep".to_owned(),
        money.whole(last.own_usd),
    ]);
    if let Some(rent) = last.rent_usd {
        rows.push(vec!["Renting step by step".to_owned(), money.whole(rent)]);
    }
    rows.push(vec![
        "All at once, at today’s prices".to_owned(),
        money.whole(last.at_once_usd),
    ]);
    Section {
        title: "Cost",
        text: format!("After {} months, nothing taken off for resale.", last.month),
        rows,
        ..Section::default()
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::upgrade::{Asked, upgrade};

    use super::Outline;

    #[test]
    fn a_plan_is_told_stage_by_stage() {
        let catalog = Catalog::builtin();
        let asked = Asked::read("psu=1000&step=12~n~2&step=24~n~4", catalog);
        let plan = upgrade(&asked, catalog);
        let outline = Outline::planning(&plan, &asked, "https://example.org");
        let markdown = outline.markdown();
        for said in [
            "## Upgrade path",
            "| 24 | ",
            "Month 24, wrong: ",
            &format!("<https://example.org/upgrade?{}>", asked.query()),
        ] {
            assert!(markdown.contains(said), "{said}\n{markdown}");
        }
        let rows = markdown.lines().filter(|line| line.starts_with("| "));
        let columns = rows.map(|line| line.replace("\\|", "").matches('|').count());
        assert!(
            columns.clone().all(|count| count == 13 || count == 3),
            "{markdown}"
        );
        assert!(columns.count() > 4);
    }
}
