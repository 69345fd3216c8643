//! Shapes with their places, from which an SVG is written.

use super::text::Font;

/// A drawing of a size in pixels.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) title: String,
    pub(super) width: f64,
    pub(super) height: f64,
    /// From the back to the front.
    pub(super) shapes: Vec<Shape>,
}

/// A shape and its class, which gives it its colours.
#[derive(Debug)]
pub(super) enum Shape {
    /// A rectangle; `hint` is shown when the pointer is over it.
    Box { area: Area, radius: f64, class: String, hint: String },
    /// A line through corners, with an arrow at its end where it leads somewhere.
    Line { corners: Vec<(f64, f64)>, class: String, arrow: bool },
    /// A text on one line.
    Text(Label),
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// A text with the place of the left end of its baseline.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) font: Font,
    pub(super) class: String,
    pub(super) text: String,
    /// The whole text, where this is a part of it.
    pub(super) whole: Option<String>,
}

impl Label {
    /// The area that the text takes at most.
    #[cfg(test)]
    pub(super) fn area(&self) -> Area {
        let Font { size, .. } = self.font;
        Area { x: self.x, y: self.y - size, width: self.font.width(&self.text), height: size * 1.25 }
    }
}
