//! Gives everything in a picture its place: zones stand beside each other, tiers of subnets below each other, and what is in
//! several zones reaches over them.

use std::collections::{BTreeMap, BTreeSet};

use super::known::Mark;
use super::picture::{Bar, BarKind, Entrance, Item, Picture, Tier, count};
use super::scene::{Area, Label, Scene, Shape};
use super::text::Font;
use crate::resource::ResourceId;
use crate::spec::SubnetType;

const MARGIN: f64 = 24.0;
const GAP: f64 = 12.0;
/// The strip between the frame of the network and the zones, in which arrows run.
const GUTTER: f64 = 44.0;
const TITLE: Font = Font { size: 20.0, bold: true };
const HEADING: Font = Font { size: 13.0, bold: true };
const NAME: Font = Font { size: 12.0, bold: true };
const DETAIL: Font = Font { size: 11.0, bold: false };
/// The height of a bar with two lines, and of one with a single line.
const TALL: f64 = 38.0;
const FLAT: f64 = 22.0;
/// The room between two rows of bars.
const ROW_GAP: f64 = 6.0;
/// How far the bars of a zone are from its sides.
const INSET: f64 = 16.0;
/// The room around the text in a bar, and between the name and the detail of a flat one.
const PADDING: f64 = 10.0;
const BESIDE: f64 = 14.0;
/// A tier with more rows of bars has flat ones, where their details have room beside their names.
const TALL_ROWS: usize = 8;
/// What does not fit into so many rows is counted in one more.
const MOST_ROWS: usize = 32;
/// The number of entrances with an arrow of their own.
const ENTRANCES: usize = 3;

/// Arranges a picture.
pub(super) fn arrange(picture: &Picture) -> Scene {
    let columns = picture.zones.len().max(1);
    let column = match columns {
        1 => 640.0,
        2 => 420.0,
        3 => 320.0,
        _ => 270.0,
    };
    let inner = columns as f64 * (column + GAP) - GAP;
    let mut canvas = Canvas {
        scene: Scene { title: picture.title.clone(), width: inner + 2.0 * (MARGIN + GUTTER), ..Scene::default() },
        column,
        left: MARGIN + GUTTER,
        y: MARGIN,
        bars: BTreeMap::new(),
    };
    canvas.heading(picture);
    let entrances = canvas.entrances(&picture.entrances);
    let frame = canvas.network(picture);
    let top = canvas.zones(picture);
    for tier in &picture.tiers {
        canvas.tier(tier);
    }
    canvas.close(picture, frame, top);
    canvas.arrows(&picture.entrances, &entrances);
    canvas.legend(picture);
    canvas.scene.height = canvas.y + MARGIN;
    canvas.scene
}

struct Canvas {
    scene: Scene,
    /// The width of a zone.
    column: f64,
    /// Where the first zone begins.
    left: f64,
    /// How far down the drawing is.
    y: f64,
    /// The place of each bar that arrows lead to.
    bars: BTreeMap<ResourceId, Area>,
}

impl Canvas {
    fn text(&mut self, x: f64, y: f64, font: Font, class: &str, text: &str, room: f64) {
        let label = Label { x, y, font, class: class.to_owned(), text: font.fit_name(text, room), whole: None };
        self.label(label, text);
    }

    fn detail(&mut self, x: f64, y: f64, text: &str, room: f64) {
        let (class, fitting) = ("muted".to_owned(), DETAIL.fit_detail(text, room));
        self.label(Label { x, y, font: DETAIL, class, text: fitting, whole: None }, text);
    }

    /// Writes what fits of a text.
    fn label(&mut self, label: Label, whole: &str) {
        if !label.text.is_empty() {
            let whole = (label.text != whole).then(|| whole.to_owned());
            self.scene.shapes.push(Shape::Text(Label { whole, ..label }));
        }
    }

    fn rectangle(&mut self, area: Area, class: &str, item: &Item) {
        let mut class = class.to_owned();
        for (wanted, name) in [
            (item.shared, " shared"),
            (item.mark == Mark::New, " new"),
            (item.mark == Mark::Changed, " changed"),
            (item.mark == Mark::Gone, " gone"),
        ] {
            if wanted {
                class.push_str(name);
            }
        }
        let hint = [item.name.as_str(), item.detail.as_str()];
        let hint = hint.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        self.scene.shapes.push(Shape::Box { area, radius: 6.0, class, hint });
    }

    /// A box with a name and, where there is room for a second line, its detail.
    fn labelled(&mut self, area: Area, class: &str, item: &Item) {
        self.rectangle(area, class, item);
        let (x, room) = (area.x + PADDING, area.width - 2.0 * PADDING);
        let name = signed(item);
        if area.height >= TALL {
            self.text(x, area.y + 16.0, NAME, name_class(item), &name, room);
            self.detail(x, area.y + 31.0, &item.detail, room);
            return;
        }
        let baseline = area.y + area.height / 2.0 + 4.0;
        self.text(x, baseline, NAME, name_class(item), &name, room);
        let taken = NAME.width(&name) + BESIDE;
        self.detail(x + taken, baseline, &item.detail, room - taken);
    }

    fn heading(&mut self, picture: &Picture) {
        let room = self.scene.width - 2.0 * MARGIN;
        self.text(MARGIN, self.y + 18.0, TITLE, "title", &picture.title, room);
        self.detail(MARGIN, self.y + 38.0, &picture.subtitle, room);
        self.y += 56.0;
    }

    /// Draws how clients get in; returns where.
    fn entrances(&mut self, entrances: &[Entrance]) -> Vec<Area> {
        let shown = entrances.len().clamp(1, ENTRANCES);
        let room = self.scene.width - 2.0 * MARGIN;
        let longest = entrances.iter().map(|entrance| NAME.width(&signed(&entrance.item)) + 20.0).fold(420.0, f64::max);
        let each = ((room - GAP * (shown as f64 - 1.0)) / shown as f64).min(longest);
        let mut places = Vec::new();
        for (i, entrance) in entrances.iter().enumerate() {
            let (row, column) = (i / ENTRANCES, i % ENTRANCES);
            let x = MARGIN + column as f64 * (each + GAP);
            let area = Area { x, y: self.y + row as f64 * (TALL + GAP), width: each, height: TALL };
            self.labelled(area, "entrance", &entrance.item);
            places.push(area);
        }
        self.y += entrances.len().div_ceil(ENTRANCES) as f64 * (TALL + GAP) - GAP;
        // The arrows of the entrances turn here.
        self.y += 14.0 + 6.0 * shown as f64;
        places
    }

    /// Draws the head of the network; returns where its frame has to be put, behind everything inside.
    fn network(&mut self, picture: &Picture) -> (usize, f64) {
        let place = (self.scene.shapes.len(), self.y);
        let (x, room) = (self.left, self.scene.width - 2.0 * self.left);
        let name = signed(&picture.network);
        let shared = if picture.network.shared { "  (shared)" } else { "" };
        let heading = format!("{name}  {}{shared}", picture.network.detail);
        self.text(x, self.y + 22.0, HEADING, name_class(&picture.network), heading.trim_end(), room);
        self.y += 34.0;
        let (mut at, mut rows) = (x, 0);
        for (_, item) in &picture.gateways {
            let wide = (NAME.width(&signed(item)) + 22.0).min(room);
            if at > x && at + wide > x + room {
                at = x;
                rows += 1;
            }
            let area = Area { x: at, y: self.y + f64::from(rows) * (FLAT + 6.0), width: wide, height: FLAT };
            self.labelled(area, "gateway", item);
            at += wide + 8.0;
        }
        if !picture.gateways.is_empty() {
            self.y += f64::from(rows + 1) * (FLAT + 6.0) + 4.0;
        }
        place
    }

    fn x_of(&self, zone: usize) -> f64 {
        self.left + zone as f64 * (self.column + GAP)
    }

    /// Writes the names of the zones; returns where they and their frames begin.
    fn zones(&mut self, picture: &Picture) -> (usize, f64) {
        let place = (self.scene.shapes.len(), self.y);
        for (i, zone) in picture.zones.iter().enumerate() {
            let x = self.x_of(i) + 10.0;
            self.text(x, self.y + 18.0, HEADING, "name", zone, self.column - 20.0);
        }
        self.y += 28.0;
        place
    }

    /// Draws a row of subnets and everything in them.
    fn tier(&mut self, tier: &Tier) {
        let (rows, left_out) = packed(&tier.bars);
        let is_flat = |row: &Vec<&Bar>| rows.len() > TALL_ROWS && row.iter().all(|bar| self.fits_one_line(bar));
        let heights: Vec<f64> = rows.iter().map(|row| if is_flat(row) { FLAT } else { TALL }).collect();
        let ways_out = tier.subnets.values().map(|place| place.egress.len()).max().unwrap_or_default();
        let head = 40.0 + 14.0 * ways_out as f64;
        let foot = if rows.is_empty() { 4.0 } else { 6.0 };
        let counted = if left_out.is_empty() { 0.0 } else { FLAT + ROW_GAP };
        let tall = head + heights.iter().map(|height| height + ROW_GAP).sum::<f64>() + counted + foot;
        let class = match tier.kind {
            SubnetType::Public | SubnetType::Utility => "public",
            SubnetType::Private | SubnetType::DualStack => "private",
        };
        for (zone, place) in &tier.subnets {
            let area = Area { x: self.x_of(*zone) + 8.0, y: self.y, width: self.column - 16.0, height: tall };
            self.rectangle(area, class, &place.item);
            let room = area.width - 20.0;
            let kind = kind(tier.kind);
            let beside = DETAIL.width(kind) + 10.0;
            self.text(area.x + 10.0, area.y + 17.0, NAME, name_class(&place.item), &signed(&place.item), room - beside);
            self.detail(area.right() - beside, area.y + 17.0, kind, beside);
            self.detail(area.x + 10.0, area.y + 32.0, &place.item.detail, room);
            for (i, egress) in place.egress.iter().enumerate() {
                let title = if egress.only_ipv6 { "IPv6 egress" } else { "egress" };
                let line = format!("{title}: {}", egress.name);
                self.text(area.x + 10.0, area.y + 46.0 + 14.0 * i as f64, DETAIL, "muted", &line, room);
            }
        }
        self.y += head;
        for (row, height) in rows.iter().zip(heights) {
            row.iter().for_each(|bar| self.bar(bar, height));
            self.y += height + ROW_GAP;
        }
        if !left_out.is_empty() {
            let x = self.x_of(0) + INSET;
            let width = self.x_of(0).max(self.scene.width - 2.0 * self.left) - 2.0 * INSET;
            let area = Area { x, y: self.y, width, height: FLAT };
            self.labelled(area, "nodes", &rest(&left_out));
        }
        self.y += counted + foot + GAP;
    }

    /// True where the detail of a bar has room beside its name.
    fn fits_one_line(&self, bar: &Bar) -> bool {
        let taken = NAME.width(&signed(&bar.item)) + BESIDE;
        let detail = DETAIL.width(&bar.item.detail);
        runs(&bar.zones).into_iter().map(|run| self.ends(run)).all(|(left, right)| {
            let room = right - left - 2.0 * PADDING;
            detail <= room - taken
        })
    }

    /// Where a bar over zones that follow each other begins and ends.
    fn ends(&self, (first, last): (usize, usize)) -> (f64, f64) {
        (self.x_of(first) + INSET, self.x_of(last) + self.column - INSET)
    }

    /// Draws a bar: one box over zones that follow each other, and others that are joined with it over further zones.
    fn bar(&mut self, bar: &Bar, height: f64) {
        let mut before: Option<Area> = None;
        for run in runs(&bar.zones) {
            let (left, right) = self.ends(run);
            let area = Area { x: left, y: self.y, width: right - left, height };
            if let Some(before) = before {
                let corners = vec![(before.right(), middle(&area)), (left, middle(&area))];
                self.scene.shapes.push(Shape::Line { corners, class: "joint".to_owned(), arrow: false });
            }
            self.labelled(area, class_of(bar.kind), &bar.item);
            self.bars.entry(bar.id.clone()).or_insert(area);
            before = Some(area);
        }
    }

    /// Draws the frames of the zones and of the network, which are behind what they hold.
    fn close(&mut self, picture: &Picture, (network, top): (usize, f64), (zones, below): (usize, f64)) {
        for i in (0..picture.zones.len()).rev() {
            let area = Area { x: self.x_of(i), y: below, width: self.column, height: self.y - below };
            let frame = Shape::Box { area, radius: 8.0, class: "zone".to_owned(), hint: picture.zones[i].clone() };
            self.scene.shapes.insert(zones, frame);
        }
        let area = Area { x: MARGIN, y: top, width: self.scene.width - 2.0 * MARGIN, height: self.y + GAP - top };
        let before = self.scene.shapes.len();
        self.rectangle(area, "network", &picture.network);
        if let Some(frame) = self.scene.shapes.pop().filter(|_| before > 0) {
            self.scene.shapes.insert(network, frame);
        }
        self.y += GAP;
    }

    /// Draws the ways of clients: from an entrance down the gutter to a load balancer, and from there to the groups behind it. To those
    /// that are not the first of their row it leads above the row and down between the zones.
    fn arrows(&mut self, entrances: &[Entrance], places: &[Area]) {
        let mut lines = Vec::new();
        for (i, (entrance, place)) in entrances.iter().zip(places).take(ENTRANCES).enumerate() {
            let x = MARGIN + 10.0 + 11.0 * i as f64;
            let turn = places.iter().map(Area::bottom).fold(0.0, f64::max) + 8.0 + 6.0 * i as f64;
            let start = place.x + 24.0 + 11.0 * i as f64;
            let load_balancer = entrance.load_balancer.as_ref().and_then(|id| self.bars.get(id));
            let mut groups: Vec<Area> = entrance.groups.iter().filter_map(|id| self.bars.get(id)).copied().collect();
            groups.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
            let mut from = vec![(start, place.bottom()), (start, turn), (x, turn)];
            let mut row: Option<f64> = None;
            for bar in load_balancer.into_iter().chain(&groups) {
                let end = (bar.x, middle(bar));
                let corners = if row == Some(bar.y) {
                    let (above, gap) = (bar.y - ROW_GAP / 2.0, bar.x - INSET - GAP / 2.0);
                    vec![(x, above), (gap, above), (gap, end.1), end]
                } else {
                    from.extend([(x, end.1), end]);
                    std::mem::replace(&mut from, vec![(x, end.1)])
                };
                row = Some(bar.y);
                lines.push(Shape::Line { corners, class: "way".to_owned(), arrow: true });
            }
        }
        self.scene.shapes.extend(lines);
    }

    fn legend(&mut self, picture: &Picture) {
        let used: BTreeSet<BarKind> = picture.tiers.iter().flat_map(|tier| &tier.bars).map(|bar| bar.kind).collect();
        let mut entries: Vec<(&str, Item)> =
            used.into_iter().map(|kind| (class_of(kind), named(title(kind)))).collect();
        let shared = picture.network.shared
            || picture.tiers.iter().flat_map(|tier| tier.subnets.values()).any(|place| place.item.shared);
        if shared {
            entries.push(("gateway", Item { shared: true, ..named("shared, not managed") }));
        }
        if picture.marked {
            for (mark, name) in [(Mark::New, "new"), (Mark::Changed, "changed"), (Mark::Gone, "deleted")] {
                entries.push(("gateway", Item { mark, ..named(name) }));
            }
        }
        self.y += GAP;
        let mut x = MARGIN;
        for (class, item) in entries {
            let name = signed(&item);
            let wide = 24.0 + DETAIL.width(&name) + 18.0;
            if x > MARGIN && x + wide > self.scene.width - MARGIN {
                x = MARGIN;
                self.y += 22.0;
            }
            self.rectangle(
                Area { x, y: self.y, width: 16.0, height: 14.0 },
                class,
                &Item { name: String::new(), ..item.clone() },
            );
            self.detail(x + 24.0, self.y + 11.0, &name, wide);
            x += wide;
        }
        self.y += 14.0;
    }
}

fn middle(area: &Area) -> f64 {
    area.y + area.height / 2.0
}

fn named(name: &str) -> Item {
    Item { name: name.to_owned(), ..Item::default() }
}

/// The name after the sign of what a plan does.
pub(super) fn signed(item: &Item) -> String {
    let sign = match item.mark {
        Mark::None => "",
        Mark::New => "+ ",
        Mark::Changed => "~ ",
        Mark::Gone => "− ",
    };
    format!("{sign}{}", item.name)
}

fn name_class(item: &Item) -> &'static str {
    match item.mark {
        Mark::None => "name",
        Mark::New => "name new",
        Mark::Changed => "name changed",
        Mark::Gone => "name gone",
    }
}

pub(super) fn kind(kind: SubnetType) -> &'static str {
    match kind {
        SubnetType::Public => "public",
        SubnetType::Private => "private",
        SubnetType::Utility => "utility",
        SubnetType::DualStack => "dual-stack",
    }
}

fn class_of(kind: BarKind) -> &'static str {
    match kind {
        BarKind::LoadBalancer => "balancer",
        BarKind::NatGateway => "nat",
        BarKind::ControlPlane | BarKind::ApiServer => "control",
        BarKind::Bastion => "bastion",
        BarKind::Node => "nodes",
    }
}

fn title(kind: BarKind) -> &'static str {
    match kind {
        BarKind::LoadBalancer => "load balancer",
        BarKind::NatGateway => "NAT gateway",
        BarKind::ControlPlane => "control plane",
        BarKind::ApiServer => "API servers",
        BarKind::Bastion => "bastion",
        BarKind::Node => "nodes",
    }
}

/// Bars in rows: each goes to the first row of its kind in which its zones are free. Those of rows that are too many are left out,
/// where they take more than the one row that counts them.
fn packed(bars: &[Bar]) -> (Vec<Vec<&Bar>>, Vec<&Bar>) {
    let mut rows: Vec<Vec<&Bar>> = Vec::new();
    for bar in bars {
        let reach = |bar: &Bar| bar.zones.first().copied().zip(bar.zones.last().copied()).unwrap_or_default();
        let (first, last) = reach(bar);
        let is_free = |row: &Vec<&Bar>| {
            let mut others = row.iter().map(|other| (other.kind, reach(other)));
            others.all(|(kind, (start, end))| kind == bar.kind && (end < first || last < start))
        };
        // Arrows to a load balancer pass through its whole row.
        let found = rows.iter().position(is_free).filter(|_| bar.kind != BarKind::LoadBalancer);
        match found {
            Some(row) => rows[row].push(bar),
            None => rows.push(vec![bar]),
        }
    }
    let left_out = if rows.len() > MOST_ROWS + 1 { rows.split_off(MOST_ROWS) } else { Vec::new() };
    (rows, left_out.concat())
}

/// Zones that follow each other, as their first and last.
fn runs(zones: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for zone in zones {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *zone => *last = *zone,
            _ => runs.push((*zone, *zone)),
        }
    }
    runs
}

/// What stands for the bars that have no row.
fn rest(bars: &[&Bar]) -> Item {
    let size = bars.iter().fold((0, 0), |(min, max), bar| (min + bar.size.0, max + bar.size.1));
    let first = bars.first().map_or(Mark::None, |bar| bar.item.mark);
    let mark = if bars.iter().all(|bar| bar.item.mark == first) { first } else { Mark::None };
    let name = format!("and {} more instance groups", bars.len());
    Item { name, detail: count(size), mark, shared: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_that_follow_each_other_are_one_run() {
        for (zones, expected) in
            [(vec![], vec![]), (vec![1], vec![(1, 1)]), (vec![0, 1, 3, 4, 6], vec![(0, 1), (3, 4), (6, 6)])]
        {
            assert_eq!(runs(&zones.into_iter().collect()), expected);
        }
    }
}
