//! What moves: a person's events become a changed query, and a changed answer is written into the
//! places of the page that show it.
//!
//! The places are listed once, in [`places`]. The server's page shows the same texts there, so the
//! first drawing only remembers them; from then on only those that differ are written.

use headroom_core::scenario::keys;
use std::borrow::Cow;

use headroom_chart::{Chart, Drawing};
use headroom_core::codec::{self, Query};
use leptos::ev::{Event, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

use super::field::{Ends, StandsFor, remark};
use super::picker::{PICKERS, Picker};
use super::working::PLACES;
use super::{
    DISABLED, FIELDS, HIDDEN, OPEN, SLIDERS, STANDS_FOR, TEXTS, grid, money, training, working,
};
use crate::address;
use crate::chart;
use crate::pause;
use crate::state::{Answer, GROUPS, LIMITS};

/// All that the page depends on.
#[derive(Clone, Debug)]
struct Page {
    answer: Answer,
    search: Option<Search>,
    /// The grid of what fits. Its links all hold the whole question, and writing so many anew takes
    /// most of a frame: while somebody types or moves a slider, it waits until they pause.
    grid: String,
}

/// A search in a combobox; there is at most one.
#[derive(Clone, Debug)]
struct Search {
    /// Index into [`PICKERS`].
    picker: usize,
    /// What was typed; `None` while only looking.
    wanted: Option<String>,
    /// Place of the active option among those found.
    active: usize,
}

impl Search {
    fn picker(&self) -> Picker {
        PICKERS[self.picker]
    }

    fn found(&self) -> Vec<usize> {
        self.picker()
            .found(self.wanted.as_deref().unwrap_or_default())
    }
}

/// How a text is put into its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Put {
    /// As content.
    Content,
    /// As value of a field.
    Value,
    /// As an attribute; an empty text takes it away.
    Attribute(&'static str),
    /// As an attribute that is only ever set, so that it can be undone by hand.
    Once(&'static str),
}

/// A text in its place.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    id: Cow<'static, str>,
    put: Put,
    text: String,
}

/// How far a change goes: whether going back should undo it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// One of many small changes, such as a keystroke.
    Typed,
    /// A decision, such as another model.
    Chosen,
}

/// Handle to the page; copies are the same page.
#[derive(Clone, Copy)]
pub(crate) struct Live(RwSignal<Page>);

impl Live {
    /// Starts from an answer.
    pub(crate) fn new(answer: Answer) -> Self {
        // The server writes no places.
        let grid = if cfg!(feature = "ssr") {
            String::new()
        } else {
            grid::table(&answer)
        };
        Self(RwSignal::new(Page {
            answer,
            search: None,
            grid,
        }))
    }

    /// Reads the answer without following it.
    pub(crate) fn answer<T>(self, read: impl FnOnce(&Answer) -> T) -> T {
        self.0.with_untracked(|page| read(&page.answer))
    }

    /// Draws whenever something changes. On the server nothing does.
    pub(crate) fn draw(self) {
        Effect::new(move |drawn: Option<Vec<Place>>| {
            let next = self.0.with(places);
            match drawn {
                Some(drawn) => drawn
                    .iter()
                    .zip(&next)
                    .filter(|(old, new)| old != new)
                    .for_each(|(_, new)| new.write()),
                None => wake(&next),
            }
            next
        });
    }

    /// Takes over the query that the address already shows.
    #[cfg(feature = "hydrate")]
    pub(crate) fn restore(self, raw: &str) {
        self.show(Answer::to(raw), Step::Chosen);
    }

    /// Takes over what was typed before this code ran.
    #[cfg(feature = "hydrate")]
    pub(crate) fn catch_up(self, typed: Vec<(String, String)>) {
        if !typed.is_empty() {
            self.change(Step::Typed, |query| {
                for (key, value) in typed {
                    query.set(&key, value);
                }
            });
        }
    }

    fn change(self, step: Step, change: impl FnOnce(&mut Query)) {
        let mut query = self.answer(|answer| answer.query.clone());
        change(&mut query);
        let answer = Answer::of(query);
        match step {
            Step::Typed => address::replace_soon(answer.address()),
            Step::Chosen => address::push(&answer.address()),
        }
        self.show(answer, step);
    }

    fn show(self, answer: Answer, step: Step) {
        unread();
        address::title(&answer.title());
        self.0.update(|page| {
            page.answer = answer;
            if step == Step::Chosen {
                page.grid = grid::table(&page.answer);
            }
        });
        if step == Step::Typed {
            pause::then(move || self.0.update(|page| page.grid = grid::table(&page.answer)));
        }
    }

    fn search(self, search: Option<Search>) {
        self.0.update(|page| page.search = search);
    }

    /// Writes one key. A field of a model of one's own also makes the model such a one, given in
    /// this way and not in the other.
    fn write(self, key: &str, value: String, step: Step) {
        let by_size = matches!(key, "params" | "active");
        let by_shape = key == "tied"
            || super::model::FIELDS
                .iter()
                .any(|(bound, _)| bound.key == key);
        self.change(step, |query| {
            if by_size || by_shape {
                query.set("model", super::model::CUSTOM);
                query.remove(if by_size { keys::LAYERS.key } else { "params" });
            }
            if key == "mode" && value.is_empty() {
                codec::without_training(query);
            }
            query.set(key, value);
            if let Some(price) = money::prices_of(key) {
                query.remove(price);
            }
            // That the second limit has a key, if an empty one, says that the first is not for all.
            if LIMITS.contains(&key) && query.get(LIMITS[1]).is_none() {
                query.set(LIMITS[1], "");
            }
            if by_shape && query.get(keys::LAYERS.key).is_none() {
                query.set(keys::LAYERS.key, keys::LAYERS.default.to_string());
            }
        });
    }

    /// Typing, and moving the slider.
    pub(super) fn input(self, event: &Event) {
        let Some(field) = target::<HtmlInputElement>(event) else {
            return;
        };
        if let Some(picker) = picker_of(&field) {
            let wanted = Some(field.value());
            return self.search(Some(Search {
                picker,
                wanted,
                active: 0,
            }));
        }
        match field.type_().as_str() {
            "range" => self.slide(&field),
            "checkbox" | "radio" => {}
            _ => self.write(&field.name(), field.value(), Step::Typed),
        }
    }

    fn slide(self, field: &HtmlInputElement) {
        let id = field.id();
        let slider = SLIDERS
            .iter()
            .find(|slider| id.strip_suffix("-slider") == Some(slider.key));
        if let (Some(slider), Ok(step)) = (slider, field.value().parse()) {
            self.write(slider.key, (slider.value)(step).to_string(), Step::Typed);
        }
    }

    /// Choosing from a list, ticking a box.
    pub(super) fn chosen(self, event: &Event) {
        let Some(control) = target::<Element>(event) else {
            return;
        };
        let key = control.id();
        if control.tag_name() == "SELECT" {
            self.write(&key, event_target_value(event), Step::Chosen);
            return;
        }
        let kind = control.get_attribute("type").unwrap_or_default();
        if kind == "radio" {
            let name = control.get_attribute("name").unwrap_or_default();
            self.write(&name, event_target_value(event), Step::Chosen);
        } else if kind == "checkbox" {
            let on = if event_target_checked(event) { "1" } else { "" };
            self.write(&key, on.to_owned(), Step::Chosen);
        }
    }

    /// Clicks on links to other scenarios, on steppers, on and in comboboxes.
    pub(super) fn click(self, event: &MouseEvent) {
        let Some(target) = target::<Element>(event) else {
            return;
        };
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(link) = closest("a[href]") {
            self.follow(event, &link);
        } else if let Some(button) = closest("[data-step]") {
            self.step(&button);
        } else if let Some(option) = closest("[data-place]") {
            let place = option
                .get_attribute("data-place")
                .and_then(|place| place.parse().ok());
            self.take(place.unwrap_or(0));
        } else if let Some(picker) = picker_of(&target) {
            self.open(picker);
        }
    }

    /// Keeps the focus in a combobox while its list is clicked.
    pub(super) fn press(self, event: &MouseEvent) {
        if target::<Element>(event)
            .is_some_and(|target| target.closest(".options").ok().flatten().is_some())
        {
            event.prevent_default();
        }
    }

    /// Whoever enters a combobox replaces what stands in it.
    pub(super) fn focus(self, event: &Event) {
        if let Some(field) =
            target::<HtmlInputElement>(event).filter(|field| picker_of(field).is_some())
        {
            field.select();
        }
    }

    /// Whoever leaves a combobox leaves it as it was.
    pub(super) fn blur(self, event: &Event) {
        if target::<HtmlElement>(event).is_some_and(|over| is_overlay(&over)) {
            unread();
        }
        let searching = self.0.with_untracked(|page| page.search.is_some());
        if searching && target::<Element>(event).is_some_and(|target| picker_of(&target).is_some())
        {
            self.search(None);
        }
    }

    /// The pointer over a chart.
    pub(super) fn point(self, event: &PointerEvent) {
        let Some(over) = target::<HtmlElement>(event).filter(is_overlay) else {
            return;
        };
        let part = |at: i32, of: i32| i64::from(at) * 10_000 / i64::from(of.max(1));
        let across = part(event.offset_x(), over.offset_width());
        let down = part(event.offset_y(), over.offset_height());
        self.with_chart(&over, |chart, drawing| {
            read(&over, chart, drawing, drawing.nearest(across, down));
        });
    }

    /// The pointer off a chart.
    pub(super) fn leave(self, event: &PointerEvent) {
        if target::<HtmlElement>(event).is_some_and(|over| is_overlay(&over)) {
            unread();
        }
    }

    /// Keys on a chart.
    fn walk(self, event: &KeyboardEvent, over: &HtmlElement) {
        let at = over
            .get_attribute("data-at")
            .and_then(|place| place.parse().ok());
        self.with_chart(over, |chart, drawing| {
            if let Some(to) = headroom_chart::step(&event.key(), at, chart.readings.len()) {
                event.prevent_default();
                read(over, chart, drawing, to);
            }
        });
    }

    fn with_chart(self, over: &HtmlElement, act: impl FnOnce(&Chart, &Drawing)) {
        let attribute = |name| over.get_attribute(name).unwrap_or_default();
        self.answer(|answer| {
            let wanted = attribute("data-size");
            if let Some(chart) = answer.charts().named(&attribute("data-chart"))
                && let Some((_, drawing)) =
                    { chart::sizes(chart).into_iter() }.find(|(size, _)| *size == wanted)
            {
                act(chart, drawing);
            }
        });
    }

    /// Keys in a combobox and on a chart.
    pub(super) fn key(self, event: &KeyboardEvent) {
        if let Some(over) = target::<HtmlElement>(event).filter(is_overlay) {
            return self.walk(event, &over);
        }
        let Some(picker) = target::<Element>(event).and_then(|target| picker_of(&target)) else {
            return;
        };
        let search = self.0.with_untracked(|page| page.search.clone());
        let (now, count) = search
            .as_ref()
            .map_or((0, 0), |search| (search.active, search.found().len()));
        let to = match event.key().as_str() {
            "ArrowDown" => now + 1,
            "ArrowUp" => now + count.max(1) - 1,
            "PageDown" => (now + 8).min(count.saturating_sub(1)),
            "PageUp" => now.saturating_sub(8),
            "Enter" if search.is_some() => {
                event.prevent_default();
                return self.take(now);
            }
            "Enter" => 0,
            "Escape" if search.is_some() => {
                event.prevent_default();
                return self.search(None);
            }
            _ => return,
        };
        event.prevent_default();
        match search {
            None => self.open(picker),
            Some(search) if count > 0 => {
                keep_in_view(search.picker().key);
                self.search(Some(Search {
                    active: to % count,
                    ..search
                }));
            }
            Some(_) => {}
        }
    }

    fn open(self, picker: usize) {
        if self.0.with_untracked(|page| page.search.is_none()) {
            let present = self.answer(|answer| PICKERS[picker].place(answer));
            keep_in_view(PICKERS[picker].key);
            self.search(Some(Search {
                picker,
                wanted: None,
                active: present,
            }));
        }
    }

    fn take(self, place: usize) {
        let Some(search) = self.0.with_untracked(|page| page.search.clone()) else {
            return;
        };
        if let Some(&index) = search.found().get(place) {
            self.search(None);
            let picker = search.picker();
            self.change(Step::Chosen, |query| {
                let (old, new) = (query.get(picker.key).unwrap_or_default(), picker.id(index));
                let one_more_or_fewer = old.is_empty() != new.is_empty();
                query.set(picker.key, new);
                if let Some(kind) = GROUPS.iter().position(|(gpu, _)| *gpu == picker.key) {
                    // A limit is one card's own, and so is a price.
                    for limit in LIMITS {
                        query.remove(limit);
                    }
                    for (place, (gpu, _)) in GROUPS.iter().enumerate() {
                        if let Some(price) = money::prices_of(gpu)
                            && (place == kind || one_more_or_fewer && place > kind)
                        {
                            query.remove(price);
                        }
                    }
                }
            });
        }
    }

    fn step(self, button: &Element) {
        let attribute = |name| button.get_attribute(name).unwrap_or_default();
        let key = attribute("data-for");
        let by: i64 = attribute("data-step").parse().unwrap_or(0);
        let least: i64 = attribute("data-least").parse().unwrap_or(1);
        let shown = self.answer(|answer| answer.shown(&key));
        let stands_for = STANDS_FOR
            .into_iter()
            .flatten()
            .find(|field| field.key == key);
        let used = |field: &StandsFor| {
            self.answer(|answer| (field.used)(answer, field.index))
                .parse()
                .ok()
        };
        let now: Option<i64> = shown
            .trim()
            .parse()
            .ok()
            .or_else(|| stands_for.and_then(used));
        let next = now.unwrap_or(1).saturating_add(by).max(least);
        self.write(&key, next.to_string(), Step::Typed);
    }

    /// Takes a link to another scenario over from the browser.
    fn follow(self, event: &MouseEvent, link: &Element) {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let address = link.get_attribute("href").unwrap_or_default();
        let query = if address == "/" {
            Some("")
        } else {
            address.strip_prefix("/?")
        };
        let Some(query) = query.filter(|_| event.button() == 0 && !modified) else {
            return;
        };
        event.prevent_default();
        let answer = Answer::to(query);
        address::push(&answer.address());
        self.show(answer, Step::Chosen);
        if let Some(key) = link.get_attribute("data-key") {
            keep_focus(key);
        }
    }
}

/// Every text that follows the answer, always in the same order.
fn places(page: &Page) -> Vec<Place> {
    let Page {
        answer,
        search,
        grid,
    } = page;
    let mut out = Vec::with_capacity(256);
    let mut put = |id: Cow<'static, str>, put, text| out.push(Place { id, put, text });
    for (id, write) in TEXTS {
        put((*id).into(), Put::Content, write(answer));
    }
    put("grid".into(), Put::Content, grid.clone());
    for (id, is) in HIDDEN {
        put((*id).into(), Put::Attribute("hidden"), flag(is(answer)));
    }
    for (id, is) in DISABLED {
        put((*id).into(), Put::Attribute("disabled"), flag(is(answer)));
    }
    for (id, is) in OPEN {
        put((*id).into(), Put::Once("open"), flag(is(answer)));
    }
    for key in FIELDS {
        put(
            key.into(),
            Put::Attribute("aria-invalid"),
            flag(answer.notice(key).is_some()),
        );
        put(
            format!("{key}-note").into(),
            Put::Content,
            remark(answer, key),
        );
        // Choices hold their value in their options, comboboxes the name of what was picked.
        if !TEXTS.iter().any(|(id, _)| *id == key)
            && !PICKERS.iter().any(|picker| picker.key == key)
        {
            put(key.into(), Put::Value, answer.shown(key));
        }
    }
    let mode = if answer.trains() { "train" } else { "" };
    for (id, ..) in training::MODES {
        put(id.into(), Put::Value, mode.to_owned());
    }
    for slider in SLIDERS {
        let Ends { low, now, high } = (slider.ends)(answer, slider.index);
        let id = format!("{}-slider", slider.key);
        // The ends come first: a slider clamps its value to them.
        let texts = [
            (Put::Attribute("min"), low.to_string()),
            (Put::Attribute("max"), high.to_string()),
            (Put::Attribute("aria-valuetext"), (slider.words)(now)),
            (Put::Value, now.to_string()),
        ];
        for (how, text) in texts {
            put(id.clone().into(), how, text);
        }
    }
    for field in STANDS_FOR.into_iter().flatten() {
        put(
            field.key.into(),
            Put::Attribute("placeholder"),
            (field.used)(answer, field.index),
        );
    }
    for key in money::PRICES {
        let row = money::row(answer, key);
        put(
            format!("{key}-row").into(),
            Put::Attribute("hidden"),
            flag(row.hidden),
        );
        put(key.into(), Put::Attribute("placeholder"), row.stands_for);
        let texts = [
            ("name", row.name),
            ("from", row.from),
            ("count", row.count),
            ("sum", row.sum),
            ("share", row.share),
        ];
        for (part, text) in texts {
            put(format!("{key}-{part}").into(), Put::Content, text);
        }
    }
    for (name, drawn) in answer.charts().each() {
        for (size, drawing) in chart::sizes(drawn) {
            put(
                format!("{name}-{size}").into(),
                Put::Content,
                drawing.svg.clone(),
            );
        }
        put(format!("{name}-key").into(), Put::Content, drawn.key_html());
        put(
            format!("{name}-data").into(),
            Put::Content,
            drawn.table.html(),
        );
    }
    for index in 0..PLACES {
        let working = answer.workings().get(index);
        put(
            format!("working-{index}").into(),
            Put::Attribute("hidden"),
            flag(working.is_none()),
        );
        put(
            format!("working-{index}-line").into(),
            Put::Content,
            working.map(working::summary).unwrap_or_default(),
        );
        put(
            format!("working-{index}-more").into(),
            Put::Content,
            working.map(working::body).unwrap_or_default(),
        );
    }
    for (index, picker) in PICKERS.iter().enumerate() {
        let here = search.as_ref().filter(|search| search.picker == index);
        let key = picker.key;
        let typed = here.and_then(|search| search.wanted.clone());
        put(
            key.into(),
            Put::Value,
            typed.unwrap_or_else(|| picker.name(answer).to_owned()),
        );
        put(
            key.into(),
            Put::Attribute("aria-expanded"),
            here.is_some().to_string(),
        );
        put(
            key.into(),
            Put::Attribute("aria-activedescendant"),
            here.map(|search| format!("{key}-{}", search.active))
                .unwrap_or_default(),
        );
        let list = here.map(|search| picker.list(answer, &search.found(), search.active));
        put(
            format!("{key}-list").into(),
            Put::Attribute("hidden"),
            flag(list.is_none()),
        );
        put(
            format!("{key}-list").into(),
            Put::Content,
            list.unwrap_or_default(),
        );
    }
    out
}

fn flag(on: bool) -> String {
    if on { "true".to_owned() } else { String::new() }
}

impl Place {
    fn write(&self) {
        let Some(element) = document().get_element_by_id(&self.id) else {
            return;
        };
        match self.put {
            Put::Content => element.set_inner_html(&self.text),
            Put::Value => {
                let field: HtmlInputElement = element.unchecked_into();
                if field.type_() == "radio" {
                    field.set_checked(field.value() == self.text);
                } else if field.type_() == "checkbox" {
                    field.set_checked(super::model::is_yes(&self.text));
                } else if field.value() != self.text {
                    field.set_value(&self.text);
                }
            }
            Put::Attribute(name) if self.text.is_empty() => {
                let _ = element.remove_attribute(name);
            }
            Put::Once(_) if self.text.is_empty() => {}
            Put::Attribute(name) | Put::Once(name) => {
                let _ = element.set_attribute(name, &self.text);
            }
        }
    }
}

/// Puts the comboboxes in the place of the plain lists.
fn wake(places: &[Place]) {
    for picker in PICKERS {
        let key = picker.key;
        let by_id = |suffix: &str| document().get_element_by_id(&format!("{key}{suffix}"));
        if let (Some(plain), Some(field), Some(label)) =
            (by_id("-plain"), by_id(""), by_id("-label"))
        {
            let _ = plain.set_attribute("hidden", "");
            let _ = plain.set_attribute("disabled", "");
            let _ = label.set_attribute("for", key);
            let _ = field.remove_attribute("hidden");
        }
        places
            .iter()
            .filter(|place| place.id == key && place.put == Put::Value)
            .for_each(Place::write);
    }
    for over in overlays() {
        for (name, value) in [
            ("tabindex", "0"),
            ("role", "slider"),
            ("aria-valuemin", "0"),
        ] {
            let _ = over.set_attribute(name, value);
        }
    }
    unread();
}

/// Lies over each drawing of a chart. What is read there stands in its attributes alone.
fn overlays() -> impl Iterator<Item = HtmlElement> {
    let ids = chart::NAMES
        .iter()
        .flat_map(|name| chart::SIZES.map(|size| format!("{name}-{size}-over")));
    ids.filter_map(|id| document().get_element_by_id(&id)?.dyn_into().ok())
}

fn is_overlay(element: &HtmlElement) -> bool {
    element.has_attribute("data-size")
}

/// Marks a stop of a chart, and says what is read there.
fn read(over: &HtmlElement, chart: &Chart, drawing: &Drawing, at: Option<usize>) {
    let place = at.map(|at| at.to_string()).unwrap_or_default();
    if over.get_attribute("data-at").unwrap_or_default() == place {
        return;
    }
    over.set_inner_html(&drawing.marks(at));
    let name = over.get_attribute("data-chart").unwrap_or_default();
    let reading = document().get_element_by_id(&format!("{name}-reading"));
    if let Some(reading) = &reading {
        reading.set_inner_html(&chart.reading_html(at));
    }
    let words = reading.and_then(|reading| reading.text_content());
    let last = chart.readings.len().saturating_sub(1);
    for (name, value) in [
        ("data-at", &place),
        ("aria-valuemax", &last.to_string()),
        ("aria-valuenow", &at.unwrap_or(0).to_string()),
        ("aria-valuetext", &words.unwrap_or_default()),
    ] {
        let _ = over.set_attribute(name, value);
    }
}

/// Nothing is read any more.
fn unread() {
    for over in overlays() {
        let name = over.get_attribute("data-chart").unwrap_or_default();
        if over.get_attribute("data-at").as_deref() == Some("") {
            continue;
        }
        over.set_inner_html("");
        if let Some(reading) = document().get_element_by_id(&format!("{name}-reading")) {
            reading.set_text_content(Some(chart::HOW_TO_READ));
        }
        for (name, value) in [
            ("data-at", ""),
            ("aria-valuenow", "0"),
            ("aria-valuetext", "No value chosen"),
        ] {
            let _ = over.set_attribute(name, value);
        }
    }
}

fn picker_of(element: &Element) -> Option<usize> {
    let id = element.id();
    PICKERS.iter().position(|picker| picker.key == id)
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// The link may have been written anew: whoever used it with the keyboard stays where they were.
fn keep_focus(key: String) {
    request_animation_frame(move || {
        let again = document()
            .query_selector(&format!("[data-key=\"{key}\"]"))
            .ok()
            .flatten();
        if let Some(link) = again.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _ = link.focus();
        }
    });
}

/// Scrolls the active option into the list's view once it is drawn.
fn keep_in_view(key: &'static str) {
    request_animation_frame(move || {
        let active = document()
            .query_selector(&format!("#{key}-list .active"))
            .ok()
            .flatten();
        let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let Some(list) = active.parent_element() else {
            return;
        };
        let (top, bottom) = (
            active.offset_top(),
            active.offset_top() + active.offset_height(),
        );
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if bottom > list.scroll_top() + list.client_height() {
            list.set_scroll_top(bottom - list.client_height());
        }
    });
}
