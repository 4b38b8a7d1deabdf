//! What was asked for on the command line.

const HELP: &str = "\
Usage: headroom <command>

  serve [--port N]     serve the pages and the API; the address is in Leptos.toml or LEPTOS_SITE_ADDR
  report ADDRESS       the answer to one question; ADDRESS is a link to a build, or what follows the
                       question mark in it. A table on a terminal, JSON elsewhere
    --json             JSON, also on a terminal
    --table            the table, also elsewhere
    --markdown         Markdown, for forums
    --csv TABLE        one table as CSV: memory, power, cost, rent, payback or ways-out
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
        /// How; `None` leaves it to where it is printed.
        form: Option<Form>,
    },
    /// Print the ids of the catalogue.
    Catalog,
    /// Print this text.
    Help(String),
}

/// A way of writing a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// What the API answers.
    Json,
    /// For people at a terminal.
    Table,
    /// For forums.
    Markdown,
    /// One table, by name.
    Csv(String),
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
            Some("report") => report(&mut words)?,
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

/// Options stand before or after the address.
fn report(words: &mut impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut form, mut address) = (None, None);
    while let Some(word) = words.next() {
        form = Some(match word.as_str() {
            "--json" => Form::Json,
            "--table" => Form::Table,
            "--markdown" => Form::Markdown,
            "--csv" => Form::Csv(words.next().unwrap_or_default()),
            _ if word.starts_with("--") || address.is_some() => {
                return Err(format!(
                    "'{word}' is not understood here; see headroom --help."
                ));
            }
            _ => {
                address = Some(word);
                continue;
            }
        });
    }
    let address =
        address.ok_or("headroom report needs a query or an address; see headroom --help.")?;
    Ok(Command::Report { address, form })
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
    use super::{Command, Form};

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
                address: "n=2".to_owned(),
                form: None
            })
        );
        for (words, form) in [
            ("--json", Form::Json),
            ("--markdown", Form::Markdown),
            ("--table", Form::Table),
            ("--csv cost", Form::Csv("cost".to_owned())),
        ] {
            for line in [format!("report {words} n=2"), format!("report n=2 {words}")] {
                assert_eq!(
                    parse(&line),
                    Ok(Command::Report {
                        address: "n=2".to_owned(),
                        form: Some(form.clone())
                    })
                );
            }
        }
    }

    #[test]
    fn faults_are_named() {
        for (line, name) in [
            ("serve --port 70000", "70000"),
            ("serve --port", "--port"),
            ("report", "needs a query"),
            ("report a b", "'b'"),
            ("report --yaml a", "'--yaml'"),
            ("report --csv cost", "needs a query"),
            ("sevre", "'sevre'"),
        ] {
            let sentence = parse(line).err().unwrap_or_default();
            assert!(sentence.contains(name), "{line}: {sentence}");
        }
    }
}
