//! What the kinds of EC2 share: their tags, and how a creation finds what an earlier try of it made.

use aws_sdk_ec2::types::Filter;
use kops_core::cloud::CloudError;
use kops_core::naming::tags::NAME;
use kops_core::resource::{Outputs, Tags};

use crate::error::Call;
use crate::filter::{cluster_tag, filter};
use crate::step::{StepContext, with_id};
use crate::tags;

/// Brings the tags of a resource to what they should be. All are written, so that a resource that is gone is an error.
pub(crate) async fn retag(
    ctx: StepContext<'_>,
    id: &str,
    current: &Tags,
    desired: &Tags,
) -> Result<Outputs, CloudError> {
    let (_, remove) = tags::difference(current, desired);
    if !desired.is_empty() {
        let request = ctx.clients.ec2.create_tags().resources(id).set_tags(Some(tags::to_ec2(desired))).send();
        ctx.calls.send(Call::new("ec2", "CreateTags"), request).await?;
    }
    if !remove.is_empty() {
        let removed = remove.iter().map(|key| aws_sdk_ec2::types::Tag::builder().key(key).build()).collect();
        let request = ctx.clients.ec2.delete_tags().resources(id).set_tags(Some(removed)).send();
        ctx.calls.send(Call::new("ec2", "DeleteTags"), request).await?;
    }
    Ok(with_id(id))
}

/// Filters for what an earlier try of a creation made; `None` where it has no name to find it by.
pub(crate) fn created_filters(ctx: StepContext<'_>, tags: &Tags) -> Option<Vec<Filter>> {
    let name = tags.get(NAME)?;
    Some(vec![filter(&format!("tag:{NAME}"), [name]), filter(&cluster_tag(), [ctx.cluster])])
}

/// The id of the resource that an earlier try of the same creation made: the one that was kept, or that has all of its tags.
macro_rules! find_created {
    ($ctx:expr, $tags:expr, $operation:literal, $request:ident, $list:ident, $id:ident) => {
        match ($ctx.made.by($ctx.token), $crate::ec2::created_filters($ctx, $tags)) {
            (None, None) => None,
            (Some(id), _) => Some(id),
            (None, Some(filters)) => {
                let request = $ctx.clients.ec2.$request().set_filters(Some(filters)).send();
                let answer = $ctx.calls.send($crate::error::Call::new("ec2", $operation), request).await?;
                let mut found = answer
                    .$list()
                    .iter()
                    .filter(|found| $crate::step::has_tags(&$crate::tags::ec2(found.tags()), $tags));
                let found = found.find_map(|found| found.$id.clone());
                if found.is_none() {
                    $ctx.made.not_found($ctx.token, $operation)?;
                }
                found
            }
        }
    };
}

pub(crate) use find_created;
