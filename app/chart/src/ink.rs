//! The palette by meaning. A chart names what is drawn; the style sheet says in which colour, so
//! that light, dark, print and forced colours need no second drawing.

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Ink {
    /// The page behind everything.
    Paper,
    /// Text that is read first.
    Text,
    /// Text that explains.
    Quiet,
    /// Grid.
    Hair,
    /// Axes and connectors.
    Edge,
    /// Owning the machine.
    Own,
    /// Owning the machine, less what it would fetch.
    Net,
    /// Renting by the hour.
    OnDemand,
    /// Renting for a term.
    Reserved,
    /// Renting what may be taken away.
    Spot,
    /// Paying per token.
    Api,
    /// GPUs, in watts and in dollars.
    Gpu,
    /// Processors.
    Cpu,
    /// System memory.
    Memory,
    /// Drives.
    Storage,
    /// Fans, pumps, radiators.
    Cooling,
    /// Power supplies and what they lose.
    Power,
    /// Board, case and everything small.
    Rest,
    /// A sum of what stands before it.
    Sum,
    /// The lower end of an input.
    Low,
    /// The higher end of an input.
    High,
    /// What may not be exceeded.
    Limit,
    /// What exceeds it.
    Over,
}

impl Ink {
    /// Every ink.
    pub const ALL: [Self; 23] = [
        Self::Paper,
        Self::Text,
        Self::Quiet,
        Self::Hair,
        Self::Edge,
        Self::Own,
        Self::Net,
        Self::OnDemand,
        Self::Reserved,
        Self::Spot,
        Self::Api,
        Self::Gpu,
        Self::Cpu,
        Self::Memory,
        Self::Storage,
        Self::Cooling,
        Self::Power,
        Self::Rest,
        Self::Sum,
        Self::Low,
        Self::High,
        Self::Limit,
        Self::Over,
    ];

    /// The class under which `charts.css` colours it.
    #[must_use]
    pub fn class(self) -> &'static str {
        self.look().0
    }

    /// Its colour on light paper, for drawings that stand alone.
    #[must_use]
    pub fn light(self) -> &'static str {
        self.look().1
    }

    /// Its colour on dark paper.
    #[must_use]
    pub fn dark(self) -> &'static str {
        self.look().2
    }

    /// Dashes and gaps of a line, in the drawing's units: lines differ without colour as well.
    #[must_use]
    pub fn dashes(self) -> Option<&'static str> {
        match self {
            Self::Net => Some("28 8"),
            Self::Reserved => Some("16 8"),
            Self::Spot => Some("4 8"),
            Self::Api => Some("18 7 4 7"),
            _ => None,
        }
    }

    fn look(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Paper => ("c-paper", "#fcfbf8", "#14171a"),
            Self::Text => ("c-text", "#1a1e22", "#eceae4"),
            Self::Quiet => ("c-quiet", "#474e55", "#b9bfc4"),
            Self::Hair => ("c-hair", "#dcd8cf", "#343b41"),
            Self::Edge => ("c-edge", "#868b90", "#757d84"),
            Self::Own => ("c-own", "#0a559c", "#86bdf2"),
            Self::Net => ("c-net", "#0a559c", "#86bdf2"),
            Self::OnDemand => ("c-demand", "#a8441a", "#f0935f"),
            Self::Reserved => ("c-reserved", "#7d4d91", "#cfa6e0"),
            Self::Spot => ("c-spot", "#4b6e1f", "#a9cc74"),
            Self::Api => ("c-api", "#1f6f6c", "#6cc7bf"),
            Self::Gpu => ("c-gpu", "#2c5f4c", "#7fc2a5"),
            Self::Cpu => ("c-cpu", "#bf7433", "#e6a365"),
            Self::Memory => ("c-memory", "#7482b4", "#a3b0dc"),
            Self::Storage => ("c-storage", "#a5688b", "#d79bbc"),
            Self::Cooling => ("c-cooling", "#5f9aa8", "#83bfcc"),
            Self::Power => ("c-power", "#8f8240", "#cbbd74"),
            Self::Rest => ("c-rest", "#9a968c", "#7b838a"),
            Self::Sum => ("c-sum", "#474e55", "#8b949b"),
            Self::Low => ("c-low", "#8fb4d9", "#41678c"),
            Self::High => ("c-high", "#0a559c", "#86bdf2"),
            Self::Limit => ("c-limit", "#1a1e22", "#eceae4"),
            Self::Over => ("c-over", "#a3221a", "#ff9d8c"),
        }
    }
}
