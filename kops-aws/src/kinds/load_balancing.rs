//! Reads load balancers of both generations, target groups and listeners.
//!
//! Elastic Load Balancing has no filter by tag: all load balancers of the account are listed in pages. Those that the scope
//! names are the cluster's, and so are those in its VPCs that have its tags, which controllers made for services. Only for
//! these are attributes and listeners read.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_elasticloadbalancing::types::LoadBalancerDescription;
use aws_sdk_elasticloadbalancingv2::types::{LoadBalancer, TargetGroup};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::Tags;

use super::{classic_load_balancer, network_load_balancer, target_group};
use crate::reader::Reader;

/// Elastic Load Balancing answers for the tags of at most so many load balancers or target groups in a call.
const TAGS_AT_ONCE: usize = 20;

/// What Elastic Load Balancing lists of an account.
pub(crate) struct Listed {
    network: Vec<LoadBalancer>,
    target_groups: Vec<TargetGroup>,
    classic: Vec<LoadBalancerDescription>,
}

/// Lists all load balancers and target groups of the account.
pub(crate) async fn list(reader: Reader<'_>) -> Result<Listed, CloudError> {
    let (network, target_groups, classic) = futures::try_join!(
        network_load_balancer::list(reader),
        target_group::list(reader),
        classic_load_balancer::list(reader),
    )?;
    Ok(Listed { network, target_groups, classic })
}

/// Asks for the tags of load balancers or target groups. Where one of some is gone, Elastic Load Balancing does not say which, and answers
/// for none of them: they are asked for one by one then.
pub(super) async fn described<A, F>(all: &[String], ask: impl Fn(Vec<String>) -> F) -> Result<Vec<A>, CloudError>
where
    F: Future<Output = Result<Option<A>, CloudError>>,
{
    let mut asked: Vec<Vec<String>> = all.chunks(TAGS_AT_ONCE).map(<[String]>::to_vec).collect();
    let mut answers = Vec::new();
    while let Some(some) = asked.pop() {
        match ask(some.clone()).await? {
            Some(answer) => answers.push(answer),
            None if some.len() > 1 => asked.extend(some.into_iter().map(|one| vec![one])),
            None => {}
        }
    }
    Ok(answers)
}

/// Reads those that the scope names, and in the cluster's VPCs those that have its tags; with listeners.
pub(crate) async fn read(
    reader: Reader<'_>,
    listed: Listed,
    vpcs: &BTreeSet<String>,
) -> Result<Vec<Observed>, CloudError> {
    let Listed { mut network, mut target_groups, mut classic } = listed;
    let in_vpc = |vpc: Option<&str>| vpc.is_some_and(|vpc| vpcs.contains(vpc));
    network.retain(|b| network_load_balancer::is_named(reader, b) || in_vpc(b.vpc_id()));
    target_groups.retain(|g| target_group::is_named(reader, g) || in_vpc(g.vpc_id()));
    classic.retain(|b| classic_load_balancer::is_named(reader, b) || in_vpc(b.vpc_id()));

    let arns = network.iter().filter_map(|b| b.load_balancer_arn.clone());
    let arns = arns.chain(target_groups.iter().filter_map(|g| g.target_group_arn.clone())).collect();
    let names = classic.iter().filter_map(|b| b.load_balancer_name.clone()).collect();
    let (tags, classic_tags) = futures::try_join!(
        network_load_balancer::tags_of(reader.clients, reader.calls, arns),
        classic_load_balancer::tags_of(reader, names),
    )?;

    let owned = |tags: &BTreeMap<String, Tags>, id: Option<&str>| {
        id.and_then(|id| tags.get(id)).is_some_and(|tags| reader.owns(tags))
    };
    network.retain(|b| network_load_balancer::is_named(reader, b) || owned(&tags, b.load_balancer_arn()));
    target_groups.retain(|g| target_group::is_named(reader, g) || owned(&tags, g.target_group_arn()));
    classic.retain(|b| classic_load_balancer::is_named(reader, b) || owned(&classic_tags, b.load_balancer_name()));

    let (network, target_groups, classic) = futures::try_join!(
        try_join_all(network.iter().map(|b| network_load_balancer::with_listeners(reader, b, &tags))),
        try_join_all(target_groups.iter().map(|g| target_group::one(reader, g, &tags))),
        try_join_all(classic.iter().map(|b| classic_load_balancer::one(reader, b, &classic_tags))),
    )?;
    Ok(network.into_iter().flatten().chain(target_groups.into_iter().chain(classic).flatten()).collect())
}
