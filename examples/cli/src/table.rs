//! Columns, as kops prints them: upper-case heads, a tab's width between.

use std::io::{self, IsTerminal as _};

use kops_core::diag::printable;

/// The width of a table on a terminal, which is that of plans.
const WIDTH: usize = 100;

/// Lays out rows below a head.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    text(&aligned(&cells(head, rows)))
}

/// As [`table`], for cells that may be long. On a terminal that they do not fit, the cells after the first one stand below it, as in plans.
/// Other programs get each row on one line.
pub(crate) fn table_to_fit<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    fitted(head, rows, if io::stdout().is_terminal() { WIDTH } else { usize::MAX })
}

fn fitted<const N: usize>(head: [&str; N], rows: &[[String; N]], width: usize) -> String {
    let rows = cells(head, rows);
    let whole = aligned(&rows);
    if fit(&whole, width) {
        return text(&whole);
    }
    let below: Vec<Vec<String>> = rows.iter().map(|row| row[1..].to_vec()).collect();
    let indent = |line: &String| format!("  {line}");
    let in_columns: Vec<String> = aligned(&below).iter().map(indent).collect();
    let fits = fit(&in_columns, width);
    let lines = rows.iter().zip(&below).zip(in_columns).flat_map(|((row, cells), in_columns)| {
        let below = if fits { vec![in_columns] } else { cells.iter().map(indent).collect() };
        std::iter::once(row[0].clone()).chain(below)
    });
    text(&lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>())
}

/// The cells of the head and of the rows, printable.
fn cells<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> Vec<Vec<String>> {
    let head = head.iter().map(|&cell| cell.to_owned()).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| printable(cell).into_owned()).collect());
    std::iter::once(head).chain(rows).collect()
}

/// Lays out rows in columns that are as wide as their widest cells: a line for each row.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let padded = row.iter().zip(&widths).map(|(cell, width)| {
            // `{cell:width$}` panics where the width does not fit into 16 bits.
            cell.clone() + &" ".repeat(width - cell.chars().count())
        });
        padded.collect::<Vec<_>>().join("   ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn fit(lines: &[String], width: usize) -> bool {
    lines.iter().all(|line| line.chars().count() <= width)
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["masters".to_owned(), "1".to_owned()], ["n".to_owned(), String::new()]];
        assert_eq!(table(["NAME"], &[["a\u{1b}[2J\nb".to_owned()]]), "NAME\na\\x1b[2J\\nb\n");
        assert_eq!(table(["NAME", "MIN"], &rows), "NAME      MIN\nmasters   1\nn\n");
        let long = "n".repeat(100_000);
        assert_eq!(table(["NAME"], &[[long.clone()]]), format!("NAME\n{long}\n"));
    }

    #[test]
    fn cells_that_do_not_fit_stand_below_the_first_one() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        let rows = [row(["nodes.example.com", "3 x t3.large", "$212.93"]), row(["total", "", "$9"])];
        let head = ["RESOURCE", "WHAT", "MONTHLY"];
        let wide = "RESOURCE            WHAT           MONTHLY
nodes.example.com   3 x t3.large   $212.93
total                              $9
";
        assert_eq!(fitted(head, &rows, 42), wide);
        let narrow = "RESOURCE
  WHAT           MONTHLY
nodes.example.com
  3 x t3.large   $212.93
total
                 $9
";
        assert_eq!(fitted(head, &rows, 41), narrow);
        assert_eq!(fitted(head, &rows, 24), narrow);
        let narrower = "RESOURCE
  WHAT
  MONTHLY
nodes.example.com
  3 x t3.large
  $212.93
total
  $9
";
        assert_eq!(fitted(head, &rows, 23), narrower);
    }
}
