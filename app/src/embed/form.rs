//! The form that puts an embed together. It is plain: submitting it leads to the shortest address.

use super::options::{Named, PANELS_KEY};
use super::panel::PANELS;
use super::{Embed, hidden_fields};
use crate::markup::put;

/// Writes the form for an embed as it is now.
pub(crate) fn form(out: &mut String, embed: &Embed) {
    let options = &embed.options;
    put!(
        out,
        "<form class=\"share-form\" action=\"/share\" autocomplete=\"off\"><input type=\"hidden\" name=\"go\" value=\"1\">{}\
         <fieldset><legend>Panels</legend>",
        hidden_fields(embed.question_query(), &[])
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
    out.push_str("</div><p class=\"apply\"><button>Show</button></p></form>");
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
