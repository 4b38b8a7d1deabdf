//! The arithmetic for pages and programs in JavaScript: a question as a query, the answer as JSON.
//!
//! `cargo xtask package` compiles it, writes its types from the description of the API and lays both out with
//! `package/` as a package for npm. Nothing here calculates.

use headroom_core::catalog::Catalog;
use headroom_core::codec::{self, Ids};
use headroom_core::{claims, evaluate};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the rows of the catalogue, which a module does not hold; whether they could be read.
#[wasm_bindgen]
#[must_use]
pub fn take(rows: Vec<u8>) -> bool {
    Catalog::take(rows)
}

/// The report of a query: the same JSON as `GET /api/v1/report` answers.
#[wasm_bindgen]
#[must_use]
pub fn report(query: &str) -> String {
    json(&evaluate::report(query, Catalog::builtin()))
}

/// The shortest query of the same build.
#[wasm_bindgen]
#[must_use]
pub fn canonical(query: &str) -> String {
    codec::encode(&codec::decode(query, Catalog::builtin()).scenario)
}

/// The verdict on a claim in words: the same JSON as `GET /api/v1/claims` answers.
#[wasm_bindgen]
#[must_use]
pub fn claim(text: &str) -> String {
    json(&claims::check(text, Catalog::builtin()))
}

/// What queries may name, by id: the same JSON as `GET /api/v1/catalog` answers.
#[wasm_bindgen]
#[must_use]
pub fn names() -> String {
    json(&Ids::of(Catalog::builtin()))
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_those_of_the_core() {
        let query = "gpu=rtx-4090&n=2&model=llama-3.3-70b&w=q4_k_m";
        let own: serde_json::Value = serde_json::from_str(&report(query)).unwrap_or_default();
        let core = evaluate::report(query, Catalog::builtin());
        let core = serde_json::to_value(&core).unwrap_or_default();
        assert_eq!(own, core);
        assert_eq!(own["verdict"]["fits"], true);
        assert_eq!(canonical("n=2&gpu=rtx-4090&ctx=8192"), "gpu=rtx-4090&n=2");
        let claim: serde_json::Value =
            serde_json::from_str(&claim("405B FP16 on 384GB")).unwrap_or_default();
        assert_eq!(claim["verdict"], "refuted");
        let names: serde_json::Value = serde_json::from_str(&names()).unwrap_or_default();
        assert!(
            names["models"]
                .as_array()
                .is_some_and(|models| models.len() > 200)
        );
    }
}
