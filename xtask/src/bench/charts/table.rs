//! Tables of Markdown, as the parts write them.

/// The head and the rows of the first table whose first column has that name and which has the other column, too.
pub(super) fn rows(text: &str, first: &str, has: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| {
        let cells = cells(line);
        cells.first().is_none_or(|cell| cell != first) || !cells.iter().any(|cell| cell == has)
    });
    let head = lines.next().map(cells);
    // The line below the head says how columns are aligned.
    head.into_iter().chain(lines.skip(1).take_while(|line| line.starts_with('|')).map(cells)).collect()
}

/// Where a column stands.
pub(super) fn column(rows: &[Vec<String>], name: &str) -> Option<usize> {
    rows.first()?.iter().position(|cell| cell == name)
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    inner.into_iter().flat_map(|line| line.split('|')).map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_with_both_columns_is_found_and_ends_where_it_ends() {
        let text =
            "| a | b |\n| - | - |\n| 1 | 2 |\n\nwords\n\n| a | c |\n| - | -: |\n| 3 | 4 |\n| 5 | 6 |\n\n| 7 | 8 |\n";
        let table = rows(text, "a", "c");
        assert_eq!(table, [["a", "c"], ["3", "4"], ["5", "6"]]);
        assert_eq!(column(&table, "c"), Some(1));
        assert!(rows(text, "a", "d").is_empty() && rows(text, "b", "a").is_empty());
    }
}
