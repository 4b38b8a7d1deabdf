//! What repeats layer by layer, in runs: `LLLF*12` is twelve times `LLLF`. Rows of the catalogue and links have it so; the
//! build reads this file too.

/// Most layers that are believed; the deepest published model has 162 blocks.
pub(crate) const MOST: usize = 1_024;

/// Spells a pattern out, one letter a layer.
pub(crate) fn letters<'a>(runs: impl Iterator<Item = &'a str>) -> Result<String, String> {
    let mut spelled = String::new();
    for run in runs {
        let (group, times) = split(run)?;
        if group.is_empty() {
            return Err(format!("`{run}` repeats nothing"));
        }
        bounded(run, spelled.len(), group.len().saturating_mul(times))?;
        spelled.push_str(&group.repeat(times));
    }
    Ok(spelled)
}

/// Spells numbers out, one a layer.
pub(crate) fn numbers<'a>(runs: impl Iterator<Item = &'a str>) -> Result<Vec<u32>, String> {
    let mut spelled = Vec::new();
    for run in runs {
        let (number, times) = split(run)?;
        let number = number
            .parse::<u32>()
            .map_err(|_| format!("`{number}` in `{run}` is no whole number"))?;
        bounded(run, spelled.len(), times)?;
        spelled.extend(std::iter::repeat_n(number, times));
    }
    Ok(spelled)
}

fn bounded(run: &str, layers: usize, more: usize) -> Result<(), String> {
    match layers.saturating_add(more) {
        0..=MOST => Ok(()),
        _ => Err(format!("with `{run}` there are more than {MOST} layers")),
    }
}

fn split(run: &str) -> Result<(&str, usize), String> {
    let Some((group, times)) = run.split_once('*') else {
        return Ok((run, 1));
    };
    match times.parse() {
        Ok(times) if (1..=MOST).contains(&times) => Ok((group, times)),
        _ => Err(format!(
            "`{run}` is not repeated a number of times from 1 to {MOST}"
        )),
    }
}
