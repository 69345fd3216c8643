//! The note of a group's lifecycle hooks, which a bulk read can see.
//!
//! Auto Scaling answers for the hooks of one group at a time, which would make a plan cost a call for each group. So the hooks of a
//! group are written into a tag of the group's launch template, which the first call of a bulk read brings along: by the step that puts
//! or deletes a hook, and for groups that have no note (kops made them, or they never had a hook) by the next apply, in one call for all
//! whose hooks are alike. A step that changes a hook voids the note first. The tag begins with the cluster, by which that call finds it, and
//! with the moment at which it was true: for a group that was made later, or whose template has no such tag, the hooks are read from Auto
//! Scaling.

use std::collections::BTreeMap;

use kops_core::cloud::CloudError;
use kops_core::resource::LifecycleHook;
use tokio::sync::Mutex;

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;

/// The tag of a launch template that notes the hooks of its group.
pub(crate) const TAG: &str = "kops-core/lifecycle-hooks";

/// AWS's limit for the value of a tag.
const MAX_VALUE: usize = 256;

/// What every transition begins with.
const PREFIX: &str = "autoscaling:EC2_INSTANCE_";

/// The name of the group's instance group in a note, which no name of a hook can have.
const INSTANCE_GROUP: char = '@';

/// How many resources one call can tag.
const RESOURCES_AT_ONCE: usize = 1_000;

/// Notes by id of launch template.
pub(crate) type Notes = BTreeMap<String, String>;

/// What matches the notes of a cluster, in a filter of EC2.
pub(crate) fn pattern(cluster: &str) -> String {
    format!("{cluster} *")
}

/// The note that is none, as it is older than every group.
pub(crate) fn void(cluster: &str) -> String {
    format!("{cluster} 0")
}

/// A group whose hooks are noted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group<'a> {
    pub(crate) cluster: &'a str,
    pub(crate) name: &'a str,
    /// The name of the instance group that its tags give, as hooks are named after it.
    pub(crate) instance_group: Option<&'a str>,
    /// When it was made, in seconds since 1970.
    pub(crate) created_at: i64,
}

impl Group<'_> {
    /// The note for its hooks as they are at a moment, or `None` where it is too long for a tag.
    pub(crate) fn note(&self, hooks: &[LifecycleHook], at: i64) -> Option<String> {
        let mut parts = vec![self.cluster.to_owned(), at.to_string()];
        for hook in hooks {
            let LifecycleHook { group: _, name, transition, default_result, heartbeat_timeout } = hook;
            let transition = transition.strip_prefix(PREFIX)?;
            let own = self.instance_group.and_then(|group| name.strip_prefix(group)?.strip_prefix('-'));
            let name = own.map_or_else(|| name.clone(), |rest| format!("{INSTANCE_GROUP}-{rest}"));
            parts.push(format!("{name}={transition}={default_result}={heartbeat_timeout}"));
        }
        let note = parts.join(" ");
        (note.len() <= MAX_VALUE).then_some(note)
    }

    /// The hooks of a note; `None` where it is not that of this group.
    pub(crate) fn parse(&self, note: &str) -> Option<Vec<LifecycleHook>> {
        let mut parts = note.split(' ');
        if parts.next()? != self.cluster || parts.next()?.parse::<i64>().ok()? < self.created_at {
            return None;
        }
        parts
            .map(|part| {
                let mut fields = part.split('=');
                let name = fields.next()?;
                let hook = LifecycleHook {
                    group: self.name.into(),
                    name: match name.strip_prefix(INSTANCE_GROUP) {
                        Some(rest) => format!("{}{rest}", self.instance_group?),
                        None => name.to_owned(),
                    },
                    transition: format!("{PREFIX}{}", fields.next()?),
                    default_result: fields.next()?.to_owned(),
                    heartbeat_timeout: fields.next()?.parse().ok()?,
                };
                fields.next().is_none().then_some(hook)
            })
            .collect()
    }
}

/// What the last reading of each cluster found of the notes of its groups.
#[derive(Debug, Default)]
pub(crate) struct HookNotes(Mutex<BTreeMap<String, Found>>);

/// What a reading found of the notes of a cluster, by autoscaling group.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The launch templates that have a note.
    pub(crate) noted: BTreeMap<String, String>,
    /// The launch templates that lack one, and the note.
    pub(crate) unwritten: BTreeMap<String, (String, String)>,
}

impl HookNotes {
    /// Keeps what a reading of a cluster found, in place of what an earlier one did.
    pub(crate) async fn keep(&self, cluster: &str, found: Found) {
        self.0.lock().await.insert(cluster.to_owned(), found);
    }

    /// Writes the notes that a cluster lacks, which only spare calls: where AWS refuses, the hooks are read again by the next plan.
    ///
    /// Steps that run at the same time wait, as one of them may change a hook.
    pub(crate) async fn write(&self, clients: &Clients, calls: &CallCounter, cluster: &str) {
        let mut known = self.0.lock().await;
        let Some(found) = known.get_mut(cluster) else { return };
        let mut by_note: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (group, (template, note)) in std::mem::take(&mut found.unwritten) {
            by_note.entry(note).or_default().push(template.clone());
            found.noted.insert(group, template);
        }
        for (note, templates) in by_note {
            for templates in templates.chunks(RESOURCES_AT_ONCE) {
                drop(tag(clients, calls, templates, &note).await);
            }
        }
    }

    /// Voids the note of a group whose hooks are about to change, so that none is wrong if the change is the last that happens.
    pub(crate) async fn void(
        &self,
        clients: &Clients,
        calls: &CallCounter,
        cluster: &str,
        group: &str,
    ) -> Result<(), CloudError> {
        let noted = self.0.lock().await.get_mut(cluster).and_then(|found| {
            found.unwritten.remove(group);
            found.noted.remove(group)
        });
        match noted {
            Some(template) => tag(clients, calls, &[template], &void(cluster)).await,
            None => Ok(()),
        }
    }
}

/// Writes a note into the tags of launch templates.
pub(crate) async fn tag(
    clients: &Clients,
    calls: &CallCounter,
    templates: &[String],
    note: &str,
) -> Result<(), CloudError> {
    let tag = aws_sdk_ec2::types::Tag::builder().key(TAG).value(note).build();
    let request = clients.ec2.create_tags().set_resources(Some(templates.to_vec())).tags(tag).send();
    calls.find(Call::new("ec2", "CreateTags"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: Group<'_> = Group {
        cluster: "demo.example.com",
        name: "nodes.demo.example.com",
        instance_group: Some("nodes"),
        created_at: 1_700_000_000,
    };

    fn hook(group: &Group<'_>, name: &str) -> LifecycleHook {
        LifecycleHook {
            group: group.name.into(),
            name: name.to_owned(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".to_owned(),
            default_result: "CONTINUE".to_owned(),
            heartbeat_timeout: 300,
        }
    }

    #[test]
    fn note_parses_back_to_its_hooks() {
        for names in [&[][..], &["nodes-NTHLifecycleHook", "kops-warmpool", "nodes", "-x", "nodesx"]] {
            let hooks: Vec<_> = names.iter().map(|name| hook(&GROUP, name)).collect();
            let note = GROUP.note(&hooks, GROUP.created_at).expect("short enough");
            assert!(note.starts_with(pattern(GROUP.cluster).trim_end_matches('*')));
            assert_eq!(GROUP.parse(&note), Some(hooks));
        }
    }

    #[test]
    fn groups_with_hooks_of_their_own_names_have_the_same_note() {
        let other = Group { name: "gpu.demo.example.com", instance_group: Some("gpu"), created_at: 5, ..GROUP };
        let at = GROUP.created_at;
        let note = GROUP.note(&[hook(&GROUP, "nodes-NTHLifecycleHook")], at).expect("short enough");
        assert_eq!(other.note(&[hook(&other, "gpu-NTHLifecycleHook")], at).as_ref(), Some(&note));
        assert_eq!(other.parse(&note), Some(vec![hook(&other, "gpu-NTHLifecycleHook")]));
        let unnamed = Group { instance_group: None, ..other };
        assert_eq!(unnamed.parse(&note), None);
    }

    #[test]
    fn note_of_an_earlier_group_of_the_same_name_is_ignored() {
        let note = GROUP.note(&[hook(&GROUP, "a")], GROUP.created_at).expect("short enough");
        assert_eq!(Group { created_at: GROUP.created_at + 1, ..GROUP }.parse(&note), None);
        assert_eq!(Group { cluster: "other.example.com", ..GROUP }.parse(&note), None);
        assert_eq!(GROUP.parse("demo.example.com 1800000000 broken"), None);
        assert_eq!(GROUP.parse(&void(GROUP.cluster)), None);
    }

    #[test]
    fn no_note_is_longer_than_a_tag_value() {
        assert_eq!(GROUP.note(&[hook(&GROUP, &"n".repeat(250))], 1), None);
    }
}
