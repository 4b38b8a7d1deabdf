//! The catalogue as a file of its own: what the browser reads beside the module, once.
//!
//! By column: the values of a field of all rows of a kind stand together, numbers in as few bytes as they need and texts apart
//! from them, which compresses better than row by row. A text or a row that was written before is named by its number, so that
//! editions cost what differs in them. [`Catalog::pack`](super::Catalog::pack)
//! runs where the tables are compiled in; the browser reads alone.

mod rows;
mod streams;

pub(crate) use rows::packed;
#[cfg(feature = "evidence")]
pub(crate) use streams::Writer;
pub(crate) use streams::{Packed, Reader};

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    fn leaked(bytes: &[u8]) -> &'static [u8] {
        Box::leak(bytes.to_vec().into_boxed_slice())
    }

    /// Texts that only whole pages print are left behind.
    #[test]
    fn what_was_packed_is_the_catalogue_without_the_texts_of_pages() {
        let built = Catalog::builtin();
        let read = Catalog::unpack(leaked(&built.pack()));
        let read = read.as_ref().map(|catalog| [catalog, &catalog.earlier[0]]);
        for (read, built) in read.into_iter().flatten().zip([built, &built.earlier[0]]) {
            assert_eq!(read.date, built.date);
            assert_eq!(read.power, built.power);
            assert_eq!(read.offers.len(), built.offers.len());
            assert_eq!((read.parts, read.apis), (built.parts, built.apis));
            assert_eq!(read.currencies, built.currencies);
            assert_eq!(read.models.len(), built.models.len());
            for (read, built) in read.models.iter().zip(built.models) {
                let built = crate::catalog::Model {
                    hf_repo: "",
                    licence: "",
                    modality: "",
                    note: "",
                    ..(*built).clone()
                };
                assert_eq!(**read, built);
            }
            assert_eq!(read.gpus.len(), built.gpus.len());
            for (read, built) in read.gpus.iter().zip(built.gpus) {
                let built = crate::catalog::Gpu {
                    note: "",
                    ..(*built).clone()
                };
                assert_eq!(**read, built);
            }
            for (read, built) in read.offers.iter().zip(built.offers) {
                assert_eq!(read.id(), built.id());
            }
        }
        assert!(read.is_some());
    }

    #[test]
    fn what_is_cut_short_or_altered_is_refused_or_read_and_never_a_fault() {
        let whole = Catalog::builtin().pack();
        assert!(Catalog::unpack(&[]).is_none());
        for cut in (0..whole.len()).step_by(997) {
            assert!(Catalog::unpack(leaked(&whole[..cut])).is_none(), "{cut}");
        }
        for place in (0..whole.len()).step_by(1_499) {
            let mut altered = whole.clone();
            altered[place] ^= 0x55;
            let _ = Catalog::unpack(leaked(&altered));
        }
    }
}
