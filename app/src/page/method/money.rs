//! Money on `/method`: the bill, what would be rented instead, and when the lines cross.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Term;
use headroom_core::money::payback::HORIZON_MONTHS;
use headroom_core::scenario::keys::{Amount, DECLINE, FADE, RESALE, STORAGE, TAX, UPKEEP};
use leptos::prelude::*;

use super::known;
use crate::components::{BuildLink, Heading, ListTable};

/// The whole section.
#[component]
pub(super) fn Money(
    /// Whose offers are counted.
    catalog: &'static Catalog,
) -> impl IntoView {
    view! {
        <section>
            <h2 id="money">"Money"</h2>
            <h3>"The bill"</h3>
            <p class="formula">"total = Σ over parts: number × price of one, plus tax"</p>
            <p>
                "The parts are those that power counts: the cards, a board with as many slots, the processor that goes \
                 with it, memory modules, drives with room for the weights and 500\u{a0}GB, the power supplies and the \
                 UPS. Where several parts would do, the cheapest that does is taken. Each price is one that was seen \
                 on the day and in the place that stand beside it; memory and drives, which rose several-fold within a \
                 year, are taken at the newest month. What a shop asked goes before a list price; for most server processors \
                 only the maker's list for 1,000 units is known, and it says so. A part without a believable price is \
                 estimated from its class, by what its kind is sold by: a card by its memory, a processor by its cores, \
                 a supply by its watts. The range is the middle half of the class. A missing price is never counted as \
                 nothing, and every price can be overwritten."
            </p>
            <h3>"What goes together"</h3>
            <p>
                "Each part keeps or breaks rules, which stand beside it with their figures: socket, slots and lanes, \
                 memory and its channels, plugs and watts of the supply, cooling by the number of cards, and where \
                 things go. Cards stand side by side in the slots of a board as far as its layout and their width \
                 allow: seven slots in a row take four cards of two slots, or three of three. The last of them, the \
                 longest, and the cooler of the processor have to find room in the case. What the program picks breaks \
                 no rule. Where a maker publishes nothing, nothing is said; so there is no rule for noise, of which no \
                 figure was found."
            </p>
            <h3>"What would be rented instead"</h3>
            <p>
                "An offer counts only if its machine holds this model: it is asked the same question about memory, for \
                 each card, under a placement that the engine can do. Owning is held against several rivals. The first \
                 is the same cards rented: as many of the same card on demand, at whoever asks least; where nobody \
                 rents that card out, the nearest with its chip and memory, and the page says so. The second is the \
                 cheapest that does the job: no stream, no prompt and no load is slower there than on the own machine, \
                 by the model of speed; bandwidth and arithmetic alone only spare asking. Of cards that are chosen one \
                 by one, a machine of eight is assumed, and of four where they are desktop cards. The third is what a \
                 hyperscaler asks for such cards, on each term that a dated offer exists for, else for the cheapest \
                 that does the job. The last is an API, for as many tokens as the own machine would serve in its busy \
                 hours. A training run is asked about by the rules of training, and its machines are compared by what \
                 all their cards compute in 16 bits, which bounds it."
            </p>
            <p>
                "The catalogue holds "{catalog.offers.len()}" offers ("{terms(catalog)}") and "{catalog.apis.len()}
                " prices of models behind an API: "<BuildLink path="/clouds">"rented GPUs"</BuildLink>", "
                <BuildLink path="/apis">"models behind an API"</BuildLink>"."
            </p>
            <h3>"In other currencies"</h3>
            <p>
                "Everything is counted in US dollars; what is told in another currency is multiplied by its rate, and what                  is typed in it is divided by the rate, to the cent. No month of break-even depends on it. Rates are                  reference rates of the European Central Bank of "{catalog.currencies.first().map(|row| row.date)}
                ", cross rates through the euro, or the one that is typed. Amounts are written no finer than a cent of a                  dollar is: euros to the cent, kronor to the krona, yen to ten of them, won to a hundred. A price that was                  paid years ago is converted at the same rate, and taxes and customs of other countries are not known                  here. Claims made in dollars are judged in dollars."
            </p>
            <h3>"When owning is cheaper"</h3>
            <p class="formula">"own(m) = price + m × (electricity + upkeep) − resale(m)"</p>
            <p class="formula">
                "rent(m) = Σ over months i < m: rent of an hour × hours paid × (1 − decline)"<sup>"i/12"</sup>
                " + m × storage"
            </p>
            <p class="formula">"resale(m) = price without tax × resale share × (1 − fade)"<sup>"m/12"</sup></p>
            <p>
                "Owning is two lines: the money spent, and that less what the machine would fetch. What it would fetch \
                 is an assumption, so both crossings are told. Where the machine does not do the work, nothing is \
                 compared."
            </p>
            <p>
                "The price of the machine is counted once, at month 0, and comes back only as resale; there is no \
                 depreciation beside it. On demand and spot are paid for the hours of use, reserved for every hour of \
                 the month. Shares that apply each year fall in a straight line within the year. A month is a twelfth \
                 of 365 days. Electricity is what the power part says for busy and for idle hours, at the tariff of \
                 the region."
            </p>
            <p>
                "The tornado changes one input at a time, amounts and hours by a fifth, shares by ten points and \
                 upkeep by one, and shows the month to which the break-even moves."
            </p>
            <Defaults/>
            <p>
                "The lines are compared month by month for "{HORIZON_MONTHS / 12}
                " years; what has not crossed by then is called never. Break-even hours a day are the fewest, to the \
                 minute, from which owning has cost no more at the end of the time that the machine is kept."
            </p>
            <h3>"What money leaves out"</h3>
            <ul>
                <li>"Work: assembling, moving, repairing, and the days on which a machine stands still."</li>
                <li>"Interest, depreciation for tax, and insurance."</li>
                <li>"Traffic out of a cloud, and committed-use discounts that no list states."</li>
                <li>
                    "That a faster machine is rented for fewer hours, and a slower one for more: the same hours are \
                     counted on both sides, and the speed stands beside them."
                </li>
                <li>
                    "Resale: the shares are declared assumptions. The one used price in the catalogue, an RTX 3090 \
                     after five and a half years, lies above the curve."
                </li>
            </ul>
        </section>
    }
}

/// How many offers there are on each term, in words.
fn terms(catalog: &Catalog) -> String {
    Term::ALL
        .map(|term| {
            let count = catalog
                .offers
                .iter()
                .filter(|offer| offer.term == term)
                .count();
            format!("{count} {}", term.name())
        })
        .join(", ")
}

/// What is taken where nothing was given.
#[component]
fn Defaults() -> impl IntoView {
    let row = |amount: Amount| {
        let taken = amount
            .default
            .map(|value| format!("{} {}", amount.text(value), amount.unit));
        let allowed = format!(
            "{} to {} {}",
            amount.text(amount.min),
            amount.text(amount.max),
            amount.unit
        );
        view! {
            <tr>
                <th scope="row">
                    {amount.label.trim_start_matches("the ")}<br/>
                    <span class="quiet small"><code>{amount.key}</code></span>
                </th>
                <td>{known(taken)}</td>
                <td>{allowed}</td>
            </tr>
        }
    };
    let rows = [TAX, UPKEEP, RESALE, FADE, DECLINE, STORAGE].map(row);
    view! {
        <ListTable
            label="What is assumed about money"
            narrow=true
            head=&[
                Heading::Words("Where nothing is given"),
                Heading::Figures("Taken"),
                Heading::Figures("Allowed"),
            ]
        >
            {rows}
        </ListTable>
    }
}
