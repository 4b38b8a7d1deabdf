//! Estimates in as many digits as they deserve.

use super::{THIN, grouped, ratio};

/// Three digits at most, two below ten: `0.45`, `7.3`, `31`, `248`, `1 240`.
#[must_use]
pub fn about(value: f64) -> String {
    // The casts round down; half of the last digit more than the value rounds to the nearest.
    let thousandths = (value.abs() * 1_000.0 + 0.5) as u64;
    match thousandths {
        0..1_000 => ratio(thousandths, 1_000, 2),
        1_000..9_950 => ratio(thousandths, 1_000, 1),
        _ => {
            let whole = (value.abs() + 0.5) as u64;
            let step = 10_u64.pow(whole.checked_ilog10().unwrap_or(0).saturating_sub(2));
            grouped((whole + step / 2) / step * step)
        }
    }
}

/// A value with its unit.
#[must_use]
pub fn with_unit(value: f64, unit: &str) -> String {
    format!("{}{THIN}{unit}", about(value))
}

/// Two ends that are joined, or nothing where one is not known.
#[must_use]
pub fn ends(low: Option<f64>, high: Option<f64>) -> Option<String> {
    let (low, high) = (about(low?), about(high?));
    Some(if low == high {
        low
    } else {
        format!("{low}–{high}")
    })
}

/// A time in the unit in which people would say it.
#[must_use]
pub fn duration(seconds: f64) -> String {
    let (per, unit) = unit_of(seconds);
    with_unit(seconds / per, unit)
}

/// The ends of a time, both in the unit of its middle.
#[must_use]
pub fn durations(middle: f64, low: Option<f64>, high: Option<f64>) -> Option<String> {
    let (per, unit) = unit_of(middle);
    let ends = ends(low.map(|low| low / per), high.map(|high| high / per))?;
    Some(format!("{ends}{THIN}{unit}"))
}

fn unit_of(seconds: f64) -> (f64, &'static str) {
    match seconds {
        s if s < 0.1 => (0.001, "ms"),
        s if s < 100.0 => (1.0, "s"),
        s if s < 6_000.0 => (60.0, "min"),
        s if s < 259_200.0 => (3_600.0, "h"),
        _ => (86_400.0, "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::{about, duration, durations, ends};

    #[test]
    fn digits_follow_the_size() {
        let shown = [
            0.0, 0.451, 0.9996, 7.26, 9.97, 31.4, 247.6, 1_243.0, 98_765.0,
        ]
        .map(about);
        assert_eq!(
            shown,
            [
                "0.00",
                "0.45",
                "1.0",
                "7.3",
                "10",
                "31",
                "248",
                "1\u{202f}240",
                "98\u{202f}800"
            ]
        );
    }

    #[test]
    fn ends_that_look_alike_are_one() {
        assert_eq!(ends(Some(24.2), Some(38.0)).as_deref(), Some("24–38"));
        assert_eq!(ends(Some(24.2), Some(24.4)).as_deref(), Some("24"));
        assert_eq!(ends(None, Some(38.0)), None);
    }

    #[test]
    fn times_have_the_unit_that_people_would_say() {
        let shown = [0.034, 0.31, 75.0, 300.0, 7_200.0, 864_000.0].map(duration);
        assert_eq!(
            shown,
            [
                "34\u{202f}ms",
                "0.31\u{202f}s",
                "75\u{202f}s",
                "5.0\u{202f}min",
                "2.0\u{202f}h",
                "10\u{202f}days"
            ]
        );
        assert_eq!(
            durations(90.0, Some(45.0), Some(180.0)).as_deref(),
            Some("45–180\u{202f}s")
        );
    }
}
