//! The API of a test's cluster, which checks how much of it is missing.

use std::collections::BTreeMap;
use std::future::{pending, poll_fn};
use std::net::IpAddr;
use std::sync::Mutex;
use std::task::Poll;

use async_trait::async_trait;
use kops_core::apply::Cancel;
use kops_core::cloud::{Instance, InstanceState};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind, Eviction, Lease, Node, NodeChange, Pod, PodId, PodQuery,
};
use kops_core::lifecycle::ExpectedGroup;
use kops_core::lifecycle::rolling::GroupSettings;
use kops_core::naming::Role;

use super::fleet::{Fleet, NEW, OLD};

/// The API of a simulated cluster that notes each time that nodes are listed how many of each group are missing.
#[derive(Debug)]
pub(crate) struct Audited {
    pub(crate) inner: SimulatedCluster,
    pub(crate) fleet: Fleet,
    pub(crate) groups: Vec<ExpectedGroup>,
    pub(crate) found: Mutex<Vec<String>>,
    pub(crate) calls: Mutex<BTreeMap<&'static str, u32>>,
    pub(crate) fails: Mutex<u32>,
    pub(crate) fails_as: Mutex<ClusterApiErrorKind>,
    pub(crate) refuses_changes: Mutex<bool>,
    pub(crate) refuses_evictions: Mutex<Option<ClusterApiErrorKind>>,
    /// How many changes of nodes are under way, and the most that were at once.
    pub(crate) under_way: Mutex<(usize, usize)>,
    pub(crate) unanswered: Mutex<Option<Unanswered>>,
}

/// A write of the lease that is never answered, as the run is cancelled meanwhile.
#[derive(Clone, Debug)]
pub(crate) struct Unanswered {
    pub(crate) cancel: Cancel,
    /// It is a renewal, rather than the write that takes the lease.
    pub(crate) is_renewal: bool,
    pub(crate) takes_effect: bool,
}

impl Audited {
    pub(crate) fn count(&self, call: &'static str) -> Result<(), ClusterApiError> {
        *self.calls.lock().unwrap().entry(call).or_default() += 1;
        let mut fails = self.fails.lock().unwrap();
        if *fails > 0 {
            *fails -= 1;
            let kind = *self.fails_as.lock().unwrap();
            return Err(ClusterApiError::new(kind, call, "the API server is not itself"));
        }
        Ok(())
    }

    /// Nodes that serve, against those that should.
    pub(crate) fn audit(&self, nodes: &[Node]) {
        let nodes: BTreeMap<&str, &Node> = nodes.iter().filter_map(|node| Some((node.instance()?, node))).collect();
        let serves = |instance: &Instance| {
            nodes.get(instance.id.as_str()).is_some_and(|node| node.is_ready() && !node.unschedulable)
        };
        for running in self.fleet.groups().into_iter().filter(|running| running.role != Some(Role::Bastion)) {
            let group =
                self.groups.iter().find(|group| group.autoscaling_group.as_ref() == Some(&running.name)).unwrap();
            let settings = GroupSettings::of(group, usize::try_from(running.desired).unwrap());
            let least = usize::try_from(running.desired).unwrap().saturating_sub(settings.max_unavailable);
            let serving = running.instances.iter().filter(|instance| serves(instance)).count();
            if serving < least {
                self.found.lock().unwrap().push(format!("{}: {serving} of at least {least} serve", group.name));
            }
            let surplus = running.instances.iter().filter(|instance| instance.state.is_live()).count();
            let surplus = surplus.saturating_sub(usize::try_from(running.desired).unwrap());
            if surplus > settings.max_surge {
                self.found.lock().unwrap().push(format!("{}: {surplus} instances too many", group.name));
            }
            let of = |template: &str| {
                let instances = running.instances.iter().filter(|instance| {
                    instance.template.as_deref() == Some(template) && instance.state == InstanceState::InService
                });
                instances.filter(|instance| serves(instance)).count()
            };
            let begun = usize::try_from(running.desired).unwrap().saturating_sub(of(OLD));
            if of(NEW) == 0 && begun > 1 {
                self.found.lock().unwrap().push(format!("{}: {begun} replaced before a new one serves", group.name));
            }
        }
    }
}

/// Lets the other calls go on that are under way.
async fn give_way() {
    let mut has_waited = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut has_waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[async_trait]
impl ClusterApi for Audited {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        self.inner.addresses().await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        self.count("nodes")?;
        let nodes = self.inner.nodes().await?;
        self.audit(&nodes);
        Ok(nodes)
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        self.count("pods")?;
        self.inner.pods(query).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.inner.budgets().await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        self.count("change_node")?;
        if *self.refuses_changes.lock().unwrap() {
            let error =
                ClusterApiError::new(ClusterApiErrorKind::Internal, "patch node", "the webhook does not answer");
            return Err(error.status(500));
        }
        {
            let mut under_way = self.under_way.lock().unwrap();
            *under_way = (under_way.0 + 1, under_way.1.max(under_way.0 + 1));
        }
        give_way().await;
        self.under_way.lock().unwrap().0 -= 1;
        self.inner.change_node(node, change).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.count("evict")?;
        if let Some(kind) = *self.refuses_evictions.lock().unwrap() {
            return Err(ClusterApiError::new(kind, "evict pod", "the pod has two budgets"));
        }
        self.inner.evict(pod).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        self.count("lease")?;
        self.inner.lease(name).await
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        self.count("write_lease")?;
        let unanswered = self.unanswered.lock().unwrap().clone();
        let is_renewal = lease.renewed > lease.acquired;
        if let Some(unanswered) = unanswered.filter(|wanted| wanted.is_renewal == is_renewal && lease.holder.is_some())
        {
            if unanswered.takes_effect {
                self.inner.write_lease(lease).await?;
            }
            unanswered.cancel.cancel();
            pending::<()>().await;
        }
        self.inner.write_lease(lease).await
    }
}
