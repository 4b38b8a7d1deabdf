//! Numbers and texts of a packed catalogue, and how the plain kinds of value are written with them.

use std::any::TypeId;
use std::borrow::Cow;

#[cfg(feature = "evidence")]
use std::collections::BTreeMap;

use crate::catalog::market::{ApiPrice, Offer, Part, Provider};
use crate::catalog::power::Power;
use crate::catalog::{ExchangeRate, Gpu, Model, Source};

/// So many lists stand within each other at most: an edition, its rows, what these hold.
const DEEPEST: u8 = 16;

/// A value that a packed catalogue holds.
pub(crate) trait Packed: Sized {
    /// Writes it.
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer);
    /// Reads what was written; nothing where that is not there.
    fn unpack(from: &mut Reader) -> Option<Self>;
}

/// A row that others point at: written once, then named by its number.
pub(crate) trait Shared: Packed + 'static {
    /// Those that were read so far.
    fn read(from: &mut Reader) -> &mut Vec<&'static Self>;
    /// Those that were written so far.
    #[cfg(feature = "evidence")]
    fn written(to: &mut Writer) -> &mut Vec<&'static Self>;
}

macro_rules! shared {
    ($($type:ident $field:ident),*) => {
        /// Reads a packed catalogue.
        pub(crate) struct Reader {
            columns: Vec<Column<&'static [u8], &'static str>>,
            place: Place,
            /// How many lists are read within each other.
            depth: u8,
            texts: Vec<&'static str>,
            /// The tables of power of the first edition.
            pub(crate) power: Option<&'static Power>,
            $($field: Vec<&'static $type>,)*
        }

        /// Writes a packed catalogue.
        #[cfg(feature = "evidence")]
        #[derive(Default)]
        pub(crate) struct Writer {
            columns: Vec<Column<Vec<u8>, String>>,
            place: Place,
            texts: BTreeMap<&'static str, usize>,
            /// The tables of power of the first edition.
            pub(crate) power: Option<&'static Power>,
            $($field: Vec<&'static $type>,)*
        }

        impl Reader {
            fn new(columns: Vec<Column<&'static [u8], &'static str>>) -> Self {
                Self { columns, place: Place::default(), depth: 0, texts: Vec::new(), power: None, $($field: Vec::new(),)* }
            }
        }

        $(impl Shared for $type {
            fn read(from: &mut Reader) -> &mut Vec<&'static Self> {
                &mut from.$field
            }

            #[cfg(feature = "evidence")]
            fn written(to: &mut Writer) -> &mut Vec<&'static Self> {
                &mut to.$field
            }
        })*
    };
}

shared!(
    Source sources,
    Provider providers,
    Gpu gpus,
    Model models,
    Part parts,
    Offer offers,
    ApiPrice apis,
    ExchangeRate currencies
);

/// Where it is written or read: a column of a kind of row. Values of one field stand together, because they are alike.
#[derive(Default)]
pub(crate) struct Place {
    column: usize,
    /// The first column of each kind of row, in the order in which they were met.
    first: Vec<(TypeId, usize)>,
    /// How many columns there are; the first is of what stands in no row.
    columns: usize,
}

impl Place {
    /// The first of the columns of a kind of row with so many fields.
    fn of_row(&mut self, kind: TypeId, fields: usize) -> usize {
        if let Some((_, first)) = self.first.iter().find(|(known, _)| *known == kind) {
            return *first;
        }
        let first = self.columns.max(1);
        self.columns = first + fields;
        self.first.push((kind, first));
        first
    }
}

/// The values of a field.
#[derive(Clone, Default)]
struct Column<Numbers, Text> {
    numbers: Numbers,
    text: Text,
}

impl Reader {
    /// How many columns there are, the lengths of each column's numbers and texts, all numbers, all texts.
    pub(crate) fn of(bytes: &'static [u8]) -> Option<Self> {
        let mut bytes = bytes;
        let mut lengths = Vec::new();
        for _ in 0..number(&mut bytes)? {
            let of_numbers = usize::try_from(number(&mut bytes)?).ok()?;
            let of_text = usize::try_from(number(&mut bytes)?).ok()?;
            lengths.push((of_numbers, of_text));
        }
        let mut columns = Vec::new();
        for (length, _) in &lengths {
            let (numbers, rest) = bytes.split_at_checked(*length)?;
            columns.push(Column { numbers, text: "" });
            bytes = rest;
        }
        let mut text = std::str::from_utf8(bytes).ok()?;
        for (column, (_, length)) in columns.iter_mut().zip(lengths) {
            (column.text, text) = text.split_at_checked(length)?;
        }
        text.is_empty().then(|| Self::new(columns))
    }

    /// Whether everything was read.
    pub(crate) fn is_at_its_end(&self) -> bool {
        { self.columns.iter() }.all(|column| column.numbers.is_empty() && column.text.is_empty())
    }

    /// The first of the columns of a kind of row with so many fields.
    pub(crate) fn row<T: 'static>(&mut self, fields: usize) -> usize {
        self.place.of_row(TypeId::of::<T>(), fields)
    }

    /// Goes on in a column.
    pub(crate) fn at(&mut self, column: usize) {
        self.place.column = column;
    }

    /// The next number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        number(&mut self.columns.get_mut(self.place.column)?.numbers)
    }

    fn text(&mut self) -> Option<&'static str> {
        if let Some(known) = self.number()?.checked_sub(1) {
            return self.texts.get(usize::try_from(known).ok()?).copied();
        }
        let length = usize::try_from(self.number()?).ok()?;
        let column = self.columns.get_mut(self.place.column)?;
        let (text, rest) = column.text.split_at_checked(length)?;
        column.text = rest;
        self.texts.push(text);
        Some(text)
    }
}

/// The next number: seven bits a byte, the lowest first.
fn number(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for place in 0..10 {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(feature = "evidence")]
impl Writer {
    /// What [`Reader::of`] reads.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put(&mut bytes, self.columns.len() as u64);
        for column in &self.columns {
            put(&mut bytes, column.numbers.len() as u64);
            put(&mut bytes, column.text.len() as u64);
        }
        for column in &self.columns {
            bytes.extend_from_slice(&column.numbers);
        }
        for column in &self.columns {
            bytes.extend_from_slice(column.text.as_bytes());
        }
        bytes
    }

    /// The first of the columns of a kind of row with so many fields.
    pub(crate) fn row<T: 'static>(&mut self, fields: usize) -> usize {
        self.place.of_row(TypeId::of::<T>(), fields)
    }

    /// Goes on in a column.
    pub(crate) fn at(&mut self, column: usize) {
        self.place.column = column;
    }

    fn column(&mut self) -> &mut Column<Vec<u8>, String> {
        let at = self.place.column;
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, Column::default);
        }
        &mut self.columns[at]
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, number: u64) {
        put(&mut self.column().numbers, number);
    }

    fn text(&mut self, text: &'static str) {
        if let Some(known) = self.texts.get(text) {
            return self.number(*known as u64 + 1);
        }
        self.number(0);
        self.number(text.len() as u64);
        self.column().text.push_str(text);
        self.texts.insert(text, self.texts.len());
    }
}

/// Writes a number: seven bits a byte, the lowest first.
#[cfg(feature = "evidence")]
fn put(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            #[cfg(feature = "evidence")]
            fn pack(&self, to: &mut Writer) {
                to.number((*self).into());
            }

            fn unpack(from: &mut Reader) -> Option<Self> {
                from.number()?.try_into().ok()
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64);

impl Packed for bool {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        to.number((*self).into());
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        Some(from.number()? == 1)
    }
}

impl Packed for char {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        to.number((*self).into());
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        Self::from_u32(u32::unpack(from)?)
    }
}

impl<T: Packed> Packed for Option<T> {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        to.number(self.is_some().into());
        if let Some(one) = self {
            one.pack(to);
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        match from.number()? {
            0 => Some(None),
            _ => Some(Some(T::unpack(from)?)),
        }
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        Packed::pack(&self.0, to);
        Packed::pack(&self.1, to);
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl Packed for &'static str {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        to.text(self);
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        from.text()
    }
}

impl<T: Packed + 'static> Packed for &'static [T] {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        let column = to.place.column;
        to.number(self.len() as u64);
        for one in *self {
            to.at(column);
            one.pack(to);
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        let column = from.place.column;
        // What was altered could nest without end.
        from.depth = from
            .depth
            .checked_add(1)
            .filter(|depth| *depth <= DEEPEST)?;
        let mut all = Vec::new();
        for _ in 0..from.number()? {
            from.at(column);
            all.push(T::unpack(from)?);
        }
        from.depth -= 1;
        Some(Vec::leak(all))
    }
}

impl<T: Shared + PartialEq> Packed for &'static T {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        let mut known = T::written(to).iter();
        match known.position(|one| std::ptr::eq(*one, *self) || one == self) {
            Some(place) => to.number(place as u64 + 1),
            None => {
                to.number(0);
                (**self).pack(to);
                T::written(to).push(self);
            }
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        if let Some(known) = from.number()?.checked_sub(1) {
            return T::read(from).get(usize::try_from(known).ok()?).copied();
        }
        let row: &'static T = Box::leak(Box::new(T::unpack(from)?));
        T::read(from).push(row);
        Some(row)
    }
}

impl Packed for Cow<'static, str> {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        // What the tables hold is borrowed; of anything else a copy is kept, once.
        match self {
            Cow::Borrowed(text) => to.text(text),
            Cow::Owned(text) => to.text(String::leak(text.clone())),
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        from.text().map(Cow::Borrowed)
    }
}

impl<T: Packed + Clone + 'static> Packed for Cow<'static, [T]> {
    #[cfg(feature = "evidence")]
    fn pack(&self, to: &mut Writer) {
        let column = to.place.column;
        to.number(self.len() as u64);
        for one in self.iter() {
            to.at(column);
            one.pack(to);
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        <&'static [T]>::unpack(from).map(Cow::Borrowed)
    }
}
