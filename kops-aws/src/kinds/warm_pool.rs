//! Warm pools of autoscaling groups, which are read with their groups.

use aws_sdk_autoscaling::types::WarmPoolConfiguration;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{Outputs, WarmPool};

use super::autoscaling_group::LIST;
use crate::error::Call;
use crate::reader::observed;
use crate::step::{StepContext, Update, known, with_id};

const SERVICE: &str = "autoscaling";

/// What stands for the group's largest size in requests.
const NO_MAXIMUM: i32 = -1;

pub(super) fn observe(group: &str, pool: &WarmPoolConfiguration) -> Result<Observed, CloudError> {
    let resource = WarmPool {
        group: group.into(),
        min_size: LIST.require(pool.min_size, "MinSize")?,
        max_prepared: pool.max_group_prepared_capacity,
    };
    let mut seen = observed(group, resource);
    seen.deleting = pool.status().is_some();
    Ok(seen)
}

/// Puts the pool of a group, which replaces the one that it has.
pub(crate) async fn create(ctx: StepContext<'_>, pool: &WarmPool) -> Result<Outputs, CloudError> {
    let WarmPool { group, min_size, max_prepared } = pool;
    let group = known(group)?;
    let request = ctx
        .clients
        .autoscaling
        .put_warm_pool()
        .auto_scaling_group_name(group)
        .min_size(*min_size)
        .max_group_prepared_capacity(max_prepared.unwrap_or(NO_MAXIMUM));
    ctx.calls.send(Call::new(SERVICE, "PutWarmPool"), request.send()).await?;
    Ok(with_id(group))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, WarmPool>) -> Result<Outputs, CloudError> {
    create(ctx, update.desired).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, pool: &WarmPool) -> Result<(), CloudError> {
    let request = ctx.clients.autoscaling.delete_warm_pool().auto_scaling_group_name(known(&pool.group)?);
    ctx.calls.send(Call::new(SERVICE, "DeleteWarmPool"), request.force_delete(true).send()).await.map(drop)
}
