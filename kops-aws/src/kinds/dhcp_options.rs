//! Sets of DHCP options, and which one a VPC uses.

use aws_sdk_ec2::types::{self, NewDhcpConfiguration, ResourceType};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{DhcpOptions, DhcpOptionsAssociation, Kind, Outputs};

use crate::ec2::{find_created, retag};
use crate::error::Call;
use crate::filter::filters;
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, has_tags, known, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeDhcpOptions");

const DOMAIN_NAME: &str = "domain-name";
const DOMAIN_NAME_SERVERS: &str = "domain-name-servers";

/// Reads sets of DHCP options. Which set a VPC uses is read with the VPC.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("dhcp-options-id", inventory.ids(reader, Kind::DhcpOptions)) {
        let request = reader.clients.ec2.describe_dhcp_options().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for options in page.dhcp_options.unwrap_or_default() {
                found.push(observed(READ.require(options.dhcp_options_id(), "DhcpOptionsId")?, from_aws(&options)));
            }
        }
    }
    Ok(found)
}

fn from_aws(options: &types::DhcpOptions) -> DhcpOptions {
    let values = |key: &str| -> Vec<String> {
        let entry = options.dhcp_configurations().iter().find(|entry| entry.key() == Some(key));
        entry.into_iter().flat_map(|entry| entry.values()).filter_map(|value| value.value.clone()).collect()
    };
    DhcpOptions {
        domain_name: values(DOMAIN_NAME).pop(),
        domain_name_servers: values(DOMAIN_NAME_SERVERS),
        tags: tags::ec2(options.tags()),
    }
}

/// The entries of a set; the tags go along with the call.
fn to_aws(options: &DhcpOptions) -> Vec<NewDhcpConfiguration> {
    let DhcpOptions { domain_name, domain_name_servers, tags: _ } = options;
    let entries = [
        (DOMAIN_NAME, domain_name.iter().cloned().collect::<Vec<_>>()),
        (DOMAIN_NAME_SERVERS, domain_name_servers.clone()),
    ];
    let entries = entries.into_iter().filter(|(_, values)| !values.is_empty());
    entries.map(|(key, values)| NewDhcpConfiguration::builder().key(key).set_values(Some(values)).build()).collect()
}

pub(crate) async fn create(ctx: StepContext<'_>, options: &DhcpOptions) -> Result<Outputs, CloudError> {
    let tags = &options.tags;
    let created = find_created!(ctx, tags, "DescribeDhcpOptions", describe_dhcp_options, dhcp_options, dhcp_options_id);
    if let Some(id) = created {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateDhcpOptions");
    let request = ctx
        .clients
        .ec2
        .create_dhcp_options()
        .set_dhcp_configurations(Some(to_aws(options)))
        .set_tag_specifications(tags::specification(ResourceType::DhcpOptions, tags));
    let answer = ctx.made.note_lost(ctx.token, ctx.calls.send(call, request.send()).await)?;
    let made = call.require(answer.dhcp_options, "DhcpOptions")?;
    let id = call.require(made.dhcp_options_id(), "DhcpOptionsId")?;
    let seen = tags::ec2(made.tags());
    // Options without their tags would never be found again.
    if has_tags(&seen, tags) { Ok(with_id(id)) } else { retag(ctx, id, &seen, tags).await }
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, DhcpOptions>) -> Result<Outputs, CloudError> {
    let DhcpOptions { domain_name: _, domain_name_servers: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &DhcpOptions) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_dhcp_options().dhcp_options_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteDhcpOptions"), request).await.map(drop)
}

pub(crate) async fn create_association(
    ctx: StepContext<'_>,
    association: &DhcpOptionsAssociation,
) -> Result<Outputs, CloudError> {
    let DhcpOptionsAssociation { vpc, dhcp_options } = association;
    associate(ctx, known(vpc)?, known(dhcp_options)?).await?;
    Ok(with_id(known(vpc)?))
}

pub(crate) async fn update_association(
    ctx: StepContext<'_>,
    update: Update<'_, DhcpOptionsAssociation>,
) -> Result<Outputs, CloudError> {
    create_association(ctx, update.desired).await
}

/// A VPC always uses some options: without its own it goes back to the region's.
pub(crate) async fn delete_association(
    ctx: StepContext<'_>,
    _: &str,
    association: &DhcpOptionsAssociation,
) -> Result<(), CloudError> {
    associate(ctx, known(&association.vpc)?, "default").await
}

async fn associate(ctx: StepContext<'_>, vpc: &str, options: &str) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.associate_dhcp_options().vpc_id(vpc).dhcp_options_id(options).send();
    ctx.calls.send(Call::new("ec2", "AssociateDhcpOptions"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{AttributeValue, DhcpConfiguration};

    use super::*;
    use crate::kinds::testing::each_sample;

    /// The set as `DescribeDhcpOptions` lists it.
    fn described(options: &DhcpOptions) -> types::DhcpOptions {
        let value = |text: &String| AttributeValue::builder().value(text).build();
        let entries = to_aws(options).into_iter().map(|entry| {
            let values = entry.values().iter().map(value).collect();
            DhcpConfiguration::builder().set_key(entry.key).set_values(Some(values)).build()
        });
        types::DhcpOptions::builder()
            .set_dhcp_configurations(Some(entries.collect()))
            .set_tags(Some(tags::to_ec2(&options.tags)))
            .build()
    }

    #[test]
    fn options_read_back_as_written() {
        each_sample(|options: &DhcpOptions| assert_eq!(from_aws(&described(options)), *options));
    }
}
