//! Launch templates: a difference makes a new version, which becomes the default. Their own tags have no versions.

mod data;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::{self, LaunchTemplateVersion, ResourceType};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Kind, LaunchTemplate, Output, Outputs};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::ec2::retag;
use crate::error::Call;
use crate::filter::{cluster_tag, filter};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, has_tags, with_id};
use crate::tags;

pub(crate) const READ: Call = Call::new("ec2", "DescribeLaunchTemplates");
const READ_VERSIONS: Call = Call::new("ec2", "DescribeLaunchTemplateVersions");

/// Reads the templates with their newest versions.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    if inventory.ids(reader, Kind::LaunchTemplate).is_empty() {
        return Ok(Vec::new());
    }
    let ids = reader.ids(Kind::LaunchTemplate).into_iter().collect();
    let (templates, mut versions) = futures::try_join!(list(reader, &ids), newest_versions(reader))?;
    let mut found = Vec::new();
    for template in templates {
        let id = READ.require(template.launch_template_id(), "LaunchTemplateId")?;
        let version = match versions.remove(id) {
            Some(version) => version,
            // Made between the two calls.
            None => match newest_version(reader, id).await? {
                Some(version) => version,
                None => continue,
            },
        };
        let number = READ_VERSIONS.require(version.version_number, "VersionNumber")?.to_string();
        let name = READ.require(template.launch_template_name(), "LaunchTemplateName")?;
        let resource = from_aws(name, &version, template.tags())?;
        found.push(observed_with(id, resource, Outputs::from([(Output::Version, number)])));
    }
    Ok(found)
}

/// Lists the templates of the cluster, and of those with these ids the ones that have lost its tags. Templates that are gone are left out:
/// EC2 refuses a list of ids as a whole where one of them is gone, so that each is asked for alone.
pub(crate) async fn list(reader: Reader<'_>, ids: &BTreeSet<String>) -> Result<Vec<types::LaunchTemplate>, CloudError> {
    let of_cluster = filter(&cluster_tag(), [reader.scope.cluster.as_str()]);
    let request = reader.clients.ec2.describe_launch_templates().max_results(200).filters(of_cluster);
    let pages = reader.calls.pages(READ, request.into_paginator().send()).await?;
    let mut found: Vec<_> = pages.into_iter().flat_map(|page| page.launch_templates.unwrap_or_default()).collect();
    let seen: BTreeSet<String> = found.iter().filter_map(|template| template.launch_template_id.clone()).collect();
    for id in ids.difference(&seen) {
        let request = reader.clients.ec2.describe_launch_templates().launch_template_ids(id).send();
        let answer = reader.calls.find(READ, request).await?;
        found.extend(answer.and_then(|answer| answer.launch_templates).unwrap_or_default());
    }
    Ok(found)
}

/// Reads the newest version of every template of the account: AWS answers for one template or for all of them, and one
/// by one would be a call for each group.
async fn newest_versions(reader: Reader<'_>) -> Result<BTreeMap<String, LaunchTemplateVersion>, CloudError> {
    let request = reader.clients.ec2.describe_launch_template_versions().versions("$Latest").max_results(200);
    let pages = reader.calls.pages(READ_VERSIONS, request.into_paginator().send()).await?;
    let versions = pages.into_iter().flat_map(|page| page.launch_template_versions.unwrap_or_default());
    let by_id = versions.map(|version| {
        let id = READ_VERSIONS.require(version.launch_template_id.clone(), "LaunchTemplateId")?;
        Ok((id, version))
    });
    by_id.collect()
}

async fn newest_version(reader: Reader<'_>, id: &str) -> Result<Option<LaunchTemplateVersion>, CloudError> {
    let request = reader.clients.ec2.describe_launch_template_versions().launch_template_id(id).versions("$Latest");
    let answer = reader.calls.find(READ_VERSIONS, request.send()).await?;
    Ok(answer.and_then(|answer| answer.launch_template_versions.unwrap_or_default().into_iter().next()))
}

/// Reads versions by id and number, `lt-0a1b2c3d4e5f60718:3`, by a call for each template. A template or a version that was deleted leaves
/// nothing known of its template.
pub(crate) async fn versions(
    clients: &Clients,
    wanted: &BTreeSet<String>,
) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
    let mut by_template: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (id, number) in wanted.iter().filter_map(|version| version.split_once(':')) {
        by_template.entry(id).or_default().push(number.to_owned());
    }
    let calls = CallCounter::new(clients);
    let read = by_template.into_iter().map(|(id, numbers)| {
        let request = clients.ec2.describe_launch_template_versions().launch_template_id(id);
        calls.find(READ_VERSIONS, request.set_versions(Some(numbers)).send())
    });
    let mut found = BTreeMap::new();
    for version in try_join_all(read)
        .await?
        .into_iter()
        .flatten()
        .flat_map(|answer| answer.launch_template_versions.unwrap_or_default())
    {
        let id = READ_VERSIONS.require(version.launch_template_id(), "LaunchTemplateId")?;
        let number = READ_VERSIONS.require(version.version_number, "VersionNumber")?;
        let name = READ_VERSIONS.require(version.launch_template_name(), "LaunchTemplateName")?;
        found.insert(format!("{id}:{number}"), from_aws(name, &version, &[])?);
    }
    Ok(found)
}

/// A version of a template as a resource; the template's own tags stand for those of instances where it has none.
fn from_aws(name: &str, version: &LaunchTemplateVersion, own: &[types::Tag]) -> Result<LaunchTemplate, CloudError> {
    let data = READ_VERSIONS.require(version.launch_template_data(), "LaunchTemplateData")?;
    data::from_aws(READ_VERSIONS, name, data, own)
}

pub(crate) async fn create(ctx: StepContext<'_>, template: &LaunchTemplate) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "CreateLaunchTemplate");
    let request = ctx
        .clients
        .ec2
        .create_launch_template()
        .client_token(ctx.token)
        .launch_template_name(&template.name)
        .launch_template_data(data::to_aws(template)?)
        .set_tag_specifications(tags::specification(ResourceType::LaunchTemplate, &template.tags));
    match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => created_before(ctx, template).await?.ok_or(error),
        made => outputs(call, &call.require(made?.launch_template, "LaunchTemplate")?),
    }
}

/// The template of this name, where it is the one that this step made.
async fn created_before(ctx: StepContext<'_>, template: &LaunchTemplate) -> Result<Option<Outputs>, CloudError> {
    let request = ctx.clients.ec2.describe_launch_templates().launch_template_names(&template.name).send();
    let Some(seen) = ctx.calls.find(READ, request).await? else { return Ok(None) };
    let found = seen.launch_templates().first().filter(|found| has_tags(&tags::ec2(found.tags()), &template.tags));
    found.map(|found| outputs(READ, found)).transpose()
}

fn outputs(call: Call, template: &types::LaunchTemplate) -> Result<Outputs, CloudError> {
    let id = call.require(template.launch_template_id(), "LaunchTemplateId")?;
    Ok(with_version(id, call.require(template.latest_version_number, "LatestVersionNumber")?))
}

fn with_version(id: &str, version: i64) -> Outputs {
    let mut outputs = with_id(id);
    outputs.insert(Output::Version, version.to_string());
    outputs
}

/// Makes a new version and the default of it, unless the newest version is as it should be already.
pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, LaunchTemplate>) -> Result<Outputs, CloudError> {
    let (id, template) = (update.id, update.desired);
    if update.touches(&[LaunchTemplate::TAGS]) {
        // Before the version, whose tags are those that a plan reads.
        retag(ctx, id, &update.current.tags, &template.tags).await?;
    }
    let newest = newest(ctx, id).await?;
    let version = if from_aws(&template.name, &newest, &[])? == *template {
        READ_VERSIONS.require(newest.version_number, "VersionNumber")?
    } else {
        create_version(ctx, id, template, newest).await?
    };
    let request = ctx.clients.ec2.modify_launch_template().launch_template_id(id).default_version(version.to_string());
    ctx.calls.send(Call::new("ec2", "ModifyLaunchTemplate"), request.send()).await?;
    Ok(with_version(id, version))
}

async fn newest(ctx: StepContext<'_>, id: &str) -> Result<LaunchTemplateVersion, CloudError> {
    let request = ctx.clients.ec2.describe_launch_template_versions().launch_template_id(id).versions("$Latest");
    let answer = ctx.calls.send(READ_VERSIONS, request.send()).await?;
    READ_VERSIONS
        .require(answer.launch_template_versions.unwrap_or_default().into_iter().next(), "LaunchTemplateVersion")
}

async fn create_version(
    ctx: StepContext<'_>,
    id: &str,
    template: &LaunchTemplate,
    newest: LaunchTemplateVersion,
) -> Result<i64, CloudError> {
    let call = Call::new("ec2", "CreateLaunchTemplateVersion");
    let mut data = data::to_aws(template)?;
    if data.user_data.is_none() {
        // User data that is not text cannot be shown in a plan, but is kept.
        data.user_data = newest.launch_template_data.and_then(|data| data.user_data);
    }
    let request = ctx
        .clients
        .ec2
        .create_launch_template_version()
        .client_token(ctx.token)
        .launch_template_id(id)
        .launch_template_data(data);
    let made = ctx.calls.send(call, request.send()).await?.launch_template_version;
    call.require(made.and_then(|version| version.version_number), "VersionNumber")
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &LaunchTemplate) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_launch_template().launch_template_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteLaunchTemplate"), request).await.map(drop)
}
