//! A text that is being migrated.
//!
//! Invariant: what is read from the text after an edit is what was read before, with that edit made to the values. An edit that would
//! do anything else to the text is not made.

use super::MigrationChange;
use super::edit::Edit;
use super::rules::Rule;
use super::text::Text;
use crate::diag::ObjectRef;
use crate::yaml::{Document, Node, Source};

/// A text, and the objects that are read from it.
pub(super) struct Draft {
    text: Text,
    objects: Vec<Document>,
}

/// An edit of the object at an index, and those of others of its fields that the same place of the text is for.
struct Step {
    index: usize,
    edit: Edit,
    with: Vec<Edit>,
}

impl Draft {
    pub(super) fn new(source: &Source) -> Self {
        Self { text: Text::new(source), objects: super::objects(source).unwrap_or_default() }
    }

    pub(super) fn source(&self) -> Source {
        self.text.source()
    }

    /// Makes all edits of a rule that can be made.
    pub(super) fn follow(&mut self, rule: &Rule, changes: &mut Vec<MigrationChange>) {
        // How many of the first edits of each object cannot be made now.
        let mut refused = vec![0; self.objects.len()];
        loop {
            let steps: Vec<Step> =
                (0..self.objects.len()).filter_map(|index| self.step(rule, index, refused[index])).collect();
            if steps.is_empty() {
                break;
            }
            self.make(rule, &steps, &mut refused, changes);
        }
    }

    /// The first edit of an object after those that cannot be made now.
    fn step(&self, rule: &Rule, index: usize, refused: usize) -> Option<Step> {
        let document = &self.objects[index];
        let mut edits = edits(rule, document).into_iter().skip(refused);
        let edit = edits.next()?;
        let with = edits.filter(|other| edit.shares_place(other, document)).collect();
        Some(Step { index, edit, with })
    }

    /// Makes edits of several objects, together where that is possible.
    fn make(&mut self, rule: &Rule, steps: &[Step], refused: &mut [usize], changes: &mut Vec<MigrationChange>) {
        match (self.edited(rule, steps), steps) {
            (Some(edited), _) => {
                // One edit can be what another one waits for.
                steps.iter().for_each(|step| refused[step.index] = 0);
                changes.extend(steps.iter().flat_map(|step| self.changes(rule, step)));
                *self = edited;
            }
            (None, [step]) => refused[step.index] += 1,
            (None, _) => {
                // From the end, so that the places before it stay.
                let (first, last) = steps.split_at(steps.len() / 2);
                self.make(rule, last, refused, changes);
                self.make(rule, first, refused, changes);
            }
        }
    }

    /// What the text becomes by some edits, if it becomes what it should.
    fn edited(&self, rule: &Rule, steps: &[Step]) -> Option<Self> {
        let mut expected: Vec<_> = self.objects.iter().map(|object| object.root.to_json()).collect();
        let mut text = self.text.clone();
        for Step { index, edit, with } in steps.iter().rev() {
            let document = &self.objects[*index];
            for edit in [edit].into_iter().chain(with) {
                edit.apply_to(&mut expected[*index], &document.root)?;
            }
            edit.apply(&mut text, document, *index);
        }
        let objects = super::objects(&text.source()).ok()?;
        let is_expected = objects.iter().map(|object| object.root.to_json()).eq(expected);
        let has_fewer = |index: usize| edits(rule, &objects[index]).len() < edits(rule, &self.objects[index]).len();
        (is_expected && steps.iter().all(|step| has_fewer(step.index))).then_some(Self { text, objects })
    }

    /// What is said of an edit.
    fn changes(&self, rule: &Rule, step: &Step) -> Vec<MigrationChange> {
        let document = &self.objects[step.index];
        let text = |field: &str| document.root.field(field).and_then(Node::as_str).unwrap_or_default();
        let name = document.root.field("metadata").and_then(|metadata| metadata.field("name")).and_then(Node::as_str);
        let change = |edit: &Edit| MigrationChange {
            location: self.text.location(edit.place(document)),
            object: ObjectRef::new(text("kind"), name.unwrap_or_default()),
            field: edit.field(document),
            action: edit.action(document),
            reason: rule.reason.to_owned(),
        };
        [&step.edit].into_iter().chain(&step.with).map(change).collect()
    }
}

/// The edits that an object needs by a rule.
fn edits(rule: &Rule, document: &Document) -> Vec<Edit> {
    let is_of_kops =
        |version: &str| version.split('/').next().is_some_and(|group| matches!(group, "kops" | "kops.k8s.io"));
    let of = |field: &str| document.root.field(field).and_then(Node::as_str);
    if !of("apiVersion").is_some_and(is_of_kops) || !of("kind").is_some_and(|kind| rule.kinds.contains(&kind)) {
        return Vec::new();
    }
    (rule.find)(&document.root)
}
