//! Layer patterns written in runs: `LLLF*12 F` is twelve times `LLLF`, then `F`.

/// Longest pattern that is believed; the deepest published model has 162 blocks.
const MOST: usize = 1024;

/// Spells a pattern out, one letter a layer.
pub(crate) fn letters(runs: &str) -> Result<String, String> {
    let mut spelled = String::new();
    for run in runs.split_whitespace() {
        let (group, times) = split(run)?;
        if group.is_empty() {
            return Err(format!("`{run}` repeats nothing"));
        }
        if spelled.len() + group.len() * times > MOST {
            return Err(format!("`{runs}` is longer than {MOST} layers"));
        }
        spelled.push_str(&group.repeat(times));
    }
    Ok(spelled)
}

/// Spells numbers out, one a layer.
pub(crate) fn numbers(runs: &str) -> Result<Vec<u32>, String> {
    let mut spelled = Vec::new();
    for run in runs.split_whitespace() {
        let (number, times) = split(run)?;
        let number = number
            .parse::<u32>()
            .map_err(|_| format!("`{number}` in `{run}` is no whole number"))?;
        spelled.extend(std::iter::repeat_n(number, times));
    }
    Ok(spelled)
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
