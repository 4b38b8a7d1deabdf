//! Power on `/method`: from the parts to the socket and to a year's bill.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::power::{Curve, Efficiency};
use headroom_core::units::{THIN, grouped, ratio};

use crate::markup::{Text, put};

/// The whole section.
pub(super) fn section(out: &mut String, catalog: &Catalog) {
    out.push_str(PARTS);
    parts(out, catalog);
    out.push_str(SUPPLY);
    classes(out, catalog);
    out.push_str(CIRCUIT);
    circuits(out, catalog);
    out.push_str(LIMITS);
    curves(out, catalog);
    out.push_str(YEAR);
    out.push_str(LEFT_OUT);
}

const PARTS: &str = "\
<section><h2 id=\"power\">Power</h2>\
<p>What is counted is the most that the machine takes for long, because that is what a circuit must carry: every GPU at its power limit, \
the processor at its design power, and the rest of the machine part by part.</p>\
<p class=\"formula\">load = Σ GPUs × limit + processors × design power + board + modules + drives + fans + pump</p>\
<p>All arithmetic is in whole milliwatts, and each figure is a multiple of a tenth of a watt, so that what is shown adds up. \
Without a choice, one or two graphics cards are taken to sit in a desktop, up to seven cards in a workstation, \
and modules or eight cards and more in a server with two processors. A processor is taken to idle at a quarter of its design power. The fans of a server with GPU modules \
are taken as 15&nbsp;% of what the modules draw. Machines with unified memory are measured or rated at the wall and need no more.</p>";

/// What the smaller parts draw.
fn parts(out: &mut String, catalog: &Catalog) {
    let draws = &catalog.power.draws;
    out.push_str(
        "<details class=\"more\"><summary>The smaller parts, in watts</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Smaller parts\">\
         <table class=\"list\"><thead><tr><th scope=\"col\" class=\"words\">Part</th><th scope=\"col\">Under load</th><th scope=\"col\">Idle</th>\
         <th scope=\"col\" class=\"words\">Remark</th></tr></thead><tbody>",
    );
    for draw in [
        &draws.board,
        &draws.dimm,
        &draws.drive,
        &draws.fan,
        &draws.pump,
    ] {
        row(out, draw.name, Some(draw.busy_mw), draw.idle_mw, draw.note);
    }
    // Cards draw their limit under load; the rows say what they idle at.
    for draw in [
        &draws.gpu_consumer,
        &draws.gpu_workstation,
        &draws.gpu_data_center,
    ] {
        row(out, draw.name, None, draw.idle_mw, draw.note);
    }
    out.push_str("</tbody></table></div></details>");
}

fn row(out: &mut String, name: &str, busy_mw: Option<u64>, idle_mw: u64, note: &str) {
    let watts = |mw| ratio(mw, 1_000, 1);
    put!(
        out,
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"words wrap quiet\">{}</td></tr>",
        Text(name),
        busy_mw.map_or_else(|| "its limit".to_owned(), watts),
        watts(idle_mw),
        Text(note)
    );
}

const SUPPLY: &str = "\
<p class=\"formula\">draw at the wall = load ÷ efficiency at (load ÷ rating)</p>\
<p>The efficiency is the least that the 80 PLUS class admits, straight between its certified points. Below 20&nbsp;% of the rating most classes \
promise nothing; there a unit is taken to lose what Titanium may lose, and the figure is labelled assumed. Without a choice the supply is the smallest \
that is sold and stays at 80&nbsp;% of its rating with every card at the limit as shipped, since a limit is forgotten at every restart. Units above 1\u{202f}650&nbsp;W \
are made for 200 to 240&nbsp;V and are taken to give no more than that on less. For 100&nbsp;µs one card may take three times its limit (PCIe CEM 5.0); \
an ATX 3 supply rides through twice its rating.</p>";

/// Certified points of each class.
fn classes(out: &mut String, catalog: &Catalog) {
    out.push_str(
        "<details class=\"more\"><summary>80 PLUS classes</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"80 PLUS classes\">\
         <table class=\"list narrow\"><thead><tr><th scope=\"col\" class=\"words\">Class</th><th scope=\"col\" class=\"words\">115 V: efficiency at load</th>\
         <th scope=\"col\" class=\"words\">230 V</th></tr></thead><tbody>",
    );
    for class in catalog.power.efficiencies {
        let Efficiency {
            name,
            at_115_v,
            at_230_v,
            ..
        } = class;
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"words\">{}</td><td class=\"words\">{}</td></tr>",
            Text(name),
            points(at_115_v),
            points(at_230_v)
        );
    }
    out.push_str("</tbody></table></div></details>");
}

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

const CIRCUIT: &str = "\
<p class=\"formula\">amperes = (draw at the wall + other load) ÷ volts, at a power factor of 1</p>\
<p>A machine that is under load for three hours a day or more is a continuous load. In North America it may draw 80&nbsp;% of the rating \
of the breaker: 12&nbsp;A of 15. No such rule is recorded for the other sockets, so they are held against their rating, with a warning \
above 80&nbsp;% of it. Local rules and the state of an installation go before this page.</p>";

/// Every circuit with its bounds.
fn circuits(out: &mut String, catalog: &Catalog) {
    out.push_str(
        "<details class=\"more\"><summary>Circuits</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Circuits\">\
         <table class=\"list\"><thead><tr><th scope=\"col\" class=\"words\">Socket</th><th scope=\"col\" class=\"words\">Where</th>\
         <th scope=\"col\">V</th><th scope=\"col\">A</th><th scope=\"col\">Rated, W</th><th scope=\"col\">For hours, W</th></tr></thead><tbody>",
    );
    for circuit in catalog.power.circuits {
        let lasting = circuit
            .continuous_w()
            .map_or_else(|| "–".to_owned(), |watts| grouped(u64::from(watts)));
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"words\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{lasting}</td></tr>",
            Text(circuit.receptacle),
            Text(circuit.region),
            circuit.volts,
            circuit.amps,
            grouped(u64::from(circuit.rated_w()))
        );
    }
    out.push_str("</tbody></table></div></details>");
}

const LIMITS: &str = "\
<p>What a power limit costs in speed is read off a published sweep over limits, straight between its points and never below the lowest. \
A card without a sweep takes the curve of the card that is most like it, at the same share of its limit as shipped; that is labelled assumed. \
The range of a limit is what the driver states, where that was published, and otherwise half of the shipped limit to all of it.</p>";

/// Every curve with its load and range.
fn curves(out: &mut String, catalog: &Catalog) {
    out.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Measured power limits\"><table class=\"list\"><thead><tr><th scope=\"col\" class=\"words\">Measured on</th><th scope=\"col\" class=\"words\">What ran</th>\
         <th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Speed at the lowest limit</th></tr></thead><tbody>",
    );
    for Curve {
        gpu, load, points, ..
    } in catalog.power.curves
    {
        let (Some(&(low, slowest)), Some(&(high, fastest))) = (points.first(), points.last())
        else {
            continue;
        };
        let name = catalog
            .gpu(gpu)
            .map_or(*gpu, |gpu| crate::look::short_name(gpu.name));
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"words wrap\">{}</td><td>{low}{THIN}W</td><td>{high}{THIN}W</td><td>{}{THIN}%</td></tr>",
            Text(name),
            Text(load),
            ratio(u64::from(slowest) * 100, u64::from(fastest), 0)
        );
    }
    out.push_str("</tbody></table></div>");
}

const YEAR: &str = "\
<p class=\"formula\">kWh a year = draw × hours under load + idle draw × the other hours of 8\u{202f}760</p>\
<p class=\"formula\">heat in BTU/h = watts × 3.412142</p>\
<p class=\"formula\">UPS in VA = watts ÷ 0.95</p>\
<p>Prices of electricity are averages for households over the period that is named with them; prices in euro and pound were converted at an assumed rate, and the working \
shows both. Regions without a dated price keep the carbon of their grid and ask for a price. Carbon is the average of the grid in the year that is named. \
Minutes on battery lie between two figures of two makers, 4.8 at full load and 14 at half, for any unit with internal batteries.</p>";

const LEFT_OUT: &str = "\
<h3>Where the watts are wrong</h3><ul>\
<li>GPUs and processor count at their limits. Decoding for one user waits for memory and draws less: 25 to 45&nbsp;% less than is \
predicted here on machines that were measured at the wall. Prefill and many requests at once come near the prediction.</li>\
<li>Servers with GPU modules: their fans are rated for far more than the 15&nbsp;% that is assumed, so the highest draw of such a server is understated. \
Go by its data sheet.</li>\
<li>Curves of speed by limit exist for three cards: RTX 3090, RTX 4090 and RTX PRO 6000 Blackwell Workstation. Prefill, which gains more from watts, is not told apart.</li>\
<li>Rules for continuous loads are recorded for North America alone.</li>\
<li>The idle draw of a card that holds a model can be higher than that of an empty one.</li>\
<li>The power that cooling the room takes, and inrush currents.</li></ul></section>";
