//! Parameters of no class.

use std::borrow::Cow;

use crate::model::arch::{Arch, Extra, ExtraKind};

/// Adds parameters of no class.
pub(super) fn add(arch: &mut Arch, name: &'static str, params: u64) {
    if params == 0 {
        return;
    }
    arch.extra.to_mut().push(Extra {
        name: Cow::Borrowed(name),
        kind: ExtraKind::Small,
        params,
    });
}
