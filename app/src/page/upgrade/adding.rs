//! The form that adds a step to a plan: lists and fields, whole without script.

use headroom_core::catalog::Catalog;
use headroom_core::upgrade::{Asked, Choice, Choices, Field, LAST_MONTH, choices};
use leptos::prelude::*;

use super::PATH;
use crate::components::HiddenFields;
use crate::markup::{Html, IntoHtml, address};

/// The section.
pub(super) fn section(asked: &Asked) -> Html {
    let price = format!("For ({})", asked.currency(Catalog::builtin()).code);
    let steps: Vec<_> = { asked.steps.iter() }
        .map(|step| view! { <input type="hidden" name="step" value=step.written()/> })
        .collect();
    view! {
        <section class="adding" aria-labelledby="adding">
            <h2 id="adding">"Add a step"</h2>
            <form class="add-step" method="get" action=PATH>
                <HiddenFields query=asked.base.clone() shown=&[]/>
                {steps}
                {field(asked, Field::Month, "Month")}
                {field(asked, Field::Part, "What is bought")}
                {field(asked, Field::Count, "How many")}
                {field(asked, Field::Price, &price)}
                <button type="submit">"Add"</button>
            </form>
            <p class="hint">
                "Cards, drives and extras come to those that are there by then; any other part takes the place of the old \
                 one. "
                <a href=address(&asked.base)>"Change the first build"</a>
                ". A step in the address is its month, then keys of a build with their values, all joined by ~, as in \
                 12~n~2~price~8300."
            </p>
        </section>
    }
    .html()
}

/// That the step was not added, for the top of the page.
pub(super) fn refused(asked: &Asked) -> Option<Html> {
    let form = asked.form.as_ref()?;
    let mut fields = Field::ALL.into_iter();
    let first = fields.find(|field| form.wrong(*field).is_some())?;
    let view = view! {
        <p class="note">
            <span>"The step was not added: "{form.wrong(first).unwrap_or_default().to_owned()}" "</span>
            <a href=format!("#{}", id_of(first))>"To the field"</a>
        </p>
    };
    Some(view.html())
}

/// The id of a field, by which its label and its message are tied to it.
fn id_of(field: Field) -> &'static str {
    match field {
        Field::Month => "step-at",
        Field::Part => "step-part",
        Field::Count => "step-count",
        Field::Price => "step-for",
    }
}

/// What stands in a field: what was given, else what is proposed.
fn shown(asked: &Asked, field: Field) -> String {
    match (&asked.form, field) {
        (Some(form), _) => form.value(field).to_owned(),
        (None, Field::Month) => next(asked),
        (None, Field::Count) => "1".to_owned(),
        (None, _) => String::new(),
    }
}

/// The month that the form proposes.
fn next(asked: &Asked) -> String {
    let last = asked.steps.last().map_or(0, |step| step.month);
    (last + 6).min(LAST_MONTH).to_string()
}

/// What is wrong with a field.
fn wrong(asked: &Asked, field: Field) -> Option<&str> {
    asked.form.as_ref()?.wrong(field)
}

/// A field under its name, with what is wrong with it.
fn field(asked: &Asked, field: Field, label: &str) -> Html {
    let id = id_of(field);
    let why = wrong(asked, field).map(|why| view! { <span>{why.to_owned()}</span> });
    let (class, control) = match field {
        Field::Part => ("field part", picker(asked)),
        Field::Price => ("field", input(asked, field, "decimal")),
        Field::Month | Field::Count => ("field", input(asked, field, "numeric")),
    };
    view! {
        <div class=class>
            <label class="name" for=id>{label.to_owned()}</label>
            <span class="control">{control}</span>
            <p class="note" id=format!("{id}-note")>{why}</p>
        </div>
    }
    .html()
}

fn input(asked: &Asked, field: Field, mode: &'static str) -> Html {
    let id = id_of(field);
    let empty = (field == Field::Price).then_some("today’s price");
    view! {
        <input
            type="text"
            id=id
            name=field.name()
            inputmode=mode
            autocomplete="off"
            value=shown(asked, field)
            placeholder=empty
            aria-describedby=format!("{id}-note")
            aria-invalid=wrong(asked, field).map(|_| "true")
        />
    }
    .html()
}

/// Everything that can be bought, kind by kind.
fn picker(asked: &Asked) -> Html {
    let picked = shown(asked, Field::Part);
    let money = asked.currency(Catalog::builtin());
    let option = |choice: &Choice| {
        let price = choice.usd.map(|usd| format!(", {}", money.whole(usd)));
        let name = format!("{}{}", choice.name, price.unwrap_or_default());
        let is_picked = choice.value == picked;
        view! { <option value=choice.value.clone() selected=is_picked>{name}</option> }
    };
    let all = choices(&asked.base, Catalog::builtin());
    let groups: Vec<Html> = { all.iter() }
        .map(|Choices { what, options }| {
            let options: Vec<_> = options.iter().map(option).collect();
            view! { <optgroup label=*what>{options}</optgroup> }.html()
        })
        .collect();
    let id = id_of(Field::Part);
    view! {
        <select
            id=id
            name=Field::Part.name()
            aria-describedby=format!("{id}-note")
            aria-invalid=wrong(asked, Field::Part).map(|_| "true")
        >
            <option value="">"Choose"</option>
            {groups}
        </select>
    }
    .html()
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::upgrade::Asked;

    use super::{refused, section};

    #[test]
    fn every_field_is_a_list_or_an_input_with_a_name() {
        let asked = Asked::read("n=2&step=12~n~3", Catalog::builtin());
        let html = section(&asked).into_text();
        for part in [
            r#"name="at""#,
            r#"value="18""#,
            r#"<select id="step-part" name="part""#,
            r#"<optgroup label="Add GPUs"><option value="gpu~rtx-pro-6000-blackwell-max-q""#,
            r#"<optgroup label="Power supply">"#,
            r#"<optgroup label="Add wheels and other extras"><option value="extras~caster-wheels">"#,
            "Furniture caster wheels, set, $75",
            r#"name="step" value="12~n~3""#,
            r#"name="n" value="2""#,
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert!(!html.contains("aria-invalid"), "{html}");
        assert!(refused(&asked).is_none());
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_what_was_given_stays() {
        let raw = "n=2&at=6&part=extras~caster-wheels&count=none&for=75.50";
        let asked = Asked::read(raw, Catalog::builtin());
        let html = section(&asked).into_text();
        for part in [
            r#"value="6""#,
            r#"<option value="extras~caster-wheels" selected"#,
            r#"value="none""#,
            r#"value="75.50""#,
            r#"<p id="step-count-note" class="note"><span>“none” is no number"#,
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 1, "{html}");
        let said = refused(&asked).map(crate::markup::Html::into_text);
        assert!(said.unwrap_or_default().contains("#step-count"));
    }
}
