//! The link itself.

use super::{Group, Key, Word, keys};

keys! {
    Link;

    "Version of the form of the link."
    VERSION: Word = Word::new("v", "the version of the link", "1");

    "Keeps the prices and figures of a day."
    EDITION: Word = Word::new("cat", "the day whose prices and figures are kept", "a day as 2026-11-22; absent for the newest");
}
