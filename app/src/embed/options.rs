//! What an embed's address says beside the question: which panels, and how they look.

use headroom_core::codec::Query;

use super::panel::{PANELS, Panel};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Whether the reader may change the question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One question, one answer.
    #[default]
    Still,
    /// With controls.
    Live,
}

/// A choice of an embed with a name in its address. The first of each is the default.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// Query key.
    const KEY: &'static str;
    /// Values with their names in addresses and in words.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// Its name in addresses.
    fn id(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(value, ..)| *value == self)
            .map_or("", |(_, id, _)| id)
    }
}

impl Named for Theme {
    const KEY: &'static str = "theme";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Auto, "auto", "Like the reader's system"),
        (Self::Light, "light", "Light"),
        (Self::Dark, "dark", "Dark"),
    ];
}

impl Named for Mode {
    const KEY: &'static str = "form";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Still, "still", "See one answer"),
        (Self::Live, "live", "May change cards, format and context"),
    ];
}

/// The colour of links, buttons and edges. Colours that carry meaning stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accent(usize);

impl Named for Accent {
    const KEY: &'static str = "accent";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self(0), "blue", "Blue"),
        (Self(1), "teal", "Teal"),
        (Self(2), "green", "Green"),
        (Self(3), "violet", "Violet"),
        (Self(4), "rose", "Rose"),
        (Self(5), "ink", "Ink"),
    ];
}

/// Everything that an embed's address says beside the question.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// What is shown, in order.
    pub(crate) panels: Vec<&'static Panel>,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// The colour of links.
    pub(crate) accent: Accent,
    /// Whether the reader may change the question.
    pub(crate) mode: Mode,
    /// What could not be understood, in sentences.
    pub(crate) flaws: Vec<String>,
}

/// What the key of [`Mode`] was called before `mode` came to say what the machine does. No value of one is a value of the
/// other, so links that embed by the old name keep their meaning.
const MODE_ONCE: &str = "mode";

pub(crate) const PANELS_KEY: &str = "panels";
/// The panel that shows builds side by side, and nothing beside them.
pub(crate) const COMPARE: &str = "compare";
/// The keys of embeds, which say nothing about the question.
pub(crate) const KEYS: [&str; 4] = [PANELS_KEY, Theme::KEY, Accent::KEY, Mode::KEY];
/// Longest part of a given value that a message repeats.
const SHOWN: usize = 40;

impl Options {
    /// Takes the keys of embeds out of a raw query; what is left asks the question.
    pub(crate) fn take(raw: &str) -> (Self, Query) {
        let mut query = Query::parse(raw);
        renamed(&mut query);
        let mut flaws = Vec::new();
        let options = Self {
            panels: panels(raw, &mut flaws),
            theme: one_of(&query, &mut flaws),
            accent: one_of(&query, &mut flaws),
            mode: one_of(&query, &mut flaws),
            flaws,
        };
        for key in KEYS {
            query.remove(key);
        }
        (options, query)
    }

    /// These options behind the query of a question: only what differs from the default.
    pub(crate) fn address(&self, question: &str) -> String {
        let mut pairs: Vec<String> = Vec::new();
        if !question.is_empty() {
            pairs.push(question.to_owned());
        }
        let ids: Vec<&str> = self.panels.iter().map(|panel| panel.id).collect();
        if ids != [PANELS[0].id] {
            pairs.push(format!("{PANELS_KEY}={}", ids.join("~")));
        }
        pairs.push(self.looks());
        pairs.retain(|pair| !pair.is_empty());
        pairs.join("&")
    }

    /// How it looks, and what readers may do: only what differs from the default.
    pub(crate) fn looks(&self) -> String {
        let mut pairs: Vec<String> = Vec::new();
        fn unusual<T: Named>(value: T, pairs: &mut Vec<String>) {
            if T::ALL.first().is_none_or(|(usual, ..)| *usual != value) {
                pairs.push(format!("{}={}", T::KEY, value.id()));
            }
        }
        unusual(self.theme, &mut pairs);
        unusual(self.accent, &mut pairs);
        unusual(self.mode, &mut pairs);
        pairs.join("&")
    }
}

/// Writes a key that has another name today under that name.
fn renamed(query: &mut Query) {
    let once = query.get(MODE_ONCE).unwrap_or_default().to_owned();
    if Mode::ALL.iter().any(|(_, id, _)| *id == once) {
        query.remove(MODE_ONCE);
        if query.get(Mode::KEY).is_none() {
            query.set(Mode::KEY, once);
        }
    }
}

/// Whether the panel that compares is among those that a raw query asks for.
pub(crate) fn compares(raw: &str) -> bool {
    names(raw).iter().any(|id| id == COMPARE)
}

/// Whether a raw query asks for other panels beside that one.
pub(crate) fn compares_among_others(raw: &str) -> bool {
    names(raw).iter().any(|id| id != COMPARE)
}

/// The names of panels in a raw query. A plain form sends the key once for each; an address joins them.
fn names(raw: &str) -> Vec<String> {
    let mut names = Vec::new();
    for value in raw.trim_start_matches('?').split('&') {
        let one = Query::parse(value);
        let ids = one.get(PANELS_KEY).unwrap_or_default();
        let ids = ids.split(['~', ',', '+', ' ']).map(str::trim);
        names.extend(ids.filter(|id| !id.is_empty()).map(str::to_owned));
    }
    names
}

/// The panels that were asked for.
fn panels(raw: &str, flaws: &mut Vec<String>) -> Vec<&'static Panel> {
    let mut chosen: Vec<&'static Panel> = Vec::new();
    for id in names(raw).iter().filter(|id| *id != COMPARE) {
        match PANELS.iter().find(|panel| panel.id == id) {
            Some(panel) if chosen.iter().any(|known| known.id == panel.id) => {}
            Some(panel) => chosen.push(panel),
            None => {
                let known: Vec<&str> = PANELS.iter().map(|panel| panel.id).collect();
                flaws.push(flaw("panel", id, &known));
            }
        }
    }
    if chosen.is_empty() {
        chosen.push(&PANELS[0]);
    }
    chosen
}

fn one_of<T: Named>(query: &Query, flaws: &mut Vec<String>) -> T {
    let given = query.get(T::KEY).map(str::trim).unwrap_or_default();
    let known = T::ALL.iter().find(|(_, id, _)| *id == given);
    if known.is_none() && !given.is_empty() {
        let known: Vec<&str> = T::ALL.iter().map(|(_, id, _)| *id).collect();
        flaws.push(flaw(T::KEY, given, &known));
    }
    known.unwrap_or(&T::ALL[0]).0
}

fn flaw(what: &str, given: &str, known: &[&str]) -> String {
    let given: String = given.chars().take(SHOWN).collect();
    format!("There is no {what} “{given}”: {}.", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Mode, Options, PANELS, Theme};

    #[test]
    fn what_is_usual_is_not_written() {
        let (options, query) =
            Options::take("n=2&panels=verdict&theme=auto&accent=blue&form=still");
        assert!(options.flaws.is_empty());
        assert_eq!(options.address(&query.to_string()), "n=2");
        assert_eq!(options.address(""), "");
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let written = "n=2&panels=power~verdict&theme=dark&accent=rose&form=live";
        let (options, query) = Options::take(written);
        assert_eq!((options.theme, options.mode), (Theme::Dark, Mode::Live));
        assert_eq!(options.address(&query.to_string()), written);
    }

    #[test]
    fn a_renamed_key_keeps_its_meaning() {
        for (once, today) in [
            ("n=2&mode=live", "n=2&form=live"),
            ("mode=still&theme=dark", "theme=dark"),
            ("mode=live&form=still", ""),
            ("mode=train", "mode=train"),
        ] {
            let (options, query) = Options::take(once);
            assert!(options.flaws.is_empty());
            assert_eq!(options.address(&query.to_string()), today, "{once}");
        }
    }

    #[test]
    fn panels_come_joined_or_one_by_one_and_each_once() {
        for raw in [
            "panels=verdict~power",
            "panels=verdict&n=2&panels=power",
            "panels=verdict,power,verdict",
            "panels=verdict%20power",
        ] {
            let (options, _) = Options::take(raw);
            let ids: Vec<&str> = options.panels.iter().map(|panel| panel.id).collect();
            assert_eq!(ids, ["verdict", "power"], "{raw}");
        }
    }

    #[test]
    fn what_is_unknown_is_said_and_replaced() {
        let (options, query) = Options::take("panels=nope&theme=<b>&accent=gold&form=&w=f16");
        assert_eq!(options.panels[0].id, PANELS[0].id);
        assert_eq!(options.flaws.len(), 3);
        assert!(options.flaws[0].contains("nope") && options.flaws[0].contains("verdict"));
        assert_eq!(query.to_string(), "w=f16");
    }
}
