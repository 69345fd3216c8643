//! How wide a text is at most, and what of it fits.

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) bold: bool,
}

impl Font {
    /// The width of a text in the widest font that a picture asks for.
    pub(super) fn width(self, text: &str) -> f64 {
        text.chars().map(|c| self.of_char(c)).sum::<f64>() * self.size
    }

    /// As much of a name as fits, with an ellipsis in its middle for what does not: names often differ just at their ends.
    pub(super) fn fit_name(self, name: &str, room: f64) -> String {
        self.fit(name, room, |kept| kept.div_ceil(2))
    }

    /// As much of the beginning of a detail as fits, with an ellipsis for the rest.
    pub(super) fn fit_detail(self, detail: &str, room: f64) -> String {
        self.fit(detail, room, |kept| kept)
    }

    /// As much of a text as fits; `head` says how many of the kept characters are from its beginning.
    fn fit(self, text: &str, room: f64, head: impl Fn(usize) -> usize) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let chars: Vec<char> = text.chars().collect();
        let cut = |kept: usize| {
            let before: String = chars[..head(kept)].iter().collect();
            let after: String = chars[chars.len() - (kept - head(kept))..].iter().collect();
            format!("{}…{}", before.trim_end(), after.trim_start())
        };
        (1..chars.len()).rev().map(cut).find(|cut| self.width(cut) <= room).unwrap_or_default()
    }

    /// The share of the font size that a character takes.
    fn of_char(self, c: char) -> f64 {
        let widths = if self.bold { &BOLD } else { &REGULAR };
        let known = usize::try_from(u32::from(c)).ok().and_then(|code| widths.get(code.checked_sub(FIRST)?));
        match (known, c) {
            (Some(width), _) => f64::from(*width) / 1000.0,
            (None, '·') => 0.38,
            (None, '−' | '→') => 0.84,
            (None, '…') => 1.0,
            (None, _) => 1.2,
        }
    }
}

/// The first character of the tables, the space.
const FIRST: usize = 32;

/// The widths of ASCII in DejaVu Sans, which is wider than Helvetica, Arial and Liberation Sans, in thousandths of the font size.
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863,
    749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635,
    616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637,
    337, 637, 838,
];

/// Those in DejaVu Sans Bold.
const BOLD: [u16; 95] = [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 581, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 373, 775, 638, 996,
    837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 500, 500, 675, 716, 593, 716,
    679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712,
    366, 712, 838,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_in_their_middle_and_details_at_their_end() {
        let font = Font { size: 10.0, bold: false };
        for (text, room, name, detail) in [
            ("workers-00", 100.0, "workers-00", "workers-00"),
            ("workers-of-the-data-team-17", 100.0, "workers-…-team-17", "workers-of-the-da…"),
            ("m5.24xlarge, 1 to 3 instances", 120.0, "m5.24xlarg…instances", "m5.24xlarge, 1 to 3 i…"),
            ("one of two words", 80.0, "one of…words", "one of two w…"),
            ("workers", 10.0, "", ""),
        ] {
            assert_eq!(font.fit_name(text, room), name, "{text}");
            assert_eq!(font.fit_detail(text, room), detail, "{text}");
            assert!(font.width(&font.fit_name(text, room)) <= room, "{text}");
            assert!(font.width(&font.fit_detail(text, room)) <= room, "{text}");
        }
    }
}
