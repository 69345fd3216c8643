//! The row of a kind: everything that the planner, the simulated account and the reports know of it beside its fields.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CloudId, Disruption, Field, Fields, Kind, Output, Resource};

/// Everything that is known of a kind beside its fields.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Properties {
    /// The word for ids and JSON: `route-table`.
    pub slug: &'static str,
    /// The words for people: `route table`.
    pub title: &'static str,
    /// The section of a report that it is in.
    pub section: Section,
    /// The type of Terraform's AWS provider; none for a kind that is a block of another one.
    pub terraform: Option<&'static str>,
    /// When an obsolete one is deleted.
    pub removal: Removal,
    /// What deleting one may disturb.
    pub deletion_disrupts: Disruption,
    /// What changing a field may disturb, where the field does not say.
    pub update_disrupts: Disruption,
    /// What the user can do about a difference that AWS cannot change, where the field does not say.
    pub advice: &'static str,
    /// What it is a part of.
    pub part_of: Option<PartOf>,
    /// The fields that name what AWS lists it with.
    pub listed_with: &'static [&'static Field],
    /// The form of its ids, where they tell the kind.
    pub id: IdForm,
    /// How AWS finds one that the cluster may have.
    pub found_by: FoundBy,
    /// Kinds that share its names: one of them may be there under the name that is wanted.
    pub shares_names_with: &'static [Kind],
    /// The tags that identify one, best first, among what the cluster owns; none where fields are its identity.
    pub identity_tags: &'static [&'static str],
    /// How one that the graph does not know is called in a plan.
    pub label: Label,
    /// Whose one without tags is.
    pub owner: PartOwner,
    /// Where AWS does not return its tags: which name only a cluster's own can have.
    pub clusters_name: Option<NameRule>,
    /// One with such a name and without this field was made by a controller in the cluster.
    pub workload_without: Option<&'static Field>,
    /// One of the cluster without a tag that begins like this was made by a controller in it.
    pub workload_without_tag: Option<&'static str>,
    /// Nodes and controllers of the cluster make it, never a spec: it is in no graph, is read where a cluster is deleted, and goes with it.
    pub made_in_cluster: bool,
    /// AWS makes some by itself, which a creation takes over without a word.
    pub made_by_aws: bool,
    /// All its tags are the cluster's: those that the spec does not want go. Of other kinds only kops's own do.
    pub owns_tags: bool,
    /// What an update writes.
    pub update_writes: Written,
    /// What an update assigns anew.
    pub renews: &'static [Output],
    /// What an update of some fields assigns anew.
    pub renews_with: &'static [Renewal],
    /// The list of subnets in which it serves connections, which end in each subnet that it leaves.
    pub serves_in: Option<&'static Field>,
    /// What one without a field is, where it only keeps a place.
    pub placeholder: Option<Placeholder>,
    /// The field whose text has [`Output::Sha256`] and [`Output::Sha256Base64`].
    pub hashed: Option<&'static Field>,
    /// What holds on to it without a field that says so, and must be deleted before it.
    pub held_by: Holders,
    /// What it is a part of changes only while there is none of this.
    pub excludes_changes_of_whole: bool,
    /// The field that names another whole of this kind: where both wholes are deleted, this must be deleted first.
    pub ties_to: Option<(&'static Field, Kind)>,
    /// Addresses that only one of this kind can have.
    pub occupies: Option<Occupied>,
    /// A creation takes effect only some time after its call.
    pub async_create: bool,
    /// A deletion takes effect only some time after its call.
    pub async_delete: bool,
    /// AWS still shows one that is being deleted.
    pub shows_deletion: bool,
}

impl Properties {
    /// A kind that is found by its tags, stands alone, and whose changes and deletion disrupt nothing.
    pub(super) const DEFAULT: Self = Self {
        slug: "",
        title: "",
        section: Section::Network,
        terraform: None,
        removal: Removal::Prune,
        deletion_disrupts: Disruption::None,
        update_disrupts: Disruption::None,
        advice: "keep what is there, or delete the resource first, so that a new one is made",
        part_of: None,
        listed_with: &[],
        id: IdForm::Any,
        found_by: FoundBy::Tags,
        shares_names_with: &[],
        identity_tags: &[],
        label: Label::NameTag,
        owner: PartOwner::Unknown,
        clusters_name: None,
        workload_without: None,
        workload_without_tag: None,
        made_in_cluster: false,
        made_by_aws: false,
        owns_tags: false,
        update_writes: Written::Changes,
        renews: &[],
        renews_with: &[],
        serves_in: None,
        placeholder: None,
        hashed: None,
        held_by: Holders { kinds: &[], roles: &[] },
        excludes_changes_of_whole: false,
        ties_to: None,
        occupies: None,
        async_create: false,
        async_delete: false,
        shows_deletion: false,
    };
}

/// An output that AWS assigns anew when some fields change.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Renewal {
    /// The output.
    pub output: Output,
    /// The fields.
    pub fields: &'static [&'static Field],
}

/// A resource that keeps the place of what the cluster's instances put there: it is made only before there are any, and one that is
/// there is not changed, whatever it holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Placeholder {
    /// The field that such a resource lacks.
    pub without: &'static Field,
    /// The kind that runs the cluster's instances.
    pub until: Kind,
}

/// When something that the cluster owns and no longer wants is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Removal {
    /// At once: nothing is lost that the next apply could not make again.
    Immediate,
    /// Only when the user asks to prune: something runs on it.
    Prune,
    /// Only when the user allows it by name: it holds data.
    Guarded,
    /// Only when the whole cluster is deleted.
    WithCluster,
}

/// Kinds that belong together for people, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Section {
    /// VPCs, subnets, gateways and routes.
    Network,
    /// Security groups and their rules.
    Firewall,
    /// IAM and SSH keys.
    Access,
    /// The volumes of etcd.
    Volumes,
    /// Load balancers with listeners and target groups.
    LoadBalancers,
    /// Autoscaling groups and launch templates.
    Groups,
    /// Records and hosted zones.
    Dns,
    /// Queues and event rules.
    Events,
    /// Objects of the state store.
    StateStore,
}

impl Section {
    /// Every section, in the order of a report.
    pub const ALL: [Self; 9] = [
        Self::Network,
        Self::Firewall,
        Self::Access,
        Self::Volumes,
        Self::LoadBalancers,
        Self::Groups,
        Self::Dns,
        Self::Events,
        Self::StateStore,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Network => "Network",
            Self::Firewall => "Firewall",
            Self::Access => "Access",
            Self::Volumes => "Storage",
            Self::LoadBalancers => "Load balancing",
            Self::Groups => "Instances",
            Self::Dns => "DNS",
            Self::Events => "Events",
            Self::StateStore => "State store",
        }
    }
}

/// What a resource is a part of.
#[derive(Clone, Copy, Debug)]
pub struct PartOf {
    /// The field that names the whole.
    pub field: &'static Field,
    /// What becomes of the part when the whole is deleted.
    pub on_delete: OnParentDelete,
}

/// What becomes of a part when the whole that it is in is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnParentDelete {
    /// It goes with the whole, without a step of its own.
    Cascades,
    /// The whole cannot be deleted before it, regardless of its owner.
    DeleteFirst,
}

impl PartOf {
    /// A part that goes with the whole that a field names.
    pub(super) const fn cascading(field: &'static Field) -> Option<Self> {
        Some(Self { field, on_delete: OnParentDelete::Cascades })
    }

    /// A part that must be deleted before the whole that a field names.
    pub(super) const fn deleted_first(field: &'static Field) -> Option<Self> {
        Some(Self { field, on_delete: OnParentDelete::DeleteFirst })
    }
}

/// The form of the ids of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdForm {
    /// Names, URLs and others that do not tell the kind.
    Any,
    /// What ids of EC2 begin with: `vpc-`.
    Prefix(&'static str),
    /// What ARNs have inside: `:targetgroup/`.
    Arn(&'static str),
}

impl IdForm {
    /// True for a text that can only be an id of the kind.
    pub(crate) fn is_id(self, text: &str) -> bool {
        match self {
            Self::Any => false,
            Self::Prefix(prefix) => text.starts_with(prefix),
            Self::Arn(part) => text.starts_with("arn:") && text.contains(part),
        }
    }
}

/// How AWS finds one that the cluster may have.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FoundBy {
    /// By the cluster's tags, or with what it is a part of.
    Tags,
    /// By the name in this field.
    Name(&'static Field),
    /// By the name in this field, which no other resource of the kind has: it may stand for the resource in references.
    UniqueName(&'static Field),
    /// As `UniqueName`, and AWS does not find it by its tags.
    UniqueNameOnly(&'static Field),
    /// As a record of a hosted zone, by name.
    Record {
        /// The field that names the zone.
        zone: &'static Field,
        /// The field with the name.
        name: &'static Field,
    },
}

impl FoundBy {
    /// The field with the name that AWS finds one by.
    pub(crate) fn name(self) -> Option<&'static Field> {
        match self {
            Self::Name(field) | Self::UniqueName(field) | Self::UniqueNameOnly(field) => Some(field),
            Self::Tags | Self::Record { .. } => None,
        }
    }

    /// The field with a name that may stand for the resource.
    pub(crate) fn unique_name(self) -> Option<&'static Field> {
        match self {
            Self::UniqueName(field) | Self::UniqueNameOnly(field) => Some(field),
            Self::Tags | Self::Name(_) | Self::Record { .. } => None,
        }
    }

    /// True where AWS finds one by its name only, whatever its tags are.
    pub(crate) fn ignores_tags(self) -> bool {
        matches!(self, Self::UniqueNameOnly(_) | Self::Record { .. })
    }
}

/// How something that the graph does not know is called in a plan; by its id where it has none of this.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Label {
    /// By the tag `Name`.
    NameTag,
    /// By the tag `Name`, or by a field.
    NameTagOr(&'static Field),
    /// By a field.
    Field(&'static Field),
    /// By two fields with a slash between them.
    Pair(&'static Field, &'static Field),
    /// By what is behind the last slash of a field.
    LastSegment(&'static Field),
    /// By the tag `Name`, or by what a security group rule allows, as kops names it.
    NameTagOrRule,
    /// By a number with a word before it: `port-443`.
    Numbered(&'static str, &'static Field),
}

/// Names that only a cluster's own resources can have.
#[derive(Clone, Copy, Debug)]
pub struct NameRule {
    /// The field with the name.
    pub field: &'static Field,
    /// Tells by a name and the name of a cluster.
    pub is_clusters: fn(&str, &str) -> bool,
}

/// Whose a resource without tags is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PartOwner {
    /// It is not known.
    Unknown,
    /// As what a field names.
    Of(&'static Field),
    /// As what the first field names, where what the second names is the cluster's too: people and controllers add their own.
    OfBoth(&'static Field, &'static Field),
    /// As what `whole` names, where it has a name that kops gives: people add their own.
    OfNamed {
        /// The field that names the whole.
        whole: &'static Field,
        /// The field with the name.
        name: &'static Field,
        /// Tells whether kops gives this name, by the name and the text of `whole`.
        is_ours: fn(&str, &str) -> bool,
    },
}

/// What an update writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Written {
    /// The fields that change.
    Changes,
    /// All fields but the tags.
    AllButTags,
    /// Everything: what the spec leaves open is written as it is.
    Everything,
}

/// What holds on to a resource without a field that says so.
#[derive(Clone, Copy, Debug)]
pub struct Holders {
    /// The kinds.
    pub kinds: &'static [Kind],
    /// Where some of them have the tag of one of these roles, those only.
    pub roles: &'static [&'static str],
}

/// A range of addresses that only one resource of a kind can have.
#[derive(Clone, Copy, Debug)]
pub struct Occupied {
    /// The field with the range.
    pub range: &'static Field,
    /// The field that names what the range is in.
    pub within: &'static Field,
}

impl Kind {
    /// True for what is kept in the state store, and not in the account.
    pub fn is_in_store(self) -> bool {
        self.properties().section == Section::StateStore
    }

    /// The word for ids and JSON: `route-table`.
    pub fn slug(self) -> &'static str {
        self.properties().slug
    }

    /// The words for people: `route table`.
    pub fn title(self) -> &'static str {
        self.properties().title
    }

    /// What the resource with an id is called. Load balancers that controllers made are of one kind, and say in their ARN what they are.
    pub(crate) fn title_of(self, id: &CloudId) -> &'static str {
        match self {
            Self::NetworkLoadBalancer if id.0.contains(":loadbalancer/app/") => "application load balancer",
            Self::NetworkLoadBalancer if id.0.contains(":loadbalancer/gwy/") => "gateway load balancer",
            _ => self.title(),
        }
    }

    /// When an obsolete one is deleted.
    pub fn removal(self) -> Removal {
        self.properties().removal
    }

    /// Finds a field by its name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The field that holds the tags, where it has any.
    pub fn tags(self) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.holds_tags())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The kind of a struct, and the way to it from a [`Resource`].
pub(crate) trait OfKind: Fields + Clone + PartialEq + Into<Resource> + 'static {
    /// The kind.
    const KIND: Kind;

    /// The resource, where it is of this kind.
    fn of(resource: &Resource) -> Option<&Self>;
}
