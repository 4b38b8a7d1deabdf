//! Power on `/method`: from the parts to the socket and to a year's bill.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::power::{Circuit, Curve, Draw, Efficiency};
use headroom_core::units::{THIN, grouped, ratio};
use leptos::prelude::*;

use super::known;
use crate::components::{Heading, ListTable, More};
use crate::look::short_name;

/// The whole section.
#[component]
pub(super) fn Power(
    /// Whose parts, classes, circuits and curves are shown.
    catalog: &'static Catalog,
) -> impl IntoView {
    view! {
        <section>
            <h2 id="power">"Power"</h2>
            <p>
                "Supply and circuit are judged by the most that the machine takes for long: every GPU at its power \
                 limit, the processor at its design power, and the rest of the machine part by part. Energy, cost and \
                 heat are those of the load that is asked for: one stream, many, or training."
            </p>
            <p class="formula">
                "load = Σ GPUs × limit + processors × design power + board + modules + drives + fans + pump"
            </p>
            <p>
                "All arithmetic is in whole milliwatts, and each figure is a multiple of a tenth of a watt, so that \
                 what is shown adds up. Without a choice, one or two graphics cards are taken to sit in a desktop, up \
                 to seven cards in a workstation, and modules or eight cards and more in a server with two processors. \
                 A processor is taken to idle at a quarter of its design power, a desktop’s at a twelfth, with a board \
                 that then draws 8\u{a0}W: one such desktop with a card drew 47.7\u{a0}W at the wall. The fans of a server with GPU modules \
                 are taken as 15\u{a0}% of what the modules draw. Machines with unified memory are measured or rated \
                 at the wall and need no more."
            </p>
            <p>
                "Under a load a card takes a share of the limit that it ships with, and never more than the limit that \
                 is set: medians of what owners read off RTX 3090, 4090, 5090 and PRO 6000 cards, by generation, load \
                 and how cards share the work. Cards that wait for each other or for the host draw less. The processor \
                 stands between idle and its design power. What was not read, such as accelerators and training, is \
                 labelled assumed; the ends of each figure are the ends of what was read."
            </p>
            <Parts catalog/>
            <p class="formula">"draw at the wall = load ÷ efficiency at (load ÷ rating)"</p>
            <p>
                "The efficiency is the least that the 80 PLUS class admits, straight between its certified points. \
                 Below 20\u{a0}% of the rating most classes promise nothing; there a unit is taken to lose what \
                 Titanium may lose, and the figure is labelled assumed. Without a choice the supply is the smallest \
                 that is sold and stays at 80\u{a0}% of its rating with every card at the limit as shipped, since a \
                 limit is forgotten at every restart. Units above 1\u{202f}650\u{a0}W are made for 200 to 240\u{a0}V \
                 and are taken to give no more than that on less. For 100\u{a0}µs one card may take three times its \
                 limit (PCIe CEM 5.0); an ATX 3 supply rides through twice its rating."
            </p>
            <Classes catalog/>
            <p class="formula">"amperes = (draw at the wall + other load) ÷ volts, at a power factor of 1"</p>
            <p>
                "A machine that is under load for three hours a day or more is a continuous load. In North America it \
                 may draw 80\u{a0}% of the rating of the breaker: 12\u{a0}A of 15. No such rule is recorded for the \
                 other sockets, so they are held against their rating, with a warning above 80\u{a0}% of it. Local \
                 rules and the state of an installation go before this page."
            </p>
            <Circuits catalog/>
            <p>
                "What a power limit costs in speed is read off a published sweep over limits, straight between its \
                 points and never below the lowest. A card without a sweep takes the curve of the card that is most \
                 like it, at the same share of its limit as shipped; that is labelled assumed. The range of a limit is \
                 what the driver states, where that was published, and otherwise half of the shipped limit to all of \
                 it."
            </p>
            <Curves catalog/>
            <p class="formula">
                "kWh a year = draw under the load asked for × its hours + idle draw × the other hours of 8\u{202f}760"
            </p>
            <p class="formula">"heat in BTU/h = watts × 3.412142"</p>
            <p class="formula">"UPS in VA = watts ÷ 0.95"</p>
            <p>
                "Prices of electricity are averages for households over the period that is named with them; prices in \
                 euro and pound were converted at an assumed rate, and the working shows both. Regions without a dated \
                 price keep the carbon of their grid and ask for a price. Carbon is the average of the grid in the \
                 year that is named. Minutes on battery lie between two figures of two makers, 4.8 at full load and 14 \
                 at half, for any unit with internal batteries."
            </p>
            <h3>"Where the watts are wrong"</h3>
            <ul>
                <li>
                    "What a card draws for one stream varies with the model: an RTX 4090 was read at 55 to 87\u{a0}% \
                     of its limit. Eight cards that share each layer over PCI Express were read at less than half."
                </li>
                <li>
                    "Servers with GPU modules: their fans are rated for far more than the 15\u{a0}% that is assumed, \
                     so the highest draw of such a server is understated. Go by its data sheet."
                </li>
                <li>
                    "Curves of speed by limit exist for three cards: RTX 3090, RTX 4090 and RTX PRO 6000 Blackwell \
                     Workstation. Prefill, which gains more from watts, is not told apart."
                </li>
                <li>"Rules for continuous loads are recorded for North America alone."</li>
                <li>"The idle draw of a card that holds a model can be higher than that of an empty one."</li>
                <li>"The power that cooling the room takes, and inrush currents."</li>
            </ul>
        </section>
    }
}

/// What the smaller parts draw.
#[component]
fn Parts(
    /// Whose parts they are.
    catalog: &'static Catalog,
) -> impl IntoView {
    let draws = &catalog.power.draws;
    let watts = |milliwatts| ratio(milliwatts, 1_000, 1);
    let row = |draw: &'static Draw, busy: String| {
        view! {
            <tr>
                <th scope="row">{draw.name}</th>
                <td>{busy}</td>
                <td>{watts(draw.idle_mw)}</td>
                <td class="words wrap quiet">{draw.note}</td>
            </tr>
        }
    };
    let parts = [
        &draws.board,
        &draws.dimm,
        &draws.drive,
        &draws.fan,
        &draws.pump,
    ];
    // Cards draw their limit under load; the rows say what they idle at.
    let cards = [
        &draws.gpu_consumer,
        &draws.gpu_workstation,
        &draws.gpu_data_center,
    ];
    let parts = parts.map(|draw| row(draw, watts(draw.busy_mw)));
    let cards = cards.map(|draw| row(draw, "its limit".to_owned()));
    view! {
        <More summary="The smaller parts, in watts">
            <ListTable
                label="Smaller parts"
                head=&[
                    Heading::Words("Part"),
                    Heading::Figures("Under load"),
                    Heading::Figures("Idle"),
                    Heading::Words("Remark"),
                ]
            >
                {parts}
                {cards}
            </ListTable>
        </More>
    }
}

/// Certified points of each class.
#[component]
fn Classes(
    /// Whose classes they are.
    catalog: &'static Catalog,
) -> impl IntoView {
    let row = |class: &Efficiency| {
        view! {
            <tr>
                <th scope="row">{class.name}</th>
                <td class="words">{points(class.at_115_v)}</td>
                <td class="words">{points(class.at_230_v)}</td>
            </tr>
        }
    };
    let rows = catalog.power.efficiencies.iter().map(row).collect_view();
    view! {
        <More summary="80 PLUS classes">
            <ListTable
                label="80 PLUS classes"
                narrow=true
                head=&[
                    Heading::Words("Class"),
                    Heading::Words("115 V: efficiency at load"),
                    Heading::Words("230 V"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// Shares of the load with the efficiency at each, both in thousandths.
fn points(points: &[(u32, u32)]) -> String {
    let percent = |permille: u32| ratio(u64::from(permille), 10, 0);
    let points: Vec<String> = points
        .iter()
        .map(|&(load, efficiency)| {
            format!("{}{THIN}% at {}{THIN}%", percent(efficiency), percent(load))
        })
        .collect();
    points.join(", ")
}

/// Every circuit with its bounds.
#[component]
fn Circuits(
    /// Whose circuits they are.
    catalog: &'static Catalog,
) -> impl IntoView {
    let watts = |watts: u32| grouped(u64::from(watts));
    let row = |circuit: &Circuit| {
        view! {
            <tr>
                <th scope="row">{circuit.receptacle}</th>
                <td class="words">{circuit.region}</td>
                <td>{circuit.volts}</td>
                <td>{circuit.amps}</td>
                <td>{watts(circuit.rated_w())}</td>
                <td>{known(circuit.continuous_w().map(watts))}</td>
            </tr>
        }
    };
    let rows = catalog.power.circuits.iter().map(row).collect_view();
    view! {
        <More summary="Circuits">
            <ListTable
                label="Circuits"
                head=&[
                    Heading::Words("Socket"),
                    Heading::Words("Where"),
                    Heading::Figures("V"),
                    Heading::Figures("A"),
                    Heading::Figures("Rated, W"),
                    Heading::Figures("For hours, W"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// Every curve with its load and range.
#[component]
fn Curves(
    /// Whose curves they are.
    catalog: &'static Catalog,
) -> impl IntoView {
    let row = |curve: &'static Curve| {
        let (&(low, slowest), &(high, fastest)) = curve.points.first().zip(curve.points.last())?;
        let name = catalog
            .gpu(curve.gpu)
            .map_or(curve.gpu, |gpu| short_name(gpu.name));
        let speed = ratio(u64::from(slowest) * 100, u64::from(fastest), 0);
        Some(view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="words wrap">{curve.load}</td>
                <td>{low}{THIN}"W"</td>
                <td>{high}{THIN}"W"</td>
                <td>{speed}{THIN}"%"</td>
            </tr>
        })
    };
    let rows = catalog.power.curves.iter().filter_map(row).collect_view();
    view! {
        <ListTable
            label="Measured power limits"
            head=&[
                Heading::Words("Measured on"),
                Heading::Words("What ran"),
                Heading::Figures("From"),
                Heading::Figures("To"),
                Heading::Figures("Speed at the lowest limit"),
            ]
        >
            {rows}
        </ListTable>
    }
}
