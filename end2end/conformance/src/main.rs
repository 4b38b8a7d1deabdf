//! The native half of the comparison.

use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    for index in 0..headroom_conformance::count() {
        writeln!(output, "{}", headroom_conformance::line(index))?;
    }
    output.flush()
}
