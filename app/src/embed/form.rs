//! The form that puts an embed together. It is plain: submitting it leads to the shortest address.

use headroom_core::scenario::keys::EDITION;

use super::options::{Named, PANELS_KEY};
use super::panel::PANELS;
use super::{Embed, hidden_fields};
use crate::markup::put;

/// Key of the edition that a link keeps.
const PIN: &str = EDITION.key;

/// Writes the form for an embed as it is now.
pub(crate) fn form(out: &mut String, embed: &Embed) {
    let options = &embed.options;
    put!(
        out,
        "<form class=\"share-form\" action=\"/share\" autocomplete=\"off\"><input type=\"hidden\" name=\"go\" value=\"1\">{}\
         <fieldset><legend>Panels</legend>",
        hidden_fields(embed.question_query(), &[PIN])
    );
    for panel in PANELS {
        let chosen = options.panels.iter().any(|one| one.id == panel.id);
        put!(
            out,
            "<label class=\"check\"><input type=\"checkbox\" name=\"{PANELS_KEY}\" value=\"{}\"{}> {}</label>",
            panel.id,
            if chosen { " checked" } else { "" },
            panel.name
        );
    }
    out.push_str("</fieldset><div class=\"fields\">");
    choice(out, "Colours", options.theme);
    choice(out, "Accent", options.accent);
    choice(out, "Readers", options.mode);
    let answer = embed.answer();
    let kept = answer.scenario.pin;
    let day = kept.unwrap_or(answer.newest_date());
    let (checked, name) = match kept {
        Some(kept) if kept != answer.newest_date() => {
            (" checked", format!("Keep the figures of {kept}"))
        }
        Some(_) => (" checked", "Keep today\u{2019}s figures".to_owned()),
        None => ("", "Keep today\u{2019}s figures".to_owned()),
    };
    put!(
        out,
        "</div><p><label class=\"check\"><input type=\"checkbox\" name=\"{PIN}\" value=\"{day}\"{checked}> {name}</label></p>\
         <p class=\"hint\">Prices, offers and data sheets then stay as they were on {day}, wherever the link is opened. Formulas do not: an error that is found is mended for old links too.</p>\
         <p class=\"apply\"><button>Show</button></p></form>"
    );
}

fn choice<T: Named>(out: &mut String, label: &str, present: T) {
    put!(
        out,
        "<div class=\"field\"><span class=\"name\"><label for=\"{0}\">{label}</label></span>\
         <span class=\"control\"><select id=\"{0}\" name=\"{0}\">",
        T::KEY
    );
    for &(value, id, name) in T::ALL {
        let selected = if value == present { " selected" } else { "" };
        put!(out, "<option value=\"{id}\"{selected}>{name}</option>");
    }
    out.push_str("</select></span></div>");
}
