//! Which models are looked for, and in which order they stand.

use super::kind::Kind;
use super::told::{Told, whole};
use crate::catalog::{Catalog, Model};
use crate::codec::Query;

/// Keys of a filter, in the order of an address.
pub const KEYS: [&str; 9] = [
    "q", "vendor", "licence", "kind", "since", "over", "under", "sort", "dir",
];

/// The largest bound of a size, in billions of parameters.
const LARGEST: u32 = 10_000;

/// What a list of models is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Name.
    Name,
    /// All parameters.
    Size,
    /// Month of publication.
    Released,
    /// Bytes of the weights.
    Weights,
    /// Longest context that fits.
    Context,
    /// Rate of one stream.
    Decode,
    /// Rate at which a prompt is read.
    Prefill,
    /// Streams that get the rate that is asked for.
    Users,
    /// Watts at the wall while it answers.
    Watts,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Size,
        Self::Released,
        Self::Weights,
        Self::Context,
        Self::Decode,
        Self::Prefill,
        Self::Users,
        Self::Watts,
    ];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Size => "size",
            Self::Released => "released",
            Self::Weights => "weights",
            Self::Context => "context",
            Self::Decode => "decode",
            Self::Prefill => "prefill",
            Self::Users => "streams",
            Self::Watts => "power",
        }
    }

    /// Whether the largest comes first unless it is asked otherwise.
    #[must_use]
    pub fn falls(self) -> bool {
        !matches!(self, Self::Name | Self::Watts)
    }
}

/// Which models are looked for, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Words that a row holds, in lower case.
    pub words: String,
    /// Who publishes it; empty for all.
    pub vendor: String,
    /// Its licence; empty for all.
    pub licence: String,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Published in this month or later, `YYYY-MM`; empty for all.
    pub since: String,
    /// At least so many billion parameters.
    pub over: Option<u32>,
    /// At most so many billion parameters.
    pub under: Option<u32>,
    /// What is sorted by.
    pub sort: Sort,
    /// Whether the largest comes first.
    pub falls: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            words: String::new(),
            vendor: String::new(),
            licence: String::new(),
            kind: None,
            since: String::new(),
            over: None,
            under: None,
            sort: Sort::Size,
            falls: true,
        }
    }
}

impl Filter {
    /// Reads the filter of a query; what cannot be used is told and left out.
    pub(super) fn read(query: &Query, catalog: &Catalog, told: &mut Vec<Told>) -> Self {
        // A form writes blanks as `+`.
        let get = |key: &str| {
            let given = query.get(key).unwrap_or_default();
            given.replace('+', " ").trim().to_owned()
        };
        let mut filter = Self {
            words: get("q").to_lowercase(),
            ..Self::default()
        };
        let mut one_of = |key, of: fn(&Model) -> &'static str| {
            let given = get(key);
            let known = catalog.models.iter().map(|model| of(model));
            match known
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(&given))
            {
                Some(known) => known.to_owned(),
                None if given.is_empty() => given,
                None => {
                    let shown: String = given.chars().take(40).collect();
                    told.push(Told::new(
                        key,
                        format!("No model here has “{shown}”; all are shown."),
                    ));
                    String::new()
                }
            }
        };
        filter.vendor = one_of("vendor", |model| model.vendor);
        filter.licence = one_of("licence", |model| model.licence);
        let kind = get("kind");
        filter.kind = Kind::parse(&kind);
        if filter.kind.is_none() && !kind.is_empty() {
            let kinds = Kind::ALL.map(Kind::id).join(", ");
            told.push(Told::new("kind", format!("There are the kinds {kinds}.")));
        }
        let since = get("since");
        if is_month(&since) {
            filter.since = since;
        } else if !since.is_empty() {
            told.push(Told::new(
                "since",
                "A month is written 2026-01; models of all dates are shown.",
            ));
        }
        filter.over = whole("over", &get("over"), (0, LARGEST), " billion", told);
        filter.under = whole("under", &get("under"), (1, LARGEST), " billion", told);
        let sort = get("sort");
        match Sort::ALL.into_iter().find(|one| one.id() == sort) {
            Some(sort) => filter.sort = sort,
            None if sort.is_empty() => {}
            None => {
                let sorts = Sort::ALL.map(Sort::id).join(", ");
                told.push(Told::new("sort", format!("It can be sorted by {sorts}.")));
            }
        }
        filter.falls = match get("dir").as_str() {
            "asc" => false,
            "desc" => true,
            _ => filter.sort.falls(),
        };
        filter
    }

    /// Its pairs, as short as they can be.
    pub(super) fn write(&self, query: &mut Query) {
        let bound = |of: Option<u32>| of.map_or(String::new(), |of| of.to_string());
        let usual = Self::default();
        let sorted = self.sort != usual.sort;
        let turned = self.falls != self.sort.falls();
        let pairs = [
            self.words.clone(),
            self.vendor.clone(),
            self.licence.clone(),
            self.kind.map_or(String::new(), |kind| kind.id().to_owned()),
            self.since.clone(),
            bound(self.over),
            bound(self.under),
            if sorted { self.sort.id() } else { "" }.to_owned(),
            match (turned, self.falls) {
                (false, _) => "",
                (true, true) => "desc",
                (true, false) => "asc",
            }
            .to_owned(),
        ];
        for (key, value) in KEYS.into_iter().zip(pairs) {
            if !value.is_empty() {
                query.set(key, value);
            }
        }
    }

    /// Whether a model is looked for.
    #[must_use]
    pub fn holds(&self, model: &Model) -> bool {
        let billions = |count: u32| u64::from(count) * 1_000_000_000;
        let total = model.params.total;
        let named = || {
            let Model {
                id,
                name,
                vendor,
                family,
                ..
            } = *model;
            format!("{id} {name} {vendor} {family}").to_lowercase()
        };
        (self.vendor.is_empty() || self.vendor == model.vendor)
            && (self.licence.is_empty() || self.licence == model.licence)
            && self.kind.is_none_or(|kind| kind.holds(model))
            && self.since.as_str() <= model.released
            && self.over.is_none_or(|least| billions(least) <= total)
            && self.under.is_none_or(|most| total <= billions(most))
            && (self.words.is_empty() || {
                let named = named();
                self.words
                    .split_whitespace()
                    .all(|word| named.contains(word))
            })
    }
}

/// Whether it is a month, `YYYY-MM`, or a year.
fn is_month(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((year, month)) => {
            digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
        }
        None => digits(text, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::catalog::Catalog;
    use crate::codec::Query;

    fn read(raw: &str) -> (Filter, Vec<&'static str>) {
        let mut told = Vec::new();
        let filter = Filter::read(&Query::parse(raw), Catalog::builtin(), &mut told);
        (filter, told.into_iter().map(|told| told.key).collect())
    }

    fn found(raw: &str) -> Vec<&'static str> {
        let (filter, told) = read(raw);
        assert_eq!(told, Vec::<&str>::new(), "{raw}");
        let models = Catalog::builtin().models.iter();
        models
            .filter(|model| filter.holds(model))
            .map(|model| model.id)
            .collect()
    }

    #[test]
    fn models_are_found_by_size_maker_licence_day_and_kind() {
        let all = Catalog::builtin().models.len();
        assert_eq!(found("").len(), all);
        assert_eq!(
            found("over=400&vendor=Meta"),
            ["llama-3.1-405b", "llama-4-maverick"]
        );
        assert_eq!(found("under=1&vendor=alibaba").len(), 3);
        assert_eq!(found("licence=llama3.1").len(), 4);
        assert!(found("since=2026-06").contains(&"kimi-k3"));
        assert!(!found("since=2026").contains(&"llama-3.1-8b"));
        assert!(found("kind=mixture").contains(&"gpt-oss-120b"));
        assert_eq!(found("kind=dense").len() + found("kind=moe").len(), all);
        assert_eq!(found("q=Llama+405"), ["llama-3.1-405b"]);
    }

    #[test]
    fn what_is_no_filter_is_told_and_left_out() {
        for (raw, key) in [
            ("vendor=Nobody", "vendor"),
            ("licence=none", "licence"),
            ("kind=huge", "kind"),
            ("since=June", "since"),
            ("since=2026-13", "since"),
            ("over=lots", "over"),
            ("under=-1", "under"),
            ("sort=beauty", "sort"),
        ] {
            assert_eq!(read(raw), (Filter::default(), vec![key]), "{raw}");
        }
    }

    #[test]
    fn a_filter_is_written_as_it_is_read() {
        for raw in [
            "",
            "q=llama%2070&vendor=Meta&licence=llama3.1&kind=dense&since=2024-07&over=8&under=70&sort=decode&dir=asc",
            "sort=power",
            "dir=asc",
        ] {
            let mut query = Query::default();
            read(raw).0.write(&mut query);
            assert_eq!(query.to_string(), raw);
        }
    }
}
