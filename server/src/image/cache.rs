//! Finished pictures, bounded in bytes: what was asked for longest ago goes first.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// Pictures by key.
pub(super) struct Cache {
    most: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    pictures: HashMap<String, Kept>,
    bytes: usize,
    /// Counts up with every use.
    now: u64,
}

struct Kept {
    picture: Bytes,
    used: u64,
}

impl Cache {
    /// Room for so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            shelf: Mutex::default(),
        }
    }

    /// A picture that is kept.
    pub(super) fn get(&self, key: &str) -> Option<Bytes> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.now += 1;
        let now = shelf.now;
        let kept = shelf.pictures.get_mut(key)?;
        kept.used = now;
        Some(kept.picture.clone())
    }

    /// Keeps a picture, and lets go of others if there is no room.
    pub(super) fn put(&self, key: String, picture: Bytes) {
        let size = key.len() + picture.len();
        if size > self.most {
            return;
        }
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.remove(&key);
        while shelf.bytes + size > self.most {
            // A few hundred at most: looking at each is quicker than keeping them in order.
            let oldest = shelf.pictures.iter().min_by_key(|(_, kept)| kept.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            shelf.remove(&oldest);
        }
        shelf.now += 1;
        let used = shelf.now;
        shelf.bytes += size;
        shelf.pictures.insert(key, Kept { picture, used });
    }
}

impl Shelf {
    fn remove(&mut self, key: &str) {
        if let Some(gone) = self.pictures.remove(key) {
            self.bytes -= key.len() + gone.picture.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::Cache;

    fn picture(bytes: usize) -> Bytes {
        Bytes::from(vec![0; bytes])
    }

    fn bytes(cache: &Cache) -> usize {
        cache.shelf.lock().map_or(usize::MAX, |shelf| shelf.bytes)
    }

    #[test]
    fn the_least_recently_used_goes_first_and_the_bound_holds() {
        let cache = Cache::new(100);
        for key in ["a", "b", "c"] {
            cache.put(key.to_owned(), picture(29));
        }
        assert!(cache.get("a").is_some());
        cache.put("d".to_owned(), picture(29));
        assert!(cache.get("b").is_none(), "used longest ago");
        assert!(cache.get("a").is_some() && cache.get("c").is_some() && cache.get("d").is_some());
        assert_eq!(bytes(&cache), 90);
        cache.put("e".to_owned(), picture(99));
        assert_eq!(bytes(&cache), 100);
        assert!(cache.get("a").is_none());
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_a_key_is_kept_once() {
        let cache = Cache::new(100);
        cache.put("a".to_owned(), picture(100));
        assert!(cache.get("a").is_none());
        cache.put("a".to_owned(), picture(10));
        cache.put("a".to_owned(), picture(20));
        assert_eq!(bytes(&cache), 21);
    }
}
