//! Claims that people type: how each is read and what comes of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use headroom_core::catalog::Catalog;
use headroom_core::claims::{Answer, Checked, EXAMPLES, LONGEST, Role, check};
use proptest::prelude::*;

/// `verdict | reading | claim`, one a line.
const PHRASINGS: &str = include_str!("claims.txt");

fn checked(text: &str) -> Checked {
    check(text, Catalog::builtin())
}

/// What each word was taken for, without those that say nothing.
fn reading(checked: &Checked) -> String {
    let said = checked
        .reading
        .iter()
        .filter(|piece| piece.role != Role::Filler);
    let words = said.map(|piece| format!("{} {}", piece.role.word(), piece.text.trim()));
    words.collect::<Vec<_>>().join(", ")
}

#[test]
fn phrasings_are_read_and_judged_as_written_down() {
    let mut counts = [0, 0];
    let mut wrong = Vec::new();
    for line in PHRASINGS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let [verdict, read, text] = line
            .splitn(3, " | ")
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        let checked = checked(text);
        counts[usize::from(checked.verdict == Answer::NotUnderstood)] += 1;
        let found = format!(
            "{} | {} | {text}",
            checked.verdict.word(),
            reading(&checked)
        );
        if found != format!("{verdict} | {read} | {text}") {
            wrong.push(format!("{line}\n  is {found}\n  {}", checked.sentence));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts[0] >= 200 && counts[1] >= 40, "{counts:?}");
}

#[test]
fn every_example_is_understood() {
    for example in EXAMPLES {
        let checked = checked(example);
        assert_ne!(
            checked.verdict,
            Answer::NotUnderstood,
            "{example}: {}",
            checked.sentence
        );
        assert!(
            checked.link.is_some() && !checked.cases.is_empty(),
            "{example}"
        );
    }
}

/// The link of a case leads to the very question that was judged.
#[test]
fn links_are_canonical_and_say_nothing_else() {
    for line in PHRASINGS.lines().filter(|line| line.contains(" | ")) {
        let text = line.splitn(3, " | ").nth(2).unwrap();
        for case in checked(text).cases {
            let report = headroom_core::evaluate::report(&case.query, Catalog::builtin());
            assert_eq!(report.query(), case.query, "{text}");
            assert_eq!(report.notices(), [], "{text}");
        }
    }
}

#[test]
fn the_pieces_are_the_text() {
    for line in PHRASINGS.lines().filter(|line| line.contains(" | ")) {
        let text = line.splitn(3, " | ").nth(2).unwrap();
        let pieces = checked(text).reading;
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, text);
    }
}

#[test]
fn a_claim_has_a_longest_length() {
    let long = "405B FP16 on 384GB ".repeat(LONGEST);
    let checked = checked(&long);
    assert_eq!(checked.verdict, Answer::NotUnderstood);
    assert!(checked.sentence.contains("300"), "{}", checked.sentence);
    assert_eq!(checked.text.chars().count(), LONGEST);
}

#[test]
fn a_name_of_several_cards_said_again_and_again_is_refused_before_it_is_written_out() {
    let most = (LONGEST - "8B on A100".len()) / ",A100".len();
    for times in [3, 8, most] {
        let text = format!("8B on A100{}", ",A100".repeat(times));
        let said = checked(&text);
        assert_eq!(said.verdict, Answer::NotUnderstood, "{text}");
        assert!(said.sentence.contains("ways"), "{}", said.sentence);
    }
}

#[test]
fn what_decides_a_claim_that_is_denied_is_what_its_link_shows() {
    let text = "8B Q4 does not fit on a 4090";
    let said = checked(text);
    assert_eq!(said.verdict, Answer::Refuted);
    assert!(said.link.unwrap().contains("rtx-4090"));
}

#[test]
fn a_name_that_is_not_known_is_offered_what_is_like_it() {
    let checked = checked("Llama 3.1 8B on a RTX 4095");
    assert_eq!(checked.not_understood, ["RTX 4095"]);
    assert!(
        checked
            .suggestions
            .iter()
            .any(|text| text == "Llama 3.1 8B on a RTX 4090"),
        "{:?}",
        checked.suggestions
    );
}

/// GB by the letter and GiB are told apart.
#[test]
fn gigabytes_are_of_two_kinds() {
    // 412.3 GB by the way of vendors, 384 by the letter.
    for (text, verdict) in [
        ("Llama 3.1 405B Q8_0 needs 400 GiB", Answer::Confirmed),
        ("Llama 3.1 405B Q8_0 needs 400 GB", Answer::Depends),
        ("70B FP16 fits in 125 GiB", Answer::Refuted),
        ("70B FP16 fits in 140 GiB", Answer::Confirmed),
        ("70B FP16 fits in 140 GB", Answer::Depends),
    ] {
        let checked = checked(text);
        assert_eq!(checked.verdict, verdict, "{text}: {}", checked.sentence);
    }
}

/// Words of the grammar, names and noise.
fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "405B",
        "70B",
        "8B",
        "Llama",
        "3.1",
        "Qwen3",
        "32B",
        "FP16",
        "Q4",
        "Q4_K_M",
        "4",
        "bits",
        "8-bit",
        "on",
        "in",
        "384GB",
        "48",
        "GB",
        "24 GiB",
        "4090",
        "2x",
        "3090",
        "4x",
        "RTX",
        "PRO",
        "6000",
        "H100",
        "SXM",
        "at",
        "32k",
        "30",
        "tok/s",
        "t/s",
        "over",
        "up",
        "to",
        "needs",
        "draws",
        "300W",
        "350W",
        "CPU",
        "+",
        "15A",
        "120V",
        "circuit",
        "full",
        "fine-tune",
        "LoRA",
        "of",
        "pays",
        "for",
        "itself",
        "a",
        "year",
        "RunPod",
        "8",
        "h",
        "day",
        "not",
        "doesn't",
        "fit",
        "$5000",
        "costs",
        "KV",
        "cache",
        "x2",
        "×",
        "16",
        "users",
        "each",
        "total",
        "context",
        "-",
        "/",
        "machine",
        "M3",
        "Ultra",
        "512GB",
        "gpt-oss",
        "120b",
        "vLLM",
        "with",
        "PSU",
        "1600W",
        "=",
        "is",
        "~",
        ">",
        "1M",
    ]);
    prop_oneof![
        8 => known.prop_map(str::to_owned),
        1 => "[a-zA-Z0-9,.+/$%×–“😀ß_-]{1,8}",
        1 => any::<String>().prop_map(|text| text.chars().take(6).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A soup of words never panics, is whole in its pieces, and has no verdict without something to judge and
    /// without a word that was not understood.
    #[test]
    fn soups_of_words_have_no_verdict_of_their_own(words in prop::collection::vec(word(), 0..12)) {
        let text = words.join(" ");
        let found = checked(&text);
        let has = |roles: &[Role]| found.reading.iter().any(|piece| roles.contains(&piece.role));
        let whole: String = found.reading.iter().map(|piece| piece.text.as_str()).collect();
        if text.chars().count() <= LONGEST && !text.trim().is_empty() {
            prop_assert_eq!(&whole, &text);
        }
        if found.verdict == Answer::NotUnderstood {
            prop_assert!(found.cases.is_empty() && found.link.is_none());
        } else {
            prop_assert!(!has(&[Role::Unknown]), "{}", text);
            // A model with what it runs on, or cards or watts with a figure that was written.
            let machine = has(&[Role::Cards, Role::Memory]);
            let figure = has(&[Role::Watts, Role::Money, Role::Time, Role::Circuit, Role::Supply]);
            prop_assert!(has(&[Role::Model]) && machine || figure, "{}", text);
            prop_assert!(!found.sentence.contains("NaN") && !found.sentence.contains("inf"), "{}", found.sentence);
        }
    }
}
