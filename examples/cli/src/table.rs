//! Columns, as kops prints them: upper-case heads, a tab's width between.

use kops_core::diag::printable;

/// Lays out rows below a head.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| row.each_ref().map(|cell| printable(cell))).collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].len()]).max().unwrap_or(0)
    });
    let line = |cells: [&str; N]| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| {
            // `{cell:width$}` panics where the width does not fit into 16 bits.
            (*cell).to_owned() + &" ".repeat(width - cell.chars().count())
        });
        format!("{}\n", padded.collect::<Vec<_>>().join("   ").trim_end())
    };
    let rows = rows.iter().map(|row| line(row.each_ref().map(AsRef::as_ref)));
    std::iter::once(line(head)).chain(rows).collect()
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
}
