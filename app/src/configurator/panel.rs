//! What is written of an answer, panel by panel.
//!
//! A panel is a name for a view of the answer. Sections and controls put it in its place by that name
//! alone, so that the views themselves, most of the page, can be a part of the module that the browser
//! fetches after the controls: see [`follow`](super::follow).

use super::{
    bars, exports, facts, field, figures, grid, limits, machine, model, money, offload, pin, power,
    printed, reading, run, speed, together, training, verdict,
};
use crate::chart::Size;
use crate::markup::{Html, IntoHtml, words};
use crate::state::Answer;

/// Panels by name, each with the view that writes it.
macro_rules! panels {
    (
        $(#[$doc:meta])*
        $vis:vis enum $panel:ident {
            $($name:ident $(($($given:ident: $type:ty),+))? => $view:expr,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $panel {
            $($name $(($($type),+))?,)+
        }

        impl $panel {
            /// Writes it.
            pub(in crate::configurator) fn write(self, answer: &$crate::state::Answer) -> $crate::markup::Html {
                use $crate::configurator::panel::Written as _;
                match self {
                    $(Self::$name $(($($given),+))? => ($view)(answer $($(, $given)+)?).written(),)+
                }
            }
        }
    };
}
pub(super) use panels;

panels! {
    /// What stands in a place of the page and follows the answer.
    pub(super) enum Panel {
        Question => verdict::question,
        Loose => verdict::loose_notices,
        Pin => pin::line,
        Headline => verdict::headline,
        Beside => verdict::beside,
        Share => verdict::share,
        Bars => bars::bars,
        Together => together::together,
        Ways => verdict::ways_out,
        Remarks => verdict::remarks,
        Limits => limits::limits,
        Figures => figures::figures,
        EveryCard => figures::every_card,
        NearFormats => grid::near,
        AllFormats => grid::all,
        FirstCard => machine::first_card,
        MemorySizes => machine::sizes,
        HostMemory => machine::host_fact,
        Model => model::fact,
        AlsoFormats(key: &'static str) => together::formats,
        Reach => run::reach,
        Beyond => run::beyond,
        Contexts => run::presets,
        Weights => run::weight_options,
        KvTypes => run::kv_options,
        Backends => run::backend_options,
        Engines => run::engine_options,
        Placements => run::placement_options,
        Offloads => offload::offload_options,
        Settings => printed::settings,
        Exports => exports::links,
        Note(key: &'static str) => field::remark,
        FirstFacts(of: Facts) => |answer, of: Facts| facts::first(of.of(answer)),
        OtherFacts(of: Facts) => |answer, of: Facts| facts::others(of.of(answer)),
        ChartData(name: &'static str) => reading::data,
        ChartKey(name: &'static str) => reading::key,
        Drawing(name: &'static str, size: Size) => reading::drawn,
        Speed(panel: speed::Panel) => |answer, panel: speed::Panel| panel.write(answer),
        Training(panel: training::Panel) => |answer, panel: training::Panel| panel.write(answer),
        Power(panel: power::Panel) => |answer, panel: power::Panel| panel.write(answer),
        Money(panel: money::Panel) => |answer, panel: money::Panel| panel.write(answer),
    }
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
impl Panel {
    /// Whether the browser writes it otherwise than the server: arrow keys lead through its cells.
    pub(super) fn differs_in_browser(self) -> bool {
        matches!(self, Self::NearFormats | Self::AllFormats)
    }
}

/// Panels of a part of the page, which are panels of the page.
macro_rules! nested {
    ($($name:ident: $part:ident),+) => {
        $(impl From<$part::Panel> for Panel {
            fn from(panel: $part::Panel) -> Self {
                Self::$name(panel)
            }
        })+
    };
}
nested!(Speed: speed, Training: training, Power: power, Money: money);

/// What a view gives, as it is put into its place: what is written already is not built and written once more.
pub(super) trait Written {
    /// Writes it.
    fn written(self) -> Html;
}

impl Written for Html {
    fn written(self) -> Html {
        self
    }
}

impl Written for String {
    fn written(self) -> Html {
        words(&self).html()
    }
}

impl Written for Vec<Html> {
    fn written(self) -> Html {
        Html::joined(self)
    }
}

impl<T: Written> Written for Option<T> {
    fn written(self) -> Html {
        self.map_or_else(Html::default, T::written)
    }
}

/// A list of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facts {
    Speed,
    Training,
    Power,
    Payback,
}

impl Facts {
    /// The list of an answer, which two places share.
    fn of(self, answer: &Answer) -> &facts::Facts {
        let list: fn(&Answer) -> facts::Facts = match self {
            Self::Speed => speed::facts,
            Self::Training => training::facts,
            Self::Power => power::facts,
            Self::Payback => money::facts,
        };
        answer.facts[self as usize].get_or_init(|| list(answer))
    }
}
