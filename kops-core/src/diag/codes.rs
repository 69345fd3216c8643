//! The kinds of findings: one code for each, with what its page in the documentation says.

use serde::Serialize;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code {
    /// `area/rule`, stable between releases.
    pub id: &'static str,
    /// One sentence: what is found.
    pub summary: &'static str,
    /// Why it is refused or warned of, and what to do about it.
    pub description: &'static str,
    /// An input with the finding, and one without.
    pub example: Example,
}

impl Code {
    /// Describes a kind of finding.
    pub const fn new(id: &'static str, summary: &'static str, description: &'static str, example: Example) -> Self {
        Self { id, summary, description, example }
    }

    /// The part of the code before the slash.
    pub fn area(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}

/// An input with a finding, and what to write instead; where that is nothing, the field is left out.
///
/// `<48 labels>` stands for that many; so do `<N characters>`, `<N maps>`, `<N brackets>` and `<N security groups>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Example {
    /// Fields of the cluster's `spec`.
    Cluster([&'static str; 2]),
    /// Fields of the `spec` of an instance group of nodes.
    Nodes([&'static str; 2]),
    /// Fields of the `spec` of the control plane's instance group.
    ControlPlane([&'static str; 2]),
    /// Fields of the cluster's `spec` that change after the cluster has been applied.
    Change([&'static str; 2]),
    /// Objects beside those of the cluster, or parts of these.
    Objects([&'static str; 2]),
    /// A whole file.
    Text([&'static str; 2]),
    /// Arguments of `kops`.
    Command([&'static str; 2]),
    /// Options of a new cluster, as JSON.
    Options([&'static str; 2]),
}

impl Example {
    /// Returns the input with the finding, as it is written in a file or on the command line.
    pub fn wrong(&self) -> String {
        self.part(0)
    }

    /// Returns what to write instead; nothing where the field is to be left out.
    pub fn right(&self) -> Option<String> {
        Some(self.part(1)).filter(|text| !text.is_empty())
    }

    fn part(&self, index: usize) -> String {
        let (head, texts) = match self {
            Self::Cluster(texts) | Self::Change(texts) => ("kind: Cluster\nspec:\n", texts),
            Self::Nodes(texts) => ("kind: InstanceGroup\nmetadata:\n  name: nodes\nspec:\n", texts),
            Self::ControlPlane(texts) => ("kind: InstanceGroup\nmetadata:\n  name: masters\nspec:\n", texts),
            Self::Objects(texts) | Self::Text(texts) | Self::Options(texts) => return texts[index].to_owned(),
            Self::Command(texts) => return format!("kops {}", texts[index]),
        };
        let lines: Vec<String> = texts[index].lines().map(|line| format!("  {line}")).collect();
        if lines.is_empty() { String::new() } else { format!("{head}{}", lines.join("\n")) }
    }
}

/// Defines codes: the name of the constant, the code, the summary, the description and the example of each.
macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal, $description:literal, $example:expr;)*) => {
        $(#[doc = $summary] pub const $name: crate::diag::Code = crate::diag::Code::new($id, $summary, $description, $example);)*

        /// Every code of this module.
        pub const ALL: &[crate::diag::Code] = &[$($name),*];
    };
}

pub(crate) use codes;
