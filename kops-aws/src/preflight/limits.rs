//! The limits of quotas: from Service Quotas, and from Auto Scaling and IAM, which say them together with their use.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::types::SummaryKeyType;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Quota};

use super::{Part, count, is_of_iam, part};
use crate::error::Call;
use crate::facts::Lookup;

/// Reads the limits of some quotas: what applies to the account, and where Service Quotas has nothing of that, AWS's default.
pub(super) async fn read(
    lookup: Lookup<'_>,
    quotas: impl Iterator<Item = Quota>,
) -> Result<BTreeMap<Quota, Part<u64>>, CloudError> {
    let mut services: BTreeMap<&str, BTreeSet<Quota>> = BTreeMap::new();
    for quota in quotas {
        services.entry(quota.service()).or_default().insert(quota);
    }
    let read = services.into_iter().map(|(service, quotas)| async move {
        let found = match service {
            "iam" => part(of_iam(lookup).await)?,
            "autoscaling" => part(of_autoscaling(lookup).await)?,
            _ => part(of_service(lookup, service, &quotas).await)?,
        };
        let limits = quotas.into_iter().map(|quota| {
            let limit = match &found {
                Ok(limits) => limits.get(quota.code()).copied().ok_or_else(|| "AWS does not say the limit".to_owned()),
                Err(why) => Err(why.clone()),
            };
            (quota, limit)
        });
        Ok(limits.collect::<Vec<_>>())
    });
    Ok(try_join_all(read).await?.into_iter().flatten().collect())
}

/// The limits of a service by code.
async fn of_service(
    lookup: Lookup<'_>,
    service: &str,
    quotas: &BTreeSet<Quota>,
) -> Result<BTreeMap<String, u64>, CloudError> {
    let client = &lookup.clients.service_quotas;
    let applied = client.list_service_quotas().service_code(service).into_paginator().send();
    let applied = lookup.calls.pages(Call::new("servicequotas", "ListServiceQuotas"), applied).await?;
    let of = |quotas: &[aws_sdk_servicequotas::types::ServiceQuota]| -> Vec<(String, u64)> {
        quotas
            .iter()
            .filter_map(|quota| Some((quota.quota_code()?.to_owned(), quota.value()?.max(0.0) as u64)))
            .collect()
    };
    let mut limits: BTreeMap<_, _> = applied.iter().flat_map(|page| of(page.quotas())).collect();
    if quotas.iter().any(|quota| !limits.contains_key(quota.code())) {
        let defaults = client.list_aws_default_service_quotas().service_code(service).into_paginator().send();
        let call = Call::new("servicequotas", "ListAWSDefaultServiceQuotas");
        for (code, limit) in lookup.calls.pages(call, defaults).await?.iter().flat_map(|page| of(page.quotas())) {
            limits.entry(code).or_insert(limit);
        }
    }
    Ok(limits)
}

async fn of_autoscaling(lookup: Lookup<'_>) -> Result<BTreeMap<String, u64>, CloudError> {
    let request = lookup.clients.autoscaling.describe_account_limits().send();
    let answer = lookup.calls.send(Call::new("autoscaling", "DescribeAccountLimits"), request).await?;
    let limit = count(answer.max_number_of_auto_scaling_groups());
    Ok(limit.map(|limit| (Quota::AutoscalingGroups.code().to_owned(), limit)).into_iter().collect())
}

async fn of_iam(lookup: Lookup<'_>) -> Result<BTreeMap<String, u64>, CloudError> {
    let request = lookup.clients.iam.get_account_summary().send();
    let answer = lookup.calls.send(Call::new("iam", "GetAccountSummary"), request).await?;
    let limit = |quota: &Quota| {
        let key = match quota {
            Quota::Roles => SummaryKeyType::RolesQuota,
            Quota::InstanceProfiles => SummaryKeyType::InstanceProfilesQuota,
            _ => SummaryKeyType::AttachedPoliciesPerRoleQuota,
        };
        let limit = answer.summary_map().and_then(|summary| summary.get(&key).copied());
        Some((quota.code().to_owned(), count(limit)?))
    };
    Ok(Quota::ALL.iter().filter(|quota| is_of_iam(**quota)).filter_map(limit).collect())
}
