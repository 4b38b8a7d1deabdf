//! Names that people write for models lead to their rows: `names.txt` holds an id and then names that stand for it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::decode;
use headroom_core::scenario::ModelChoice;

const NAMES: &str = include_str!("names.txt");

#[test]
fn names_that_people_write_lead_to_their_models() {
    let catalog = Catalog::builtin();
    let mut tried = 0;
    let mut lost = Vec::new();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let (id, names) = line.split_once(' ').unwrap();
        assert!(catalog.model(id).is_some(), "{id}");
        for name in names.split(' ') {
            let decoded = decode(&format!("model={name}"), catalog);
            let scenario = &decoded.scenario;
            let found = match &scenario.model {
                ModelChoice::Listed(model) => Some(model.id),
                _ => None,
            };
            if found != Some(id) || !scenario.not_understood.is_empty() {
                lost.push(format!("{name} is {found:?}, not {id}"));
            }
            tried += 1;
        }
    }
    assert!(tried > 1000, "{tried}");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
