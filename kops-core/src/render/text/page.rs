//! Lines on a page: columns that stand under each other, nothing said twice.

use super::style::{Style, Tone};

/// A report that is being written.
pub(super) struct Page<'a> {
    style: &'a dyn Style,
    text: String,
}

/// A row of a table: a sign, columns that are aligned, and what explains them.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) sign: Option<(Tone, &'static str)>,
    pub(super) columns: Vec<String>,
    pub(super) danger: Option<&'static str>,
    pub(super) aside: Vec<String>,
    /// Lines below the row, already in columns of their own.
    pub(super) below: Vec<Row>,
    /// Lines of text below the row, such as those of a unified diff.
    pub(super) lines: Vec<(Tone, String)>,
}

/// A column that is wider than this does not push the others further.
const WIDEST: usize = 48;

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a dyn Style) -> Self {
        Self { style, text: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A section with its rows; nothing where there are none.
    pub(super) fn section(&mut self, heading: &str, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        let heading = self.style.paint(Tone::Heading, heading);
        self.line(0, &heading);
        self.rows(2, rows);
        self.text.push('\n');
    }

    /// A line on its own.
    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn rows(&mut self, indent: usize, rows: &[Row]) {
        let widths = widths(rows);
        let mut told: Vec<&String> = Vec::new();
        for row in rows {
            self.row(indent, row, &widths, &told);
            told = row.aside.iter().collect();
            self.rows(indent + 4, &row.below);
            for (tone, line) in &row.lines {
                let line = self.style.paint(*tone, line);
                self.line(indent + 4, &line);
            }
        }
    }

    /// Writes a row; what the row before has told already is not told again.
    fn row(&mut self, indent: usize, row: &Row, widths: &[usize], told: &[&String]) {
        let mut line = String::new();
        if let Some((tone, sign)) = row.sign {
            line.push_str(&self.style.paint(tone, sign));
            line.push(' ');
        }
        let asides: Vec<&str> = row.aside.iter().filter(|aside| !told.contains(aside)).map(String::as_str).collect();
        let last = row.columns.len().saturating_sub(1);
        let more = row.danger.is_some() || !asides.is_empty();
        for (column, text) in row.columns.iter().enumerate() {
            let width = widths.get(column).copied().unwrap_or_default();
            if width == 0 && text.is_empty() {
                continue;
            }
            line.push_str(text);
            if column < last || more {
                line.push_str(&" ".repeat(width.saturating_sub(text.chars().count()) + 2));
            }
        }
        if let Some(danger) = row.danger {
            line.push_str(&self.style.paint(Tone::Danger, danger));
            line.push_str(if asides.is_empty() { "" } else { "  " });
        }
        if !asides.is_empty() {
            line.push_str(&self.style.paint(Tone::Aside, &asides.join("; ")));
        }
        self.line(indent, &line);
    }
}

fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (column, text) in row.columns.iter().enumerate() {
            if widths.len() <= column {
                widths.push(0);
            }
            let width = text.chars().count();
            if width <= WIDEST {
                widths[column] = widths[column].max(width);
            }
        }
    }
    widths
}
