//! Published file sizes: how exact a figure is, is read from the decimals that it was published with.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Violation;
use super::check::Row;
use super::rows::{Model, Size};

pub(crate) fn check_and_emit(
    sizes: &[Size],
    models: &[Model],
    found: &mut Vec<Violation>,
) -> String {
    let known: BTreeSet<&str> = models.iter().map(|model| model.id.as_str()).collect();
    let mut ids = BTreeSet::new();
    let mut text = String::from(
        "/// Every published size, in the order of the file.\npub static PUBLISHED_SIZES: &[PublishedSize] = &[\n",
    );
    for size in sizes {
        let mut row = Row::new("sizes.toml", format!("size `{}`", size.id), found);
        row.unique(&mut ids, &size.id);
        row.written("name", &size.name);
        row.written("quant", &size.quant);
        if size.source.is_empty() {
            row.fail("source", "a row without a source is not accepted");
        }
        row.dated("as_of", &size.as_of, 3);
        if let Some(model) = &size.model
            && !known.contains(model.as_str())
        {
            row.fail("model", format!("`{model}` is not in models.toml"));
        }
        let (bytes, mut half_width) = read("size", &size.size, bytes, &mut row);
        if let Some(stated) = &size.half_width {
            half_width = read("half_width", stated, self::bytes, &mut row).0;
        }
        row.within("size", bytes, 1_000_000..=20_000_000_000_000);
        let bits = size.bits_per_weight.as_ref().map(|bits| {
            let (value, half) = read(
                "bits_per_weight",
                bits,
                |bits| decimal(bits, 1_000_000),
                &mut row,
            );
            row.within("bits_per_weight", value, 1_000_000..=32_000_000);
            format!("BitsPerWeight {{ millionths: {value}, half_width: {half} }}")
        });
        let _ = writeln!(
            text,
            "PublishedSize {{ id: {:?}, model: {:?}, name: {:?}, quant: {:?}, kind: FileKind::{:?}, bytes: {bytes}, \
             half_width: {half_width}, bits_per_weight: {}, covers: Covers::{:?}, source: {:?}, as_of: {:?}, \
             note: {:?} }},",
            size.id,
            size.model,
            size.name,
            size.quant,
            size.kind,
            bits.map_or_else(|| "None".into(), |bits| format!("Some({bits})")),
            size.covers,
            size.source,
            size.as_of,
            size.note,
        );
    }
    text.push_str("];\n");
    text
}

/// A value with half a unit of its last place.
type Rounded = (u64, u64);

fn read(
    field: &str,
    written: &str,
    parse: impl Fn(&str) -> Option<Rounded>,
    row: &mut Row<'_>,
) -> Rounded {
    parse(written).unwrap_or_else(|| {
        row.fail(field, format!("`{written}` cannot be read"));
        (1_000_000, 0)
    })
}

/// Reads `4.58 GiB`, `249.1 GB` or `359045130240 B`.
fn bytes(written: &str) -> Option<Rounded> {
    let (number, unit) = written.split_once(' ')?;
    match unit {
        "B" => Some((number.parse().ok()?, 0)),
        "GB" => decimal(number, 1_000_000_000),
        "GiB" => decimal(number, 1 << 30),
        _ => None,
    }
}

/// Reads a decimal number in multiples of `unit`, rounding to the nearest whole.
fn decimal(number: &str, unit: u64) -> Option<Rounded> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let places = 10u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let unit = u128::from(unit);
    let value = (digits.checked_mul(unit)? + places / 2) / places;
    Some((
        u64::try_from(value).ok()?,
        u64::try_from(unit.div_ceil(2 * places)).ok()?,
    ))
}
