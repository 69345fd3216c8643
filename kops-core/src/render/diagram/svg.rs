//! Writes a scene as SVG that stands alone: no fonts, scripts or files from elsewhere.

use std::fmt::Write as _;

use super::scene::{Area, Label, Scene, Shape};

/// Colours are those of light mode, with those of dark mode below. A change has its sign beside its colour.
const STYLE: &str = "\
text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1f2328}
.title,.name{font-weight:600}
.muted{fill:#57606a}
.page{fill:#ffffff}
.network{fill:#f6f8fa;stroke:#8c959f}
.zone{fill:#ffffff;stroke:#afb8c1;stroke-dasharray:5 4}
.public{fill:#e9f6ec;stroke:#7fbf8f}
.private{fill:#edf3fc;stroke:#94b5e3}
.entrance,.gateway{fill:#ffffff;stroke:#8c959f}
.balancer{fill:#cdf0f3;stroke:#1b8a97}
.nat{fill:#fbf1bf;stroke:#ab8d18}
.control{fill:#e4dcff;stroke:#7a5bd6}
.bastion{fill:#ffdbe2;stroke:#c9476a}
.nodes{fill:#ffe7cc;stroke:#cf7f2a}
.shared{stroke-dasharray:3 3}
rect.new{stroke:#1a7f37;stroke-width:2.5}
rect.changed{stroke:#9a6700;stroke-width:2.5}
rect.gone{stroke:#cf222e;stroke-width:2.5;stroke-dasharray:6 3}
text.new{fill:#116329}
text.changed{fill:#7d4e00}
text.gone{fill:#a40e26;text-decoration:line-through}
.way{fill:none;stroke:#57606a;stroke-width:1.5}
.tip{fill:#57606a}
.joint{fill:none;stroke:#8c959f;stroke-width:2;stroke-dasharray:4 4}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.muted{fill:#a9b4c0}
.page{fill:#0d1117}
.network{fill:#161b22;stroke:#6e7681}
.zone{fill:#0d1117;stroke:#484f58}
.public{fill:#12261a;stroke:#347d4a}
.private{fill:#121d2f;stroke:#3f6ca8}
.entrance,.gateway{fill:#0d1117;stroke:#6e7681}
.balancer{fill:#0c3a40;stroke:#39b3c2}
.nat{fill:#3b3210;stroke:#c4a73a}
.control{fill:#2c2350;stroke:#9b82f0}
.bastion{fill:#4a1c2a;stroke:#e06a8a}
.nodes{fill:#4a2f12;stroke:#e59a4a}
rect.new{stroke:#3fb950}
rect.changed{stroke:#d29922}
rect.gone{stroke:#f85149}
text.new{fill:#56d364}
text.changed{fill:#e3b341}
text.gone{fill:#ff7b72}
.way{stroke:#a9b4c0}
.tip{fill:#a9b4c0}
.joint{stroke:#6e7681}
}
";

/// Writes the text of an SVG file.
pub(super) fn write(scene: &Scene) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n",
        escape(&scene.title)
    );
    for shape in &scene.shapes {
        svg.push_str(&element(shape));
        svg.push('\n');
    }
    svg.push_str("</svg>\n");
    svg
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Box { area, radius, class, hint } => {
            let Area { x, y, width, height } = area;
            let place = format!(
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"",
                number(*x),
                number(*y),
                number(*width),
                number(*height),
                number(*radius)
            );
            if hint.is_empty() {
                format!("{place}/>")
            } else {
                format!("{place}><title>{}</title></rect>", escape(hint))
            }
        }
        Shape::Line { corners, class, arrow } => {
            let mut path = String::new();
            for (i, (x, y)) in corners.iter().enumerate() {
                let _ = write!(path, "{}{} {}", if i == 0 { "M" } else { "L" }, number(*x), number(*y));
            }
            let tip = if *arrow { " marker-end=\"url(#tip)\"" } else { "" };
            format!("<path class=\"{class}\" d=\"{path}\"{tip}/>")
        }
        Shape::Text(Label { x, y, font, class, text, whole }) => {
            let hint = whole.as_ref().map(|whole| format!("<title>{}</title>", escape(whole))).unwrap_or_default();
            let (x, y, size) = (number(*x), number(*y), number(font.size));
            format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\">{}{hint}</text>", escape(text))
        }
    }
}

/// A number with one decimal at most.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no other control characters.
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
