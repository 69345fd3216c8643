//! What rules look at, and where they put what they find.

use crate::defaults::FullSpec;
use crate::diag::{Code, Diagnostic, Diagnostics, SpecPath, suggest};
use crate::facts::Facts;
use crate::spec::{Cluster, ClusterSpec, InstanceGroup, Role};

/// The most names that advice lists.
const LISTED: usize = 8;

/// The spec, the facts and the findings so far.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    full: &'a FullSpec,
    pub(super) facts: &'a Facts,
    found: Diagnostics,
}

impl<'a> Rules<'a> {
    pub(super) fn new(full: &'a FullSpec, facts: &'a Facts) -> Self {
        Self { full, facts, found: Diagnostics::default() }
    }

    pub(super) fn into_findings(self) -> Diagnostics {
        self.found
    }

    pub(super) fn full(&self) -> &'a FullSpec {
        self.full
    }

    /// True for a field that the user wrote: it was not filled in.
    pub(super) fn is_written(&self, path: &SpecPath) -> bool {
        !self.full.origins.contains_key(path)
    }

    pub(super) fn cluster(&self) -> &'a Cluster {
        &self.full.cluster
    }

    pub(super) fn spec(&self) -> &'a ClusterSpec {
        &self.full.cluster.spec
    }

    pub(super) fn groups(&self) -> &'a [InstanceGroup] {
        &self.full.groups
    }

    pub(super) fn groups_with(&self, role: Role) -> impl Iterator<Item = &'a InstanceGroup> + use<'a> {
        self.full.groups.iter().filter(move |group| group.spec.role == Some(role))
    }

    /// The path of a field of the cluster's spec: `networkCIDR`.
    pub(super) fn at(&self, field: &str) -> SpecPath {
        self.full.cluster.reference().field(format!("spec.{field}"))
    }

    /// Refuses a field: what is wrong, and what would be right.
    pub(super) fn refuse(&mut self, path: SpecPath, code: Code, wrong: impl Into<String>, right: impl Into<String>) {
        self.find(path, Diagnostic::error(code.id, wrong).help(right));
    }

    /// Warns of a field that can stay.
    pub(super) fn warn(&mut self, path: SpecPath, code: Code, wrong: impl Into<String>, right: impl Into<String>) {
        self.find(path, Diagnostic::warning(code.id, wrong).help(right));
    }

    /// Refuses a text that is none of those possible.
    pub(super) fn one_of(&mut self, path: SpecPath, given: Option<&str>, possible: &[&str]) {
        let Some(given) = given.filter(|given| !given.is_empty() && !possible.contains(given)) else { return };
        let field = last_key(&path.field);
        let wrong = format!("`{given}` is no value of `{field}`");
        self.refuse(path, super::codes::VALUE, wrong, advice(given, possible.iter().copied()));
    }

    fn find(&mut self, path: SpecPath, finding: Diagnostic) {
        let location = self.full.sources.locate(&path);
        self.found.push(finding.at(path).located(location));
    }
}

/// The path of a field of a group's spec: `minSize`.
pub(super) fn at(group: &InstanceGroup, field: &str) -> SpecPath {
    group.reference().field(format!("spec.{field}"))
}

/// The last name in a path: `type` of `spec.api.loadBalancer.type`.
fn last_key(field: &str) -> String {
    let last = field.rsplit('.').next().unwrap_or(field);
    last.split('[').next().unwrap_or(last).to_owned()
}

/// Says which of the known names was probably meant, or which there are.
pub(super) fn advice<'a>(wrong: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match suggest(wrong, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.clone().next().is_none() => "there is none yet: add it".to_owned(),
        None => format!("it can be {}", list(known)),
    }
}

/// Lists names in backticks: `a`, `b` or `c`.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= LISTED => format!("{} or {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..LISTED].join(", "), names.len() - LISTED),
    }
}

/// True where a text says something.
pub(super) fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_guesses_or_lists() {
        let known = ["us-east-2a", "us-east-2b", "utility"];
        assert_eq!(advice("utilty", known.into_iter()), "did you mean `utility`?");
        assert_eq!(advice("x", known.into_iter()), "it can be `us-east-2a`, `us-east-2b` or `utility`");
        assert_eq!(advice("x", std::iter::empty()), "there is none yet: add it");
        assert_eq!(list((0..9).map(|_| "a")).matches("`a`").count(), LISTED);
        assert_eq!(last_key("spec.subnets[0].type"), "type");
        assert_eq!(last_key("spec.taints[0]"), "taints");
    }
}
