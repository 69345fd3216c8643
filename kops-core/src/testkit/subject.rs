//! A cloud under test and what there is to know of it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::cloud::Cloud;
use crate::cloud::memory::Account;
use crate::facts::{HostedZone, Image, MachineType};

/// The prefix list of the simulated account.
const PREFIX_LIST: &str = "pl-00000000000000001";

/// A cloud under test: an account in which the suite may make and delete what it likes.
#[derive(Clone)]
pub struct Subject {
    /// The cloud.
    pub cloud: Arc<dyn Cloud>,
    /// The region.
    pub region: String,
    /// Availability zones, at least two.
    pub zones: Vec<String>,
    /// The id of an image.
    pub image: String,
    /// An instance type that can run it.
    pub machine_type: String,
    /// The ARN of a managed policy that roles may have; it is not changed.
    pub managed_policy: String,
    /// The id and the name of a hosted zone; without one, records are left out.
    pub hosted_zone: Option<(String, String)>,
    /// The id of a prefix list; without one, rules for prefix lists are left out.
    pub prefix_list: Option<String>,
    /// What the account behind the cloud cannot satisfy, and why: an emulator lacks a rule of AWS. A check
    /// (`delete/subnet-in-use`), or a part of one (`refuse/duplicates internet-gateway`).
    pub lacks: BTreeMap<&'static str, &'static str>,
    /// How many times the suite repeats a call that may succeed later, or looks at something that is not ready.
    pub patience: u32,
    /// What passes between two tries.
    pub pause: Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>,
}

impl Subject {
    /// A simulated account with an image, an instance type, a hosted zone and a prefix list.
    pub fn simulated() -> Self {
        Self::of_account(Self::simulated_account())
    }

    /// The account of [`Subject::simulated`].
    pub fn simulated_account() -> Account {
        Account::new("us-east-2")
            .with_image(Image {
                id: "ami-00000000000000001".into(),
                name: "conformance".into(),
                owner: "123456789012".into(),
                architecture: "x86_64".into(),
                root_device_name: "/dev/xvda".into(),
                creation_date: "2026-01-01T00:00:00.000Z".into(),
            })
            .with_machine_type(
                "t3.medium",
                MachineType {
                    architectures: vec!["x86_64".into()],
                    vcpus: 2,
                    memory_mib: 4096,
                    ..MachineType::default()
                },
            )
            .with_hosted_zone(HostedZone {
                id: "Z0000000000001".into(),
                name: "example.com".into(),
                ..HostedZone::default()
            })
            .with_other(PREFIX_LIST)
    }

    /// A simulated account that has the image `ami-00000000000000001`, the instance type `t3.medium`, the hosted zone
    /// `example.com` and the prefix list `pl-00000000000000001`, as [`Subject::simulated`] makes them.
    pub fn of_account(account: Account) -> Self {
        Self {
            cloud: Arc::new(account),
            region: "us-east-2".into(),
            zones: vec!["us-east-2a".into(), "us-east-2b".into()],
            image: "ami-00000000000000001".into(),
            machine_type: "t3.medium".into(),
            managed_policy: "arn:aws:iam::aws:policy/ReadOnlyAccess".into(),
            hosted_zone: Some(("Z0000000000001".into(), "example.com".into())),
            prefix_list: Some(PREFIX_LIST.into()),
            lacks: BTreeMap::new(),
            patience: 50,
            pause: Arc::new(|| Box::pin(async {})),
        }
    }
}

impl Subject {
    /// True where the account cannot satisfy a part of a check.
    pub(super) fn lacks(&self, check: &str, part: impl fmt::Display) -> bool {
        self.lacks.contains_key(format!("{check} {part}").as_str())
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("cloud", &self.cloud).field("region", &self.region).finish_non_exhaustive()
    }
}
