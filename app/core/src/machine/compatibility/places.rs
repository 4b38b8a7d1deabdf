//! Where things go: cards in slots and behind openings, their length, the cooler under the lid.

use super::{Given, Judge, error, note, warning};
use crate::catalog::FormFactor;
use crate::catalog::market::{Board, Case, Cooler, Part, Spec};
use crate::machine::room::Room;
use crate::report::Check;
use crate::units::THIN;

/// Generation of PCI Express from which an older slot halves what a card reads.
const NEWER: u8 = 5;

impl Judge<'_> {
    /// Spacing, generation and sharing of the slots, and whether the machine can be managed from afar.
    pub(super) fn places(&self, part: &Part, board: Board) -> Vec<Check> {
        let mut checks = Vec::new();
        let cards = self.host.cards.slotted;
        let room = Room::of(self.scenario, self.host);
        if let Some(side_by_side) = room.side_by_side
            && side_by_side < cards
            && cards <= u32::from(board.slots)
        {
            let text = format!(
                "{side_by_side} of the {cards} cards go side by side into {}; the others stand on risers.",
                part.name
            );
            checks.push(warning("spacing", text));
        }
        if let Some(lanes) = board.shared_lanes.filter(|_| cards > 1) {
            let text = format!(
                "The slots share {lanes} lanes: two cards get x{half} + x{half}.",
                half = lanes / 2
            );
            checks.push(note("bifurcation", text));
        }
        let newer = u32::from(board.slots.saturating_sub(board.older_slots));
        let groups = self.scenario.machine.groups.iter();
        let fast = groups.filter(|group| group.gpu.pcie.is_some_and(|(one, _)| one >= NEWER));
        let fast: u32 = fast.map(|group| group.count).sum();
        if board.older_slots > 0 && fast > newer {
            let text = format!(
                "{} of the {fast} cards for PCI Express 5.0 sit in slots of 4.0, at half the rate.",
                fast - newer
            );
            checks.push(warning("generation", text));
        }
        match board.bmc {
            Some(true) => checks.push(note(
                "bmc",
                "With a BMC: the machine is watched and restarted over the network.".to_owned(),
            )),
            Some(false) => checks.push(note(
                "bmc",
                "Without a BMC: a machine that hangs is restarted at its switch.".to_owned(),
            )),
            None => {}
        }
        checks
    }

    /// Openings of the case against the slots that cards cover, and its depth against their length.
    pub(super) fn case(&self, case: Given) -> Vec<Check> {
        let room = Room::of(self.scenario, self.host);
        let (width, openings) = (self.host.cards.width, room.openings);
        let found = case.and_then(|(part, _)| match part.spec {
            Spec::Case(row) => Some((part, row)),
            _ => None,
        });
        let Some((part, row)) = found else {
            let text = format!(
                "The cards cover {width} slots, more than any case of the catalogue opens."
            );
            return vec![warning("case", text)];
        };
        let slots = u32::from(row.slots);
        let mut checks = vec![if slots < width {
            let text = format!(
                "The cards cover {width} slots, {} opens {slots}.",
                part.name
            );
            error("case", text)
        } else if slots < openings {
            let text = format!(
                "The last card on this board reaches opening {openings}; {} has {slots}.",
                part.name
            );
            error("case", text)
        } else {
            note(
                "case",
                format!("The cards cover {width} of {slots} openings."),
            )
        }];
        checks.extend(length(room, part, row));
        checks
    }
}

/// The longest card against the case.
fn length(room: Room, part: &Part, case: Case) -> Option<Check> {
    let gpu = room.longest?;
    let (card, most) = (gpu.length_mm?, case.card_mm?);
    // Of cards with open coolers every seller builds another.
    let whose = match gpu.form {
        FormFactor::OpenAir => " as its maker builds it",
        _ => "",
    };
    let text = format!(
        "{}{whose} is {card}{THIN}mm long, {} takes {most}{THIN}mm.",
        gpu.name, part.name
    );
    Some(if card > most {
        error("length", text)
    } else {
        note("length", text)
    })
}

/// The cooler against the case.
pub(super) fn height(part: &Part, cooler: Cooler, case: Given) -> Option<Check> {
    let (case, _) = case?;
    let Spec::Case(row) = case.spec else {
        return None;
    };
    let (height, most) = (cooler.height_mm?, row.cooler_mm?);
    let text = format!(
        "{} is {height}{THIN}mm high, {} takes {most}{THIN}mm.",
        part.name, case.name
    );
    Some(if height > most {
        error("height", text)
    } else {
        note("height", text)
    })
}

/// What carries more cards than a board has slots.
pub(super) fn beyond(board: Board, cards: u32) -> Check {
    let slots = u32::from(board.slots);
    if board.bifurcation == Some(true) && cards <= 2 * slots {
        let text = format!(
            "Its slots can be split: risers for x8 + x8 would carry {} cards.",
            2 * slots
        );
        note("bifurcation", text)
    } else {
        let text = "More cards than slots go behind PCI Express switches, in a case of their own or a server.";
        note("switches", text.to_owned())
    }
}
