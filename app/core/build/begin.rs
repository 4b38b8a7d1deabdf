//! Opening an edition of the catalogue: what it changes is kept as it was.

use std::fs;
use std::path::Path;

use super::edition::{Editions, FILES, LIST, digest, read};

/// Opens the edition of `date` for the figures that the folder holds now. `committed` gives a file as it was
/// when the newest edition was recorded. Returns the files that changed.
///
/// On the day of the newest edition nothing is kept: the edition is what stands at the end of its day.
pub(crate) fn begin(
    folder: &Path,
    date: &str,
    committed: impl Fn(&str) -> Result<String, String>,
) -> Result<Vec<&'static str>, String> {
    let editions = Editions::open(folder)?;
    let newest = editions.list.first().ok_or("there is no edition")?;
    if !is_date(date) || date < newest.date.as_str() {
        return Err(format!(
            "“{date}” is no day on or after the newest edition, {}; write it as that one",
            newest.date
        ));
    }
    let mut changed = Vec::new();
    let mut lines = String::new();
    for file in FILES {
        let now = digest(&read(&folder.join(file))?)?;
        lines.push_str(&format!("\"{file}\" = \"{now}\"\n"));
        let listed = newest.digest.get(file);
        if listed == Some(&now) {
            continue;
        }
        changed.push(file);
        if date == newest.date {
            continue;
        }
        let old = committed(file)?;
        if listed != Some(&digest(&old)?) {
            return Err(format!(
                "{file} as it was committed with the edition of {} is not what its digest says",
                newest.date
            ));
        }
        let kept = editions.kept(&newest.date, file);
        let parent = kept.parent().ok_or("the history has no folder")?;
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&kept, old))
            .map_err(|error| format!("{}: {error}", kept.display()))?;
    }
    if !changed.is_empty() {
        let list = read(&folder.join(LIST))?;
        let at = list.find("[[edition]]").ok_or("there is no edition")?;
        let (head, older) = list.split_at(at);
        let older = if date == newest.date {
            older
                .get(1..)
                .and_then(|rest| Some(&rest[rest.find("[[edition]]")?..]))
        } else {
            Some(older)
        };
        let entry = format!("[[edition]]\ndate = \"{date}\"\n[edition.digest]\n{lines}");
        let gap = older.map_or("", |_| "\n");
        let text = format!("{head}{entry}{gap}{}", older.unwrap_or_default());
        fs::write(folder.join(LIST), text).map_err(|error| format!("{LIST}: {error}"))?;
    }
    Ok(changed)
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
