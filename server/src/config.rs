//! What the operator chose, and where the server finds its files. All of it is read at the start: a setting
//! that means nothing keeps the server from starting, with a sentence.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use leptos::prelude::{LeptosOptions, get_configuration};
use tracing_subscriber::EnvFilter;

use crate::names::{self, Names, Origin};
use crate::observe::Lines;

/// The file that names address and folders.
const FILE: &str = "Leptos.toml";

/// Scheme and authority that absolute addresses start with.
const ORIGIN: &str = "HEADROOM_ORIGIN";
/// More names that the server answers under, separated by commas.
const HOSTS: &str = "HEADROOM_HOSTS";
/// Addresses or networks of proxies that are believed, separated by commas.
const PROXIES: &str = "HEADROOM_PROXIES";
/// Where operators read `/metrics`; without it, nobody does.
const METRICS: &str = "HEADROOM_METRICS_ADDR";
/// Connections at a time.
const CONNECTIONS: &str = "HEADROOM_CONNECTIONS";
/// Of these, connections of one address.
const PER_ADDRESS: &str = "HEADROOM_CONNECTIONS_PER_ADDRESS";
/// Answers that are computed at a time.
const PLACES: &str = "HEADROOM_COMPUTATIONS";
/// Seconds for which visitors are served after SIGTERM.
const LEAVE: &str = "HEADROOM_LEAVE_SECONDS";
/// Where visitors' browsers may ask for the configuration of a model; empty for nowhere.
const HUB_ORIGIN: &str = "HEADROOM_HUB";
/// Where they ask if nothing is set.
pub const HUB: &str = "https://huggingface.co";
/// Chooses what is logged, in the words of `tracing`: `info`, `warn`, `headroom_server=debug`.
const LEVEL: &str = "HEADROOM_LOG";
/// Chooses how: `json` for machines, `text` for people.
const FORMAT: &str = "HEADROOM_LOG_FORMAT";

/// Everything that the operator chose.
#[derive(Debug)]
pub struct Settings {
    /// Names and places of the browser's files, and the address to listen on.
    pub options: LeptosOptions,
    /// Under which names the server answers.
    pub names: Names,
    /// Where operators are answered.
    pub metrics: Option<SocketAddr>,
    /// How much is done at a time.
    pub limits: Limits,
    /// Where visitors' browsers may ask for the configuration of a model.
    pub hub: Option<String>,
    /// What is logged.
    pub log: EnvFilter,
    /// How it is written.
    pub lines: Lines,
}

/// How much is done at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections.
    pub connections: usize,
    /// Of these, connections of one address that is no proxy's.
    pub per_address: usize,
    /// Answers that are computed at a time.
    pub places: usize,
    /// How long visitors are served after SIGTERM.
    pub leave: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_024,
            per_address: 128,
            // One more than one: a visitor who asks for much leaves a place to others.
            places: std::thread::available_parallelism()
                .map_or(2, NonZero::get)
                .max(2),
            leave: Duration::from_secs(2),
        }
    }
}

/// Reads `Leptos.toml` here or above the program, else the environment alone, and `HEADROOM_*`. Folders in the
/// file are relative to it, folders in the environment to where the program was started.
///
/// # Errors
/// A sentence for each setting that is missing or means nothing.
pub fn load() -> Result<Settings, String> {
    let mut faults = Vec::new();
    let chosen = Chosen::read(&given, &mut faults);
    let options = options().map_err(|fault| faults.push(fault));
    match options {
        Ok(options) if faults.is_empty() => Ok(Settings {
            options,
            names: Names::new(chosen.origin, chosen.hosts, chosen.proxies),
            metrics: chosen.metrics,
            limits: chosen.limits,
            hub: chosen.hub,
            log: chosen.log,
            lines: chosen.lines,
        }),
        _ => Err(faults.join("\n")),
    }
}

/// The origin that the operator fixed, if any.
///
/// # Errors
/// A sentence, where it is none.
pub fn origin() -> Result<Option<String>, String> {
    let mut faults = Vec::new();
    let origin = Reader::new(&given, &mut faults).one(ORIGIN, Origin::parse);
    match faults.pop() {
        Some(fault) => Err(fault),
        None => Ok(Names::new(origin, Vec::new(), Vec::new())
            .origin()
            .map(str::to_owned)),
    }
}

/// What `HEADROOM_*` says.
struct Chosen {
    origin: Option<Origin>,
    hosts: Vec<String>,
    proxies: Vec<IpNet>,
    metrics: Option<SocketAddr>,
    limits: Limits,
    hub: Option<String>,
    log: EnvFilter,
    lines: Lines,
}

impl Chosen {
    fn read(given: &dyn Fn(&str) -> Option<String>, faults: &mut Vec<String>) -> Self {
        let usual = Limits::default();
        let mut read = Reader::new(given, faults);
        Self {
            origin: read.one(ORIGIN, Origin::parse),
            hosts: read.list(HOSTS, names::host),
            proxies: read.list(PROXIES, network),
            metrics: read.one(METRICS, |text| {
                let address = text.parse();
                address.map_err(|_| {
                    format!("is an address and a port such as 127.0.0.1:9100, not “{text}”")
                })
            }),
            limits: Limits {
                connections: read.number(CONNECTIONS, 1..=1_000_000, usual.connections),
                per_address: read.number(PER_ADDRESS, 1..=1_000_000, usual.per_address),
                places: read.number(PLACES, 1..=1_024, usual.places),
                leave: Duration::from_secs(read.number(LEAVE, 0..=300, usual.leave.as_secs())),
            },
            hub: read.hub(),
            // Without it, only what went wrong.
            log: read
                .one(LEVEL, level)
                .unwrap_or_else(|| EnvFilter::new("warn")),
            lines: read.one(FORMAT, lines).unwrap_or_default(),
        }
    }
}

/// Reads settings, and writes down what is wrong with them.
struct Reader<'a> {
    given: &'a dyn Fn(&str) -> Option<String>,
    faults: &'a mut Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(given: &'a dyn Fn(&str) -> Option<String>, faults: &'a mut Vec<String>) -> Self {
        Self { given, faults }
    }

    /// One value; none where nothing is given.
    fn one<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = (self.given)(name)?;
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        read(text)
            .map_err(|fault| self.faults.push(format!("{name} {fault}.")))
            .ok()
    }

    /// An origin; the usual one where nothing is set, none where nothing stands there.
    fn hub(&mut self) -> Option<String> {
        if (self.given)(HUB_ORIGIN).is_none() {
            return Some(HUB.to_owned());
        }
        let origin = self.one(HUB_ORIGIN, Origin::parse)?;
        Some(origin.text().to_owned())
    }

    /// Several, separated by commas.
    fn list<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let all = |text: &str| text.split(',').map(|one| read(one.trim())).collect();
        self.one(name, all).unwrap_or_default()
    }

    /// A whole number within bounds.
    fn number<T: FromStr + PartialOrd + std::fmt::Display>(
        &mut self,
        name: &str,
        bounds: std::ops::RangeInclusive<T>,
        usual: T,
    ) -> T {
        let number = |text: &str| {
            let number = text.parse().ok().filter(|number| bounds.contains(number));
            let (least, most) = (bounds.start(), bounds.end());
            number.ok_or_else(|| format!("is a whole number from {least} to {most}, not “{text}”"))
        };
        self.one(name, number).unwrap_or(usual)
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse().ok();
    network
        .or_else(|| Some(IpNet::from(text.parse::<std::net::IpAddr>().ok()?)))
        .ok_or_else(|| format!("holds addresses and networks such as 10.0.0.0/8, not “{text}”"))
}

fn level(text: &str) -> Result<EnvFilter, String> {
    EnvFilter::try_new(text).map_err(|_| {
        format!("is a level such as info or warn, or headroom_server=debug, not “{text}”")
    })
}

fn lines(text: &str) -> Result<Lines, String> {
    match text {
        "json" => Ok(Lines::Json),
        "text" => Ok(Lines::Text),
        _ => Err(format!("is json or text, not “{text}”")),
    }
}

fn options() -> Result<LeptosOptions, String> {
    let file = find();
    let options = match &file {
        Some(path) => get_configuration(Some(&path.to_string_lossy())),
        None if is_set("LEPTOS_OUTPUT_NAME") => get_configuration(None),
        None => {
            return Err(format!(
                "{FILE} was found neither here nor above the program: start headroom in the project's folder, \
                 or set LEPTOS_OUTPUT_NAME, LEPTOS_SITE_ROOT and LEPTOS_SITE_ADDR."
            ));
        }
    };
    let mut options = options
        .map_err(|error| {
            let place = file
                .as_ref()
                .map_or_else(|| "LEPTOS_*".to_owned(), |path| path.display().to_string());
            format!("The configuration in {place} cannot be used: {error}")
        })?
        .leptos_options;

    let mut root = PathBuf::from(&*options.site_root);
    if let Some(folder) = file
        .as_deref()
        .and_then(Path::parent)
        .filter(|_| !is_set("LEPTOS_SITE_ROOT"))
    {
        root = folder.join(root);
    }
    if !root.is_dir() {
        return Err(format!(
            "The folder of public files, {}, is not there: run `cargo xtask build`, or set LEPTOS_SITE_ROOT.",
            root.display()
        ));
    }
    options.site_root = Arc::from(root.to_string_lossy());
    Ok(options)
}

fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    here.iter()
        .map(PathBuf::as_path)
        .chain(
            program
                .iter()
                .flat_map(|program| program.ancestors().skip(1)),
        )
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file())
}

/// A variable of the environment. What is no text is no setting either, and is refused as one.
fn given(variable: &str) -> Option<String> {
    std::env::var_os(variable).map(|value| value.to_string_lossy().into_owned())
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Chosen, Limits, Lines};

    fn read(pairs: &[(&str, &str)]) -> (Chosen, Vec<String>) {
        let given = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let mut faults = Vec::new();
        let chosen = Chosen::read(&given, &mut faults);
        (chosen, faults)
    }

    #[test]
    fn what_means_nothing_is_named_in_one_sentence_each() {
        for (name, value) in [
            ("HEADROOM_ORIGIN", "javascript:alert(1)"),
            ("HEADROOM_HUB", "https://hub.example/models"),
            ("HEADROOM_HOSTS", "headroom.example, https://a"),
            ("HEADROOM_PROXIES", "10.0.0.0/33"),
            ("HEADROOM_METRICS_ADDR", "9100"),
            ("HEADROOM_CONNECTIONS", "0"),
            ("HEADROOM_CONNECTIONS_PER_ADDRESS", "many"),
            ("HEADROOM_COMPUTATIONS", "-1"),
            ("HEADROOM_LEAVE_SECONDS", "301"),
            ("HEADROOM_LOG", "headroom=loud"),
            ("HEADROOM_LOG_FORMAT", "xml"),
        ] {
            let (_, faults) = read(&[(name, value)]);
            assert_eq!(faults.len(), 1, "{name}={value}: {faults:?}");
            assert!(
                faults
                    .iter()
                    .all(|fault| fault.starts_with(name) && fault.ends_with('.')),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn what_is_given_is_taken_and_the_rest_is_as_usual() {
        let (chosen, faults) = read(&[
            ("HEADROOM_HOSTS", "a.example, B.example:8080"),
            ("HEADROOM_PROXIES", "10.0.0.0/8, 192.0.2.1,2001:db8::/32"),
            ("HEADROOM_METRICS_ADDR", "127.0.0.1:9100"),
            ("HEADROOM_CONNECTIONS", " 50 "),
            ("HEADROOM_LEAVE_SECONDS", "0"),
            ("HEADROOM_LOG_FORMAT", "json"),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(chosen.hosts, ["a.example", "b.example:8080"]);
        assert_eq!((chosen.proxies.len(), chosen.limits.connections), (3, 50));
        assert_eq!(
            (chosen.limits.leave, chosen.lines),
            (Duration::ZERO, Lines::Json)
        );
        assert!(chosen.metrics.is_some() && chosen.origin.is_none());
        let hub = |pairs: &[(&str, &str)]| read(pairs).0.hub;
        assert_eq!(hub(&[]).as_deref(), Some(super::HUB));
        assert_eq!(hub(&[("HEADROOM_HUB", "")]), None);
        let own = "http://127.0.0.1:4000";
        assert_eq!(hub(&[("HEADROOM_HUB", own)]).as_deref(), Some(own));
        let (chosen, faults) = read(&[("HEADROOM_ORIGIN", "")]);
        assert!(faults.is_empty() && chosen.origin.is_none());
        assert_eq!(chosen.limits, Limits::default());
    }
}
