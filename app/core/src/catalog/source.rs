//! Where a figure comes from.

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Title with the date or version that was read.
    pub title: &'static str,
    /// Address, where there is a public one.
    pub url: Option<&'static str>,
}
