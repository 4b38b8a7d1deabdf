//! Answers about machines that many offers are of.

use crate::catalog::Gpu;
use crate::catalog::market::Offer;

/// What was found out about machines: many offers are of the same one, which is asked about once.
pub(super) struct Asked<T>(Vec<(&'static Gpu, u32, T)>);

impl<T: Copy> Asked<T> {
    /// What is known of the machine with so many GPUs of an offer.
    pub(super) fn about(&self, offer: &Offer, gpus: u32) -> Option<T> {
        let mut asked = self.0.iter();
        asked
            .find(|(gpu, size, _)| std::ptr::eq(*gpu, offer.gpu) && *size == gpus)
            .map(|(.., answer)| *answer)
    }

    /// Keeps an answer, and gives it back.
    pub(super) fn note(&mut self, offer: &Offer, gpus: u32, answer: T) -> T {
        self.0.push((offer.gpu, gpus, answer));
        answer
    }
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
