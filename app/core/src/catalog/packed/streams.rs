//! Numbers and texts of a packed catalogue, and how the plain kinds of value are written with them.

use std::borrow::Cow;

#[cfg(feature = "evidence")]
use std::collections::BTreeMap;

use crate::catalog::market::{ApiPrice, Offer, Part, Provider};
use crate::catalog::power::Power;
use crate::catalog::{ExchangeRate, Gpu, Model, Source};

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
            numbers: &'static [u8],
            text: &'static str,
            texts: Vec<&'static str>,
            /// The tables of power of the first edition.
            pub(crate) power: Option<&'static Power>,
            $($field: Vec<&'static $type>,)*
        }

        /// Writes a packed catalogue.
        #[cfg(feature = "evidence")]
        #[derive(Default)]
        pub(crate) struct Writer {
            numbers: Vec<u8>,
            text: String,
            texts: BTreeMap<&'static str, usize>,
            /// The tables of power of the first edition.
            pub(crate) power: Option<&'static Power>,
            $($field: Vec<&'static $type>,)*
        }

        impl Reader {
            fn new(numbers: &'static [u8], text: &'static str) -> Self {
                Self { numbers, text, texts: Vec::new(), power: None, $($field: Vec::new(),)* }
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

impl Reader {
    /// The length of the numbers, the numbers, the texts.
    pub(crate) fn of(bytes: &'static [u8]) -> Option<Self> {
        let (length, rest) = bytes.split_at_checked(4)?;
        let length = u32::from_le_bytes(length.try_into().ok()?);
        let (numbers, text) = rest.split_at_checked(length as usize)?;
        Some(Self::new(numbers, std::str::from_utf8(text).ok()?))
    }

    /// Whether everything was read.
    pub(crate) fn is_at_its_end(&self) -> bool {
        self.numbers.is_empty() && self.text.is_empty()
    }

    /// The next number: seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for place in 0..10 {
            let (&byte, rest) = self.numbers.split_first()?;
            self.numbers = rest;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'static str> {
        if let Some(known) = self.number()?.checked_sub(1) {
            return self.texts.get(usize::try_from(known).ok()?).copied();
        }
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        self.texts.push(text);
        Some(text)
    }
}

#[cfg(feature = "evidence")]
impl Writer {
    /// What [`Reader::of`] reads.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut bytes = (self.numbers.len() as u32).to_le_bytes().to_vec();
        bytes.extend_from_slice(&self.numbers);
        bytes.extend_from_slice(self.text.as_bytes());
        bytes
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.numbers.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.numbers.push(number as u8);
    }

    fn text(&mut self, text: &'static str) {
        if let Some(known) = self.texts.get(text) {
            return self.number(*known as u64 + 1);
        }
        self.number(0);
        self.number(text.len() as u64);
        self.text.push_str(text);
        self.texts.insert(text, self.texts.len());
    }
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
        to.number(self.len() as u64);
        for one in *self {
            one.pack(to);
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        let mut all = Vec::new();
        for _ in 0..from.number()? {
            all.push(T::unpack(from)?);
        }
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
        to.number(self.len() as u64);
        for one in self.iter() {
            one.pack(to);
        }
    }

    fn unpack(from: &mut Reader) -> Option<Self> {
        <&'static [T]>::unpack(from).map(Cow::Borrowed)
    }
}
