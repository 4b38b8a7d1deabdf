//! Room for the cards: side by side in the slots of a board, and behind the openings of a case.

use super::host::{Cards, Chosen, Host, as_board};
use crate::catalog::Gpu;
use crate::catalog::market::{Case, Spec};
use crate::scenario::Scenario;

/// Where the cards of a machine end up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Cards that go into the board side by side; `None` where its layout is not known.
    pub(super) side_by_side: Option<u32>,
    /// Openings of the case that they take.
    pub(super) openings: u32,
    /// The longest card whose length is known.
    pub(super) longest: Option<&'static Gpu>,
    /// Height of the cooler of the processor in millimetres, where it is known.
    pub(super) cooler_mm: Option<u16>,
}

impl Room {
    pub(super) fn of(scenario: &Scenario, host: &Host) -> Self {
        let layout = host
            .board
            .and_then(as_board)
            .map_or(&[][..], |board| board.layout);
        let all = || scenario.machine.groups.iter();
        let slotted = all().filter(|group| Cards::has_slot(group.gpu));
        let widths: Vec<u32> = slotted
            .flat_map(|group| (0..group.count).map(|_| Cards::width_of(group.gpu)))
            .collect();
        let placed = ends(layout, &widths);
        let whole = placed.len() == widths.len();
        // What does not go in side by side stands on risers, wherever there is an opening.
        let last = placed.last().copied().filter(|_| whole);
        Self {
            side_by_side: (!layout.is_empty()).then_some(placed.len() as u32),
            openings: host.cards.width.max(last.unwrap_or(0)),
            longest: all()
                .map(|group| group.gpu)
                .filter(|gpu| gpu.length_mm.is_some())
                .max_by_key(|gpu| gpu.length_mm),
            cooler_mm: host.cooler.and_then(height),
        }
    }

    /// Whether a case has room for all of it, as far as that is known.
    pub(super) fn is_in(&self, case: Case) -> bool {
        let holds = |most: Option<u16>, asked: Option<u16>| {
            most.zip(asked).is_none_or(|(most, asked)| asked <= most)
        };
        u32::from(case.slots) >= self.openings
            && holds(case.card_mm, self.longest.and_then(|gpu| gpu.length_mm))
            && holds(case.cooler_mm, self.cooler_mm)
    }
}

fn height((part, _): Chosen) -> Option<u16> {
    match part.spec {
        Spec::Cooler(cooler) => cooler.height_mm,
        _ => None,
    }
}

/// The last opening of each card, in order, that goes into slots at these places side by side.
fn ends(layout: &[u8], widths: &[u32]) -> Vec<u32> {
    let mut slots = layout.iter().map(|place| u32::from(*place));
    let mut free = 0;
    widths
        .iter()
        .map_while(|width| {
            let place = slots.find(|place| *place >= free)?;
            free = place + width;
            Some(free - 1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn cards_stand_side_by_side_as_far_as_their_width_allows() {
        let seven: Vec<u8> = (1..=7).collect();
        assert_eq!(ends(&seven, &[2; 5]), [2, 4, 6, 8]);
        assert_eq!(ends(&seven, &[3; 4]), [3, 6, 9]);
        assert_eq!(ends(&seven, &[1; 7]), [1, 2, 3, 4, 5, 6, 7]);
        // The topmost place is a slot that no card fits in.
        let from_second: Vec<u8> = (2..=8).collect();
        assert_eq!(ends(&from_second, &[2; 4]), [3, 5, 7, 9]);
        assert_eq!(ends(&[1, 3, 5], &[3; 3]), [3, 7]);
        assert_eq!(ends(&[], &[2]), [0; 0]);
    }
}
