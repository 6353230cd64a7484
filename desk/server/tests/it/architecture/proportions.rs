//! Rules about length: a file is read in one go.

const LONGEST: usize = 500;
const MEDIAN: usize = 150;
const NINE_OF_TEN: usize = 350;

/// `lengths`: path and lines of every source. `listed`: the reviewed long files with their reasons, each of which must
/// still need its place in the list.
pub fn too_long(lengths: &[(String, usize)], listed: &[(&str, &str)]) -> Vec<String> {
    let is_listed = |path: &str| listed.iter().any(|(one, _)| *one == path);
    let long = lengths
        .iter()
        .filter(|(path, lines)| *lines > LONGEST && !is_listed(path));
    let mut violations: Vec<_> = long
        .map(|(path, lines)| format!("{path}: {lines} lines, over {LONGEST}: split it by noun or verb"))
        .collect();
    for (path, reason) in listed {
        let still_long = lengths.iter().any(|(one, lines)| one == path && *lines > LONGEST);
        if !still_long {
            violations.push(format!(
                "{path}: listed as long, but is not: take it off the list"
            ));
        }
        if reason.is_empty() {
            violations.push(format!("{path}: listed without a reason"));
        }
    }
    violations
}

pub fn too_long_on_the_whole(lengths: &[(String, usize)]) -> Vec<String> {
    let mut sorted: Vec<usize> = lengths.iter().map(|(_, lines)| *lines).collect();
    sorted.sort_unstable();
    let share = |hundredths: usize| sorted.get(sorted.len() * hundredths / 100).copied().unwrap_or(0);
    let limits = [
        ("median", share(50), MEDIAN),
        ("90th percentile", share(90), NINE_OF_TEN),
    ];
    let over = limits.into_iter().filter(|(_, value, limit)| value > limit);
    over.map(|(name, value, limit)| format!("the {name} of file lengths is {value} lines, over {limit}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(lengths: &[usize]) -> Vec<(String, usize)> {
        lengths
            .iter()
            .enumerate()
            .map(|(at, lines)| (format!("{at}.rs"), *lines))
            .collect()
    }

    fn check(lengths: &[usize], listed: &[(&str, &str)], violations: usize) {
        let said = too_long(&files(lengths), listed);
        assert_eq!(said.len(), violations, "{said:?}");
    }

    #[test]
    fn long_files_are_listed_and_listed_files_are_long() {
        check(&[500, 20], &[], 0);
        check(&[501, 20], &[], 1);
        check(&[501, 20], &[("0.rs", "data")], 0);
        check(&[501, 20], &[("0.rs", "")], 1);
        check(&[501, 20], &[("0.rs", "data"), ("1.rs", "data")], 1);
        check(&[20], &[("gone.rs", "data")], 1);
    }

    #[test]
    fn the_whole_keeps_its_proportions() {
        let said = |lengths: &[usize]| too_long_on_the_whole(&files(lengths)).len();
        assert_eq!(said(&[]), 0);
        assert_eq!(said(&[100, 150, 300]), 0);
        assert_eq!(said(&[100, 151, 300]), 1);
        assert_eq!(said(&[10, 10, 10, 10, 10, 10, 10, 10, 10, 351]), 1);
        assert_eq!(said(&[400, 400, 400]), 2);
    }
}
