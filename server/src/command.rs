//! What was asked for on the command line.

use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgGroup, value_parser};

/// One invocation.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve until told to stop.
    Serve {
        /// Instead of the port that the configuration names; 0 takes any free one.
        port: Option<u16>,
    },
    /// Say whether the server could start as it is set up.
    Check,
    /// Print one report.
    Report {
        /// A query, or an address that ends in one.
        address: String,
        /// How; `None` leaves it to where it is printed.
        form: Option<Form>,
    },
    /// Print what a search finds.
    Find {
        /// What is looked for.
        search: Search,
        /// A query, or an address that ends in one.
        address: String,
        /// As CSV instead of JSON.
        csv: bool,
    },
    /// Print what comes of a claim.
    Claims {
        /// The claim.
        text: String,
    },
    /// Print the query of a model.
    Import {
        /// Files that belong together.
        files: Vec<String>,
        /// What the model is called.
        name: String,
        /// The build that it is put into.
        build: String,
    },
    /// Print the ids of the catalogue.
    Catalog,
    /// Answer an agent on standard input and output.
    Mcp,
    /// Print what a shell completes the words with.
    Completions(clap_complete::Shell),
    /// Print the manual page.
    Manual,
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

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// What runs on a machine.
    Models,
    /// Which machines do a job.
    Machines,
}

fn words() -> clap::Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    clap::Command::new("headroom")
        .about("Will this model run on that hardware, how fast, and for how much?")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help("Example:\n  headroom report 'gpu=rtx-4090&model=llama-3.1-8b&w=q4_k_m'")
        .subcommands([
            clap::Command::new("serve")
                .about("Serve the pages and the API; the address is in Leptos.toml or LEPTOS_SITE_ADDR")
                .arg(
                    Arg::new("port")
                        .long("port")
                        .value_name("N")
                        .value_parser(value_parser!(u16))
                        .help("Another port than the one that is set; 0 takes any free one"),
                ),
            clap::Command::new("check")
                .about("Say what the settings mean, or what is wrong with them or missing"),
            clap::Command::new("report")
                .about("The answer to one question: a table on a terminal, JSON elsewhere")
                .arg(
                    Arg::new("address")
                        .value_name("ADDRESS")
                        .required(true)
                        .help("A link to a build, or what follows the question mark in it"),
                )
                .arg(flag("json", "JSON, also on a terminal"))
                .arg(flag("table", "The table, also elsewhere"))
                .arg(flag("markdown", "Markdown, for forums"))
                .arg(
                    Arg::new("csv")
                        .long("csv")
                        .value_name("TABLE")
                        .value_parser(NonEmptyStringValueParser::new())
                        .help("One table as CSV: memory, power, cost, rent, payback, training or ways-out"),
                )
                .group(ArgGroup::new("form").args(["json", "table", "markdown", "csv"])),
            clap::Command::new("find")
                .about("Search the catalogue")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommands([
                    ("models", "What runs on a machine, as JSON", "gpu=rtx-3090&n=2"),
                    ("machines", "Which machines do a job, as JSON", "model=llama-3.3-70b&budget=15000"),
                ].map(|(name, about, example)| {
                    let help = format!("A link, or what follows the question mark in it: {example}");
                    clap::Command::new(name)
                        .about(about)
                        .arg(Arg::new("address").value_name("ADDRESS").required(true).help(help))
                        .arg(flag("csv", "CSV instead of JSON"))
                })),
            clap::Command::new("claims")
                .about("Whether a claim in words is true, as JSON")
                .arg(
                    Arg::new("text")
                        .value_name("TEXT")
                        .required(true)
                        .help("The claim, in quotes: '405B FP16 on 384GB'"),
                ),
            clap::Command::new("import")
                .about("The query of the model that files describe; what was not understood goes to standard error")
                .arg(
                    Arg::new("files")
                        .value_name("FILE")
                        .required(true)
                        .num_args(1..)
                        .help("config.json, alone or with the index or headers of its .safetensors; or all parts of a .gguf"),
                )
                .arg(
                    Arg::new("name")
                        .long("name")
                        .value_name("NAME")
                        .default_value("")
                        .help("What the model is called"),
                )
                .arg(
                    Arg::new("build")
                        .long("build")
                        .value_name("ADDRESS")
                        .default_value("")
                        .help("A link to the build that it is put into"),
                ),
            clap::Command::new("catalog").about("The ids that questions may use, as JSON"),
            clap::Command::new("mcp")
                .about("Answer an agent on standard input and output, by the Model Context Protocol"),
            clap::Command::new("completions")
                .about("What a shell completes these words with")
                .arg(
                    Arg::new("shell")
                        .value_name("SHELL")
                        .required(true)
                        .value_parser(value_parser!(clap_complete::Shell))
                        .help("The shell that reads it"),
                ),
            clap::Command::new("man").about("The manual page, for man"),
        ])
}

impl Command {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// What is wrong and how to find out what is right.
    pub fn parse(given: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let given = std::iter::once("headroom".to_owned()).chain(given);
        let read = match words().try_get_matches_from(given) {
            Ok(read) => read,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
                ) =>
            {
                return Ok(Self::Help(error.to_string()));
            }
            Err(error) => return Err(error.to_string().trim_end().to_owned()),
        };
        Ok(match read.subcommand() {
            Some(("serve", read)) => Self::Serve {
                port: read.get_one("port").copied(),
            },
            Some(("check", _)) => Self::Check,
            Some(("report", read)) => {
                let csv: Option<&String> = read.get_one("csv");
                let forms = [
                    ("json", Form::Json),
                    ("table", Form::Table),
                    ("markdown", Form::Markdown),
                ];
                let form = forms.into_iter().find(|(name, _)| read.get_flag(name));
                Self::Report {
                    address: read
                        .get_one::<String>("address")
                        .cloned()
                        .unwrap_or_default(),
                    form: form
                        .map(|(_, form)| form)
                        .or_else(|| csv.cloned().map(Form::Csv)),
                }
            }
            Some(("claims", read)) => Self::Claims {
                text: read.get_one::<String>("text").cloned().unwrap_or_default(),
            },
            Some(("import", read)) => {
                let one = |name: &str| read.get_one::<String>(name).cloned().unwrap_or_default();
                Self::Import {
                    files: { read.get_many::<String>("files") }
                        .map(|files| files.cloned().collect())
                        .unwrap_or_default(),
                    name: one("name"),
                    build: one("build"),
                }
            }
            Some(("find", read)) => match read.subcommand() {
                Some((name, read)) => Self::Find {
                    search: match name {
                        "machines" => Search::Machines,
                        _ => Search::Models,
                    },
                    address: read
                        .get_one::<String>("address")
                        .cloned()
                        .unwrap_or_default(),
                    csv: read.get_flag("csv"),
                },
                None => return Err("Say what is looked for; see headroom find --help.".to_owned()),
            },
            Some(("mcp", _)) => Self::Mcp,
            Some(("completions", read)) => match read.get_one("shell") {
                Some(shell) => Self::Completions(*shell),
                None => return Err("Say which shell; see headroom completions --help.".to_owned()),
            },
            Some(("man", _)) => Self::Manual,
            _ => Self::Catalog,
        })
    }
}

/// What a shell completes the words with.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> String {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut words(), "headroom", &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The manual page.
///
/// # Errors
/// A sentence that says why it cannot be written.
pub fn manual() -> Result<String, String> {
    let failed = |error: std::io::Error| format!("The manual page cannot be written: {error}.");
    let mut out = Vec::new();
    clap_mangen::Man::new(words())
        .render(&mut out)
        .map_err(failed)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Command, Form, Search, words};

    fn parse(line: &str) -> Result<Command, String> {
        Command::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_words_are_consistent() {
        words().debug_assert();
    }

    #[test]
    fn commands() {
        assert_eq!(parse("serve"), Ok(Command::Serve { port: None }));
        assert_eq!(
            parse("serve --port 0"),
            Ok(Command::Serve { port: Some(0) })
        );
        assert_eq!(parse("check"), Ok(Command::Check));
        assert_eq!(parse("catalog"), Ok(Command::Catalog));
        assert_eq!(
            parse("import --name Mine a.gguf b.gguf"),
            Ok(Command::Import {
                files: vec!["a.gguf".to_owned(), "b.gguf".to_owned()],
                name: "Mine".to_owned(),
                build: String::new(),
            })
        );
        assert!(parse("import").is_err());
        assert_eq!(parse("mcp"), Ok(Command::Mcp));
        assert_eq!(parse("man"), Ok(Command::Manual));
        let fish = Command::Completions(clap_complete::Shell::Fish);
        assert_eq!(parse("completions fish"), Ok(fish));
        let text = "405B".to_owned();
        assert_eq!(parse("claims 405B"), Ok(Command::Claims { text }));
        for (line, search, csv) in [
            ("find models n=2", Search::Models, false),
            ("find models --csv n=2", Search::Models, true),
            ("find machines n=2", Search::Machines, false),
        ] {
            let address = "n=2".to_owned();
            assert_eq!(
                parse(line),
                Ok(Command::Find {
                    search,
                    address,
                    csv
                })
            );
        }
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
    fn help_is_there_for_all_and_for_each() {
        for (line, name) in [
            ("--help", "serve"),
            ("serve --help", "--port"),
            ("help report", "--markdown"),
            ("--version", env!("CARGO_PKG_VERSION")),
        ] {
            let Ok(Command::Help(text)) = parse(line) else {
                panic!("{line}");
            };
            assert!(text.contains(name), "{line}: {text}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (line, name) in [
            ("serve --port 70000", "70000"),
            ("serve --port", "--port"),
            ("serve extra", "'extra'"),
            ("report", "ADDRESS"),
            ("report a b", "'b'"),
            ("report --yaml a", "'--yaml'"),
            ("claims", "TEXT"),
            ("completions", "SHELL"),
            ("completions tcsh", "'tcsh'"),
            ("claims 405B fits", "'fits'"),
            ("find", "models"),
            ("find gold", "'gold'"),
            ("find models a b", "'b'"),
            ("report --csv cost", "ADDRESS"),
            ("report --json --table n=2", "--table"),
            ("sevre", "'sevre'"),
            ("", "Usage"),
        ] {
            let sentence = parse(line).err().unwrap_or_default();
            assert!(sentence.contains(name), "{line}: {sentence}");
        }
    }
}
