//! The way between cards that share a layer.

use headroom_core::scenario::{LinkPlan, LinkWay};

use super::super::asked::Asked;
use super::super::field::choice;
use super::super::fixed::Fixed;
use super::super::place::{hint, place};
use super::super::run::named_options;
use super::Panel;
use crate::markup::Html;
use crate::state::Answer;

/// What holds where nothing is said.
const AUTOMATIC: &str = "as the cards are sold (automatic)";

/// The control, where there are several cards.
pub(in crate::configurator) fn part(asked: Asked) -> Fixed {
    let one = asked.holds(|answer| answer.scenario().machine.gpu_count() < 2);
    place("div").id("link-field").hidden(one).holds(vec![
        choice(
            asked,
            "link",
            "Way between the cards",
            Some("link"),
            Panel::Links,
        ),
        hint(
            "Counts where cards share each layer. Slots of fewer lanes are written into the link, as in link=p2p-3x16.",
        ),
    ])
}

/// Whether somebody said something of it.
pub(in crate::configurator) fn is_touched(answer: &Answer) -> bool {
    answer.scenario().host.link != LinkPlan::default() || answer.notice("link").is_some()
}

/// Every way, and the one of the link where it says more.
pub(super) fn options(answer: &Answer) -> Html {
    let present = answer.scenario().host.link.id();
    let mut options = vec![(String::new(), AUTOMATIC.to_owned())];
    options.extend(LinkWay::ALL.map(|way| (way.id().to_owned(), name(way).to_owned())));
    named_options(&options, &present)
}

fn name(way: LinkWay) -> &'static str {
    match way {
        LinkWay::NvLink => "over an NVLink bridge",
        LinkWay::OneShot => "from card to card, one-shot kernels",
        LinkWay::Peer => "from card to card (NCCL, P2P)",
        LinkWay::Switch => "from card to card over switches",
        LinkWay::Host => "through the host’s memory",
    }
}
