//! An architecture in one value of a link.
//!
//! `h-4096~l-F*32~a-32.8.128~i-14336~v-128256~c-131072`: fields with `~` between, each a short name and what it holds
//! behind `-`; numbers of one field with `.` between; layers in runs. Every character stays as it is in a query.
//! Whatever the catalogue says of an architecture can be written, and what is usual is left out.
//!
//! A text that is not understood, or names what no model has, is refused with the field and its bounds: nothing is put in
//! its place.

mod bounds;
mod parts;
mod reading;
mod runs;
mod writing;

pub use parts::Problem;

use crate::model::arch::Arch;
use crate::scenario::{About, ModelChoice};

/// Longest text that is read, in bytes: a link with it stays below 2,000.
pub const LONGEST: usize = 1_600;

/// Reads an architecture with what is said beside it; the name is not part of it.
///
/// ```
/// use headroom_core::codec::arch;
/// let (arch, _) = arch::read("h-4096~l-F*32~a-32.8.128~i-14336~v-128256~c-131072").unwrap();
/// assert_eq!(arch.params(), 8_030_261_248);
/// let problem = arch::read("h-4~l-F*32~a-32.8.128~i-14336~v-128256~c-131072").unwrap_err();
/// assert!(problem.to_string().contains("hidden size (h) is “4”: allowed is a whole number from 16"));
/// ```
///
/// # Errors
/// Names the field and what it may hold.
pub fn read(text: &str) -> Result<(Arch, About), Problem> {
    if text.len() > LONGEST {
        return Err(Problem::new(format!(
            "The architecture is longer than {LONGEST} characters, which is more than any model takes."
        )));
    }
    let (arch, about) = reading::read(text)?;
    bounds::check(&arch)?;
    Ok((arch, about))
}

/// Writes a model's architecture with all that decides a figure beside it.
#[must_use]
pub fn write(model: &ModelChoice) -> String {
    let mut fields = writing::Fields::default();
    let arch = model.arch();
    writing::arch(&mut fields, arch);
    writing::about(
        &mut fields,
        arch.max_context,
        model.native(),
        model.vision_params(),
        model.mtp(),
    );
    fields.0
}

/// Writes an architecture alone, without the context that it was published for: two models with the same text have the
/// same tensors and the same cache.
#[must_use]
pub fn shape(arch: &Arch) -> String {
    let mut fields = writing::Fields::default();
    // A width that no layer has decides nothing.
    let dense = arch.mlp.contains('D') || arch.moe.is_some_and(|moe| moe.parallel_dense);
    if dense {
        writing::arch(&mut fields, arch);
    } else {
        let width = Arch {
            intermediate_size: 0,
            ..arch.clone()
        };
        writing::arch(&mut fields, &width);
    }
    fields.0
}

/// Writes an architecture that is not yet part of a scenario.
#[must_use]
pub fn text(arch: &Arch, about: &About) -> String {
    let mut fields = writing::Fields::default();
    writing::arch(&mut fields, arch);
    let (native, mtp) = (about.native, (about.mtp, about.mtp_layers));
    writing::about(&mut fields, arch.max_context, native, about.vision, mtp);
    fields.0
}
