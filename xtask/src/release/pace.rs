//! How fast the registry takes crates.

/// New crates taken at once, and the minutes each further one takes.
const NEW_CRATES: (usize, usize) = (5, 10);

/// New versions of known crates taken at once, and the minutes each further one takes.
const NEW_VERSIONS: (usize, usize) = (30, 1);

/// How long publishing so many crates takes.
pub(super) fn text(crates: usize) -> String {
    let minutes = |(burst, each): (usize, usize)| crates.saturating_sub(burst) * each;
    let (first, later) = (minutes(NEW_CRATES), minutes(NEW_VERSIONS));
    format!(
        "The registry takes {} new crates at once and one in {} minutes after that, {} new versions at once and one a \
         minute after that: {crates} crates take {} the first time, {} from then on.",
        NEW_CRATES.0,
        NEW_CRATES.1,
        NEW_VERSIONS.0,
        duration(first),
        duration(later)
    )
}

fn duration(minutes: usize) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => "no waiting".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_beyond_the_burst_waits() {
        assert!(text(5).contains("5 crates take no waiting the first time, no waiting from then on"));
        assert!(text(32).contains("32 crates take 4 h 30 min the first time, 2 min from then on"));
    }
}
