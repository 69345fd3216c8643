//! Lays out rows: aligned columns, wrapped at the width of the page. Control characters are escaped.

use std::borrow::Cow;

use super::style::{Style, Tone};
use crate::diag::{printable, printable_lines};

/// The width of a page, in characters. Names and file content are never broken, so they may exceed it.
pub(super) const WIDTH: usize = 100;

/// The text under construction.
pub(super) struct Page<'a> {
    style: &'a dyn Style,
    width: usize,
    text: String,
}

/// A row of a table: a sign, aligned columns, and remarks.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) sign: Option<(Tone, &'static str)>,
    pub(super) columns: Vec<String>,
    pub(super) danger: Option<&'static str>,
    /// Reasons and sources; those of the row above are not repeated.
    pub(super) aside: Vec<String>,
    /// Whether these follow the last column at once, and stand in no column of their own.
    pub(super) is_ragged: bool,
    /// A table below the row.
    pub(super) below: Vec<Row>,
    /// Lines below the row that are printed as they are, such as those of a unified diff.
    pub(super) lines: Vec<(Tone, String)>,
}

/// A wider cell does not widen its column.
const WIDEST: usize = 60;

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a dyn Style, width: usize) -> Self {
        Self { style, width, text: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes a section; nothing if it has no rows.
    pub(super) fn section(&mut self, heading: &str, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        let heading = self.style.paint(Tone::Heading, heading);
        self.line(0, &heading);
        self.rows(2, rows);
        self.text.push('\n');
    }

    /// Writes a line.
    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Writes a table. If a row is too wide, all rows continue on a second line after their first column.
    fn rows(&mut self, indent: usize, rows: &[Row]) {
        let widths = widths(rows);
        let above = std::iter::once(&[][..]).chain(rows.iter().map(|row| &row.aside[..]));
        let cells: Vec<Vec<Cell<'_>>> = rows.iter().zip(above).map(|(row, above)| cells(row, &widths, above)).collect();
        let fits = |(row, cells): (&Row, &Vec<Cell<'_>>)| end(indent + sign_width(row), cells) <= self.width;
        let one_line = rows.iter().zip(&cells).all(fits);
        for (row, cells) in rows.iter().zip(cells) {
            let start = indent + sign_width(row);
            let mut line = " ".repeat(indent);
            if let Some((tone, sign)) = row.sign {
                line.push_str(&self.style.paint(tone, sign));
                line.push(' ');
            }
            if one_line {
                self.cells(line, start, &cells);
            } else {
                let (first, rest) = cells.split_at(1);
                self.cells(line, start, first);
                if rest.iter().any(|cell| !cell.text.is_empty()) {
                    self.cells(" ".repeat(start + 2), start + 2, rest);
                }
            }
            self.rows(start + 2, &row.below);
            for (tone, line) in &row.lines {
                let line = self.style.paint(*tone, &printable_lines(line));
                self.line(start + 2, &line);
            }
        }
    }

    /// Writes cells on a line that is indented by `indent`, and on further lines if they do not fit.
    fn cells(&mut self, mut line: String, indent: usize, cells: &[Cell<'_>]) {
        let (mut column, mut end) = (indent, indent);
        for cell in cells {
            if !cell.text.is_empty() {
                let room = self.width.saturating_sub(indent);
                let start = if end == indent { indent } else { column.max(end + 2) };
                let fits = start + width_of(&cell.text) <= self.width;
                let parts = if fits { vec![&*cell.text] } else { split(&cell.text, room) };
                if fits {
                    line.push_str(&" ".repeat(start - end));
                    end = start;
                }
                for (i, part) in parts.into_iter().enumerate() {
                    if i > 0 || (!fits && end > indent) {
                        self.line(0, &std::mem::replace(&mut line, " ".repeat(indent)));
                        end = indent;
                    }
                    line.push_str(&cell.tone.map_or_else(|| part.to_owned(), |tone| self.style.paint(tone, part)));
                    end += width_of(part);
                }
            }
            column += cell.width + 2;
        }
        self.line(0, &line);
    }
}

/// A part of a row and the width of its column.
struct Cell<'a> {
    tone: Option<Tone>,
    text: Cow<'a, str>,
    width: usize,
}

/// The columns of a row, its danger, and the remarks that the row above does not have.
fn cells<'a>(row: &'a Row, widths: &[usize], above: &[String]) -> Vec<Cell<'a>> {
    let plain = |(text, width): (&'a str, &usize)| Cell { tone: None, text: printable(text), width: *width };
    let texts = row.columns.iter().map(String::as_str).chain(std::iter::repeat(""));
    let mut cells: Vec<Cell<'_>> = texts.zip(widths).filter(|(_, width)| **width > 0).map(plain).collect();
    if let Some(last) = cells.last_mut().filter(|_| row.is_ragged) {
        last.width = 0;
    }
    if let Some(danger) = row.danger {
        cells.push(Cell { tone: Some(Tone::Danger), text: danger.into(), width: width_of(danger) });
    }
    let aside: Vec<&str> = row.aside.iter().filter(|aside| !above.contains(aside)).map(String::as_str).collect();
    cells.push(Cell { tone: Some(Tone::Aside), text: printable(&aside.join("; ")).into_owned().into(), width: 0 });
    cells
}

/// Where a line with these cells ends.
fn end(indent: usize, cells: &[Cell<'_>]) -> usize {
    let (mut column, mut end) = (indent, indent);
    for cell in cells {
        if !cell.text.is_empty() {
            let start = if end == indent { indent } else { column.max(end + 2) };
            end = start + width_of(&cell.text);
        }
        column += cell.width + 2;
    }
    end
}

/// The width of each column; 0 if it is empty in every row.
fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (column, text) in row.columns.iter().enumerate() {
            if widths.len() <= column {
                widths.push(0);
            }
            widths[column] = widths[column].max(width_of(&printable(text)).min(WIDEST));
        }
    }
    widths
}

fn sign_width(row: &Row) -> usize {
    if row.sign.is_some() { 2 } else { 0 }
}

fn width_of(text: &str) -> usize {
    text.chars().count()
}

/// Splits a text after spaces into parts of at most `room` characters. A longer word stays whole.
fn split(text: &str, room: usize) -> Vec<&str> {
    let (mut parts, mut start, mut end, mut width) = (Vec::new(), 0, 0, 0);
    for word in text.split_inclusive(' ') {
        let length = width_of(word);
        if end > start && width + width_of(word.trim_end()) > room {
            parts.push(text[start..end].trim_end());
            (start, width) = (end, 0);
        }
        end += word.len();
        width += length;
    }
    parts.push(text[start..].trim_end());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::text::Plain;

    fn page(width: usize, rows: &[Row]) -> String {
        let mut page = Page::new(&Plain, width);
        page.rows(2, rows);
        page.finish()
    }

    fn row(columns: &[&str], aside: &str) -> Row {
        Row {
            sign: Some((Tone::Added, "+")),
            columns: columns.iter().map(|&text| text.to_owned()).collect(),
            aside: Some(aside.to_owned()).filter(|aside| !aside.is_empty()).into_iter().collect(),
            ..Row::default()
        }
    }

    #[test]
    fn rows_of_a_wide_table_have_two_lines() {
        let rows = [
            row(&["a.example.com", "10.0.0.0/24"], "a.yml:1"),
            row(&["b.example.com", ""], "a.yml:1"),
            row(&["nodes.example.com", "several words that have to be wrapped"], "a.yml:2"),
        ];
        let wide = "  + a.example.com      10.0.0.0/24                            a.yml:1
  + b.example.com
  + nodes.example.com  several words that have to be wrapped  a.yml:2
";
        assert_eq!(page(usize::MAX, &rows), wide);
        assert_eq!(page(69, &rows), wide);
        let narrow = "  + a.example.com
      10.0.0.0/24                            a.yml:1
  + b.example.com
  + nodes.example.com
      several words that have to be wrapped  a.yml:2
";
        assert_eq!(page(68, &rows), narrow);
        let narrower = "  + a.example.com
      10.0.0.0/24
      a.yml:1
  + b.example.com
  + nodes.example.com
      several words that have
      to be wrapped
      a.yml:2
";
        assert_eq!(page(30, &rows), narrower);
    }

    #[test]
    fn remarks_may_follow_a_column_at_once() {
        let rows = [row(&["in", "from nodes.example.com"], ""), row(&["out", "to all"], "a.yml:1")];
        let rows = rows.map(|row| Row { is_ragged: true, ..row });
        assert_eq!(page(31, &rows), "  + in   from nodes.example.com\n  + out  to all  a.yml:1\n");
    }

    #[test]
    fn words_are_never_broken() {
        assert_eq!(split("one two three", 7), ["one two", "three"]);
        assert_eq!(split("one two three", 3), ["one", "two", "three"]);
        assert_eq!(split("control-plane.example.com", 5), ["control-plane.example.com"]);
        assert_eq!(split("", 5), [""]);
    }
}
