//! Shares of something that there is only so much of, counted for each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// How much each address has taken of one thing.
#[derive(Debug)]
pub struct Shares {
    each: usize,
    all: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<IpAddr, usize>,
}

/// What one address took; given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    of: Arc<Shares>,
    address: IpAddr,
    amount: usize,
}

impl Shares {
    /// At most so much for each address, and for all together.
    #[must_use]
    pub fn new(each: usize, all: usize) -> Arc<Self> {
        Arc::new(Self {
            each,
            all,
            taken: Mutex::default(),
        })
    }

    /// How much is taken in all.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .all
    }

    /// Takes so much for an address, if its share is not used up.
    #[must_use]
    pub fn take(self: &Arc<Self>, address: IpAddr, amount: usize) -> Option<Share> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let by = taken.by.get(&address).copied().unwrap_or_default();
        let by = by.checked_add(amount).filter(|sum| *sum <= self.each)?;
        let all = taken
            .all
            .checked_add(amount)
            .filter(|sum| *sum <= self.all)?;
        taken.all = all;
        taken.by.insert(address, by);
        Some(Share {
            of: self.clone(),
            address,
            amount,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= self.amount;
        if let Some(by) = taken.by.get_mut(&self.address) {
            *by -= self.amount;
            // Addresses that hold nothing are forgotten: there are more of them than memory.
            if *by == 0 {
                taken.by.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::IpAddr;

    use super::Shares;

    #[test]
    fn each_address_has_its_own_share_and_is_forgotten_after() {
        let [one, two] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse::<IpAddr>().unwrap());
        let shares = Shares::new(3, 5);
        let held = shares.take(one, 2).unwrap();
        assert!(shares.take(one, 2).is_none());
        let rest = shares.take(one, 1).unwrap();
        assert!(shares.take(one, 1).is_none());
        assert!(shares.take(two, 3).is_none(), "more than all");
        assert!(shares.take(two, 2).is_some());
        drop(held);
        assert!(shares.take(one, 2).is_some());
        drop(rest);
        let taken = shares.taken.lock().unwrap();
        assert!(taken.by.is_empty() && taken.all == 0);
        drop(taken);
        assert!(shares.take(one, usize::MAX).is_none());
    }
}
