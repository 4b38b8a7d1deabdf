//! Those who ask.

use crate::server::Running;

/// The port of a server.
pub(super) fn port(server: &Running) -> &str {
    server.authority().rsplit(':').next().unwrap_or_default()
}

/// The address under which attackers come.
pub(super) fn attacker(server: &Running) -> String {
    format!("[::1]:{}", port(server))
}

/// The address under which visitors come.
pub(super) fn visitor(server: &Running) -> String {
    format!("127.0.0.1:{}", port(server))
}

/// Numbers that look random and are the same in each run.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }
}
