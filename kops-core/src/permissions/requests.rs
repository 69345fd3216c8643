//! The calls of a plan as requests to IAM, which can say beforehand whether it allows them.

use std::collections::BTreeMap;

use super::scope::{Need, Place, Scope, key_context, of_types};
use super::{StepNeeds, resource_type, steps};
use crate::cloud::PermissionRequest;
use crate::plan::Plan;
use crate::resource::ResourceId;

/// Returns the calls that applying a plan makes in the account, each with the resources that take it.
///
/// Left out is what depends on more than the plan knows: what Auto Scaling asks of EC2 in the caller's name, a role that only the account
/// knows, the roles of AWS's own services, which may exist already, and the bucket of the state store, whose policy counts too.
pub fn requests<'a>(plan: &'a Plan, place: &Place) -> BTreeMap<PermissionRequest, Vec<&'a ResourceId>> {
    let mut found: BTreeMap<PermissionRequest, Vec<&ResourceId>> = BTreeMap::new();
    for step in steps(plan, place) {
        for request in step.needs.iter().flat_map(|need| of_need(*need, &step, place)) {
            found.entry(request).or_default().push(step.resource);
        }
    }
    found
}

fn of_need(need: Need, step: &StepNeeds<'_>, place: &Place) -> Vec<PermissionRequest> {
    let request = |resource: String, known: Option<(String, String)>| {
        let region = ("aws:RequestedRegion".to_owned(), place.region.clone());
        PermissionRequest { context: known.into_iter().chain([region]).collect(), action: need.action.into(), resource }
    };
    let tagged = |key: &str| (format!("aws:{key}/{}", step.mark.0), step.mark.1.clone());
    let ec2 = |name: &str| place.arn("ec2", &format!("{name}/*"));
    match need.scope {
        Scope::New(_) | Scope::Own(_) => {
            let on = of_types(need.scope, step.shared.as_ref());
            on.map(|(name, key)| request(place.arn("ec2", &name), key.map(tagged))).collect()
        }
        Scope::TagNew => {
            resource_type(step.row).map(|name| request(ec2(name), Some(tagged("RequestTag")))).into_iter().collect()
        }
        Scope::Retag => {
            resource_type(step.row).map(|name| request(ec2(name), Some(tagged("ResourceTag")))).into_iter().collect()
        }
        Scope::Named => step.arns.named.iter().map(|arn| request(arn.clone(), None)).collect(),
        Scope::Key => {
            let of_key = |arn: &String| request(arn.clone(), key_context(place).into_iter().next());
            step.arns.named.iter().map(of_key).collect()
        }
        Scope::PassRole => {
            let role = step.arns.passed_role.iter().filter(|arn| !arn.ends_with('*'));
            let service = ("iam:PassedToService".to_owned(), place.ec2_service());
            role.map(|arn| request(arn.clone(), Some(service.clone()))).collect()
        }
        Scope::ServiceRole | Scope::Any => Vec::new(),
    }
}
