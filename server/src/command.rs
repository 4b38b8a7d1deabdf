//! What was asked for on the command line.

const HELP: &str = "\
Usage: headroom <command>

  serve [--port N]     serve the pages and the API; the address is in Leptos.toml or LEPTOS_SITE_ADDR
  report ADDRESS       the answer to one question as JSON; ADDRESS is a link to a build, or what
                       follows the question mark in it
  catalog              the ids that questions may use, as JSON
  --version            the version

Example:
  headroom report 'gpu=rtx-4090&model=llama-3.1-8b&w=q4_k_m'
";

/// One invocation.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve until told to stop.
    Serve {
        /// Instead of the port that the configuration names; 0 takes any free one.
        port: Option<u16>,
    },
    /// Print one report.
    Report {
        /// A query, or an address that ends in one.
        address: String,
    },
    /// Print the ids of the catalogue.
    Catalog,
    /// Print this text.
    Help(String),
}

impl Command {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// A sentence that says what is wrong and how to find out what is right.
    pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut words = words.into_iter();
        let command = match words.next().as_deref() {
            Some("serve") => Self::Serve {
                port: port(&mut words)?,
            },
            Some("report") => Self::Report {
                address: words
                    .next()
                    .ok_or("headroom report needs a query or an address; see headroom --help.")?,
            },
            Some("catalog") => Self::Catalog,
            Some("help" | "--help" | "-h") => Self::Help(HELP.to_owned()),
            Some("--version" | "-V") => {
                Self::Help(concat!("headroom ", env!("CARGO_PKG_VERSION"), "\n").to_owned())
            }
            Some(other) => {
                return Err(format!(
                    "headroom has no command '{other}'; see headroom --help."
                ));
            }
            None => return Err(HELP.trim_end().to_owned()),
        };
        match words.next() {
            None => Ok(command),
            Some(extra) => Err(format!(
                "'{extra}' is not understood here; see headroom --help."
            )),
        }
    }
}

fn port(words: &mut impl Iterator<Item = String>) -> Result<Option<u16>, String> {
    match words.next() {
        None => Ok(None),
        Some(word) if word == "--port" => {
            let given = words.next().unwrap_or_default();
            given
                .parse()
                .map(Some)
                .map_err(|_| format!("--port takes a number from 0 to 65535, not '{given}'."))
        }
        Some(other) => Err(format!(
            "'{other}' is not understood here; see headroom --help."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    fn parse(line: &str) -> Result<Command, String> {
        Command::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn commands() {
        assert_eq!(parse("serve"), Ok(Command::Serve { port: None }));
        assert_eq!(
            parse("serve --port 0"),
            Ok(Command::Serve { port: Some(0) })
        );
        assert_eq!(parse("catalog"), Ok(Command::Catalog));
        assert_eq!(
            parse("report n=2"),
            Ok(Command::Report {
                address: "n=2".to_owned()
            })
        );
    }

    #[test]
    fn faults_are_named() {
        for (line, name) in [
            ("serve --port 70000", "70000"),
            ("serve --port", "--port"),
            ("report", "needs a query"),
            ("report a b", "'b'"),
            ("sevre", "'sevre'"),
        ] {
            let sentence = parse(line).err().unwrap_or_default();
            assert!(sentence.contains(name), "{line}: {sentence}");
        }
    }
}
