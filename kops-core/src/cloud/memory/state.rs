//! What the account holds, and how its rules find their way about in it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::api_error::ApiError;
use super::bucket::Object;
use super::id_generator::IdGenerator;
use super::limits::{Delays, Limits};
use super::rules::Rules;
use crate::facts::{self, HostedZone, Image, MachineType};
use crate::resource::{CloudId, DnsZoneAssociation, Kind, LaunchTemplate, Neighbors, OfKind, Peer, Ref, Resource, Vpc};

/// Something for each resource: kind, id, value.
pub(super) type ByKind<T> = BTreeMap<Kind, BTreeMap<CloudId, T>>;

/// Everything that the account is. The JSON form is the account file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct State {
    pub(super) region: String,
    #[serde(default)]
    pub(super) partition: String,
    #[serde(default = "default_account_id")]
    pub(super) account_id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) zones: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) seed: u64,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) limits: Limits,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) delays: Delays,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hosted_zones: Vec<HostedZone>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) images: Vec<Image>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) machine_types: BTreeMap<String, MachineType>,
    /// Ids and ARNs of things that the account has and no step makes: transit gateways, peering connections, prefix lists,
    /// certificates, managed policies.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) others: BTreeSet<String>,
    /// How many entries prefix lists may have, by their ids; those among the others may have one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) prefix_lists: BTreeMap<String, u64>,
    /// What is attached to VPCs and no step makes, by its id, with the VPCs: gateway endpoints, peering connections, virtual private
    /// gateways.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attachments: BTreeMap<String, BTreeSet<String>>,
    /// IAM: actions that the caller may not take.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) denied: BTreeSet<String>,
    /// Route 53: ids of the hosted zones that the DNS does not lead to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) undelegated: BTreeSet<String>,
    /// S3: objects by bucket and key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) buckets: BTreeMap<String, BTreeMap<String, Object>>,
    /// S3: buckets with a policy that lets everyone read them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) public_buckets: BTreeSet<String>,
    /// S3: buckets with a default encryption.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) encrypted_buckets: BTreeSet<String>,
    /// S3: keys of the objects whose ACL lets everyone read them, by bucket.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) public_objects: BTreeMap<String, BTreeSet<String>>,
    #[serde(default, with = "super::file::resources")]
    pub(super) resources: ByKind<Resource>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) instances: BTreeMap<String, Instance>,
    /// Why autoscaling groups launch no instances, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) launch_failures: BTreeMap<CloudId, String>,
    /// What instances outside of autoscaling groups were launched with, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) user_data: BTreeMap<CloudId, String>,
    /// The newest version of each launch template, where it is not the first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) template_versions: BTreeMap<CloudId, u32>,
    /// Older versions of launch templates that instances run, as `lt-0a1b2c3d4e5f60718:3`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) older_templates: BTreeMap<String, LaunchTemplate>,
    /// What is under way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) phases: ByKind<Phase>,
    /// What steps made, by their tokens.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) tokens: BTreeMap<String, Made>,
    /// The number of requests so far.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) requests: u64,
}

/// An instance that an autoscaling group runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Instance {
    pub(super) group: CloudId,
    pub(super) template: CloudId,
    pub(super) template_version: String,
    pub(super) subnet: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) security_groups: Vec<String>,
    pub(super) public_ip: bool,
    /// It was taken out of its group, to end when something else is in its place.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) detached: bool,
}

impl Instance {
    /// The version of the launch template that it was launched from: `lt-0a1b2c3d4e5f60718:3`.
    pub(super) fn launched_from(&self) -> String {
        format!("{}:{}", self.template, self.template_version)
    }
}

/// Where something stands that has just been made or deleted. The numbers are the looks that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// It exists and does not show itself; then it is pending for as many looks as the second number says.
    Hidden(u32, u32),
    /// It cannot be used yet.
    Pending(u32),
    /// It is on its way out and holds on to what it uses.
    Deleting(u32),
}

/// What a step made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) kind: Kind,
    pub(super) id: CloudId,
}

impl Neighbors for State {
    fn neighbor<T: OfKind>(&self, reference: &Ref) -> Option<(&str, &T)> {
        let (id, resource) = self.resources.get(&T::KIND)?.get_key_value(&CloudId::from(reference.known()?))?;
        Some((id.as_str(), T::of(resource)?))
    }
}

impl State {
    /// An account in which nothing exists.
    pub(super) fn empty(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            partition: facts::partition(region).to_owned(),
            account_id: default_account_id(),
            zones: Vec::new(),
            seed: 0,
            limits: Limits::default(),
            delays: Delays::default(),
            hosted_zones: Vec::new(),
            images: Vec::new(),
            machine_types: BTreeMap::new(),
            others: BTreeSet::new(),
            prefix_lists: BTreeMap::new(),
            attachments: BTreeMap::new(),
            denied: BTreeSet::new(),
            undelegated: BTreeSet::new(),
            buckets: BTreeMap::new(),
            public_buckets: BTreeSet::new(),
            encrypted_buckets: BTreeSet::new(),
            public_objects: BTreeMap::new(),
            resources: BTreeMap::new(),
            instances: BTreeMap::new(),
            launch_failures: BTreeMap::new(),
            user_data: BTreeMap::new(),
            template_versions: BTreeMap::new(),
            older_templates: BTreeMap::new(),
            phases: BTreeMap::new(),
            tokens: BTreeMap::new(),
            requests: 0,
        }
    }

    /// The resource with this id, also one that is on its way out.
    pub(super) fn find<T: Rules>(&self, id: &str) -> Option<&T> {
        T::of(self.resources.get(&T::KIND)?.get(&CloudId::from(id))?)
    }

    /// All resources of a kind, also those on their way out.
    pub(super) fn all<T: Rules>(&self) -> impl Iterator<Item = (&CloudId, &T)> {
        let of_kind = self.resources.get(&T::KIND).into_iter().flatten();
        of_kind.filter_map(|(id, resource)| Some((id, T::of(resource)?)))
    }

    /// All resources of a kind but `this`: those that a new or changed one must get along with.
    pub(super) fn others<'a, T: Rules>(
        &'a self,
        this: Option<&'a CloudId>,
    ) -> impl Iterator<Item = (&'a CloudId, &'a T)> {
        self.all::<T>().filter(move |(id, _)| Some(*id) != this)
    }

    /// The resource that a reference leads to, which must be there and not on its way out.
    pub(super) fn need<T: Rules>(&self, reference: &Ref) -> Result<(&CloudId, &T), ApiError> {
        let title = T::KIND.title();
        let Some(id) = reference.known() else {
            return Err(ApiError::value(format!("the {title} is named by a reference that is not bound")));
        };
        let missing = || ApiError::missing(T::MISSING, format!("the {title} `{id}` does not exist"));
        let of_kind = self.resources.get(&T::KIND).ok_or_else(missing)?;
        let (id, resource) = of_kind.get_key_value(&CloudId::from(id)).ok_or_else(missing)?;
        match self.phase(T::KIND, id) {
            Some(Phase::Hidden(..)) => {
                let message = format!("the {title} `{id}` does not exist, as far as this part of AWS knows yet");
                Err(ApiError::not_ready(T::MISSING, message).waiting_for(T::KIND, id))
            }
            Some(Phase::Deleting(_)) => {
                Err(ApiError::missing(T::MISSING, format!("the {title} `{id}` is being deleted"))
                    .waiting_for(T::KIND, id))
            }
            _ => T::of(resource).map(|found| (id, found)).ok_or_else(missing),
        }
    }

    /// The resource that a reference leads to, which must also be ready for use.
    pub(super) fn need_ready<T: Rules>(&self, reference: &Ref) -> Result<(&CloudId, &T), ApiError> {
        let (id, found) = self.need::<T>(reference)?;
        if let Some(Phase::Pending(_)) = self.phase(T::KIND, id) {
            let message = format!("the {} `{id}` is not available yet", T::KIND.title());
            return Err(ApiError::not_ready("IncorrectState", message).waiting_for(T::KIND, id));
        }
        Ok((id, found))
    }

    /// True for something that the account has and no step makes.
    pub(super) fn has_other(&self, id: &str) -> bool {
        self.others.contains(id) || self.prefix_lists.contains_key(id) || self.attachments.contains_key(id)
    }

    /// How many rules of a security group one for a prefix list counts as; none where there is no such list.
    pub(super) fn prefix_list(&self, id: &str) -> Option<u64> {
        self.prefix_lists.get(id).copied().or_else(|| self.others.contains(id).then_some(1))
    }

    /// How many rules of a security group one for a peer counts as.
    pub(super) fn weight(&self, peer: &Peer) -> u64 {
        match peer {
            Peer::PrefixList(list) => self.prefix_list(list).unwrap_or(1),
            _ => 1,
        }
    }

    /// Where a resource stands; nothing for one that has settled.
    pub(super) fn phase(&self, kind: Kind, id: &CloudId) -> Option<Phase> {
        self.phases.get(&kind)?.get(id).copied()
    }

    /// Sets where a resource stands.
    pub(super) fn set_phase(&mut self, kind: Kind, id: &CloudId, phase: Option<Phase>) {
        match phase {
            Some(phase) => {
                self.phases.entry(kind).or_default().insert(id.clone(), phase);
            }
            None => {
                if let Some(of_kind) = self.phases.get_mut(&kind) {
                    of_kind.remove(id);
                    if of_kind.is_empty() {
                        self.phases.remove(&kind);
                    }
                }
            }
        }
    }

    /// Moves on what is under way with a resource, because it was polled.
    pub(super) fn look_at(&mut self, kind: Kind, id: &CloudId) {
        let Some(phase) = self.phase(kind, id) else { return };
        let pending = |looks: u32| (looks > 0).then_some(Phase::Pending(looks));
        match phase {
            Phase::Hidden(looks, then) if looks > 1 => self.set_phase(kind, id, Some(Phase::Hidden(looks - 1, then))),
            Phase::Hidden(_, then) => self.set_phase(kind, id, pending(then)),
            Phase::Pending(looks) => self.set_phase(kind, id, pending(looks.saturating_sub(1))),
            Phase::Deleting(looks) if looks > 1 => self.set_phase(kind, id, Some(Phase::Deleting(looks - 1))),
            Phase::Deleting(_) => self.forget(kind, id),
        }
    }

    /// Makes the VPCs that hosted zones name and that are in the account into associations, which steps can make and delete.
    pub(super) fn associate_zones(&mut self) {
        let vpcs: BTreeSet<String> = self.all::<Vpc>().map(|(id, _)| id.0.clone()).collect();
        let mut associations = Vec::new();
        for zone in &mut self.hosted_zones {
            let (here, elsewhere) = zone.vpcs.drain(..).partition(|vpc| vpcs.contains(vpc));
            zone.vpcs = elsewhere;
            let here: Vec<String> = here;
            associations
                .extend(here.iter().map(|vpc| DnsZoneAssociation { zone: zone.id.clone(), vpc: vpc.as_str().into() }));
        }
        for association in associations {
            let id = association.id(&IdGenerator::of(self, ""));
            self.put(&id, association.into());
        }
    }

    /// Stores a resource.
    pub(super) fn put(&mut self, id: &CloudId, resource: Resource) {
        self.resources.entry(resource.kind()).or_default().insert(id.clone(), resource);
    }

    /// Removes every resource of a kind that goes with something else.
    pub(super) fn forget_where<T: Rules>(&mut self, goes: impl Fn(&T) -> bool) {
        let gone: Vec<_> = self.all::<T>().filter(|(_, resource)| goes(resource)).map(|(id, _)| id.clone()).collect();
        gone.iter().for_each(|id| self.forget(T::KIND, id));
    }

    /// Removes a resource and what goes with it.
    pub(super) fn forget(&mut self, kind: Kind, id: &CloudId) {
        self.set_phase(kind, id, None);
        if let Some(of_kind) = self.resources.get_mut(&kind) {
            of_kind.remove(id);
            if of_kind.is_empty() {
                self.resources.remove(&kind);
            }
        }
        match kind {
            Kind::LaunchTemplate => {
                self.template_versions.remove(id);
                self.older_templates.retain(|version, _| !version.starts_with(&format!("{id}:")));
            }
            Kind::StandaloneInstance => drop(self.user_data.remove(id)),
            Kind::AutoscalingGroup => self.instances.retain(|_, instance| instance.group != *id),
            _ => {}
        }
    }

    /// The instances that count towards the size of a group, by name.
    pub(super) fn members(&self, group: &CloudId) -> Vec<String> {
        let of_group = self.instances.iter().filter(|(_, instance)| instance.group == *group && !instance.detached);
        of_group.map(|(name, _)| name.clone()).collect()
    }

    /// Counts a request, and returns its id.
    pub(super) fn next_request(&mut self) -> String {
        self.requests += 1;
        format!("sim-{:08x}", self.requests)
    }

    /// A version of a launch template, by its id and number; none where no instance runs an old one any more.
    pub(super) fn launch_template(&self, version: &str) -> Option<&LaunchTemplate> {
        let (id, number) = version.rsplit_once(':')?;
        let is_newest = number == self.template_version(&id.into()).to_string();
        if is_newest { self.find(id) } else { self.older_templates.get(version) }
    }

    /// The newest version of a launch template.
    pub(super) fn template_version(&self, id: &CloudId) -> u32 {
        self.template_versions.get(id).copied().unwrap_or(1)
    }

    /// The version of a launch template that a group means. The default is the newest: every change of a template makes it so.
    pub(super) fn resolved_version(&self, template: &CloudId, version: &str) -> String {
        if version.starts_with('$') { self.template_version(template).to_string() } else { version.to_owned() }
    }
}

fn default_account_id() -> String {
    "123456789012".to_owned()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
