//! Images by the names that a spec uses: an id, a parameter of SSM, or an owner and a name.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::operation::describe_images::builders::DescribeImagesFluentBuilder;
use aws_sdk_ec2::types;
use futures::future::try_join_all;
use kops_core::cloud::CloudError;
use kops_core::facts::{Image, image_owner};

use super::Lookup;
use crate::error::Call;
use crate::filter::filter;

const READ: Call = Call::new("ec2", "DescribeImages");

/// What a spec's name for an image asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Request<'a> {
    Id(&'a str),
    Parameter(&'a str),
    Named { owner: &'a str, name: &'a str },
}

impl<'a> Request<'a> {
    fn parse(name: &'a str) -> Self {
        if name.starts_with("ami-") {
            return Self::Id(name);
        }
        if let Some(parameter) = name.strip_prefix("ssm:") {
            return Self::Parameter(parameter);
        }
        match name.split_once('/') {
            Some((owner, name)) => Self::Named { owner: image_owner(owner), name },
            None => Self::Named { owner: "self", name },
        }
    }
}

/// Finds the newest image for each name. A name that no image has is left out.
pub(super) async fn resolve(lookup: Lookup<'_>, names: &[String]) -> Result<BTreeMap<String, Image>, CloudError> {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let found = try_join_all(names.into_iter().map(|name| async move {
        let image = match Request::parse(name) {
            Request::Id(id) => by_id(lookup, id).await?,
            Request::Parameter(parameter) => match parameter_value(lookup, parameter).await? {
                Some(id) => by_id(lookup, &id).await?,
                None => None,
            },
            Request::Named { owner, name } => by_name(lookup, owner, name).await?,
        };
        Ok(image.map(|image| (name.to_owned(), image)))
    }))
    .await?;
    Ok(found.into_iter().flatten().collect())
}

async fn parameter_value(lookup: Lookup<'_>, name: &str) -> Result<Option<String>, CloudError> {
    let request = lookup.clients.ssm.get_parameter().name(name).send();
    let answer = lookup.calls.find(Call::new("ssm", "GetParameter"), request).await?;
    Ok(answer.and_then(|a| a.parameter).and_then(|p| p.value))
}

async fn by_id(lookup: Lookup<'_>, id: &str) -> Result<Option<Image>, CloudError> {
    // AWS calls public images deprecated after two years, and hides those unless asked for.
    let request = lookup.clients.ec2.describe_images().include_deprecated(true).filters(filter("image-id", [id]));
    newest(images(lookup, request).await?)
}

async fn by_name(lookup: Lookup<'_>, owner: &str, name: &str) -> Result<Option<Image>, CloudError> {
    let request = lookup.clients.ec2.describe_images().include_deprecated(true);
    newest(images(lookup, request.owners(owner).filters(filter("name", [name]))).await?)
}

/// Reads all pages: AWS may answer a page without images before the one with those that match.
async fn images(lookup: Lookup<'_>, request: DescribeImagesFluentBuilder) -> Result<Vec<types::Image>, CloudError> {
    let pages = lookup.calls.pages(READ, request.into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|page| page.images.unwrap_or_default()).collect())
}

fn newest(images: Vec<types::Image>) -> Result<Option<Image>, CloudError> {
    images.into_iter().max_by(|a, b| a.creation_date.cmp(&b.creation_date)).map(from_aws).transpose()
}

fn from_aws(image: types::Image) -> Result<Image, CloudError> {
    Ok(Image {
        architecture: READ.require(image.architecture(), "Architecture")?.as_str().to_owned(),
        id: READ.require(image.image_id, "ImageId")?,
        name: image.name.unwrap_or_default(),
        owner: READ.require(image.owner_id, "OwnerId")?,
        root_device_name: image.root_device_name.unwrap_or_default(),
        creation_date: READ.require(image.creation_date, "CreationDate")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_kops_reads_them() {
        for (name, request) in [
            ("ami-0123", Request::Id("ami-0123")),
            ("ssm:/aws/service/x", Request::Parameter("/aws/service/x")),
            ("ubuntu/images/x", Request::Named { owner: "099720109477", name: "images/x" }),
            ("rockylinux/x", Request::Named { owner: "792107900819", name: "x" }),
            ("123456789012/mine", Request::Named { owner: "123456789012", name: "mine" }),
            ("mine", Request::Named { owner: "self", name: "mine" }),
        ] {
            assert_eq!(Request::parse(name), request);
        }
    }

    #[test]
    fn newest_of_several_images_is_taken() {
        let image = |id: &str, date: &str| {
            let image = types::Image::builder().image_id(id).creation_date(date).owner_id("self");
            image.architecture(types::ArchitectureValues::X8664).build()
        };
        let images = vec![image("ami-old", "2025-01-01T00:00:00.000Z"), image("ami-new", "2026-01-01T00:00:00.000Z")];
        assert_eq!(newest(images).expect("whole").map(|image| image.id).as_deref(), Some("ami-new"));
        assert_eq!(newest(Vec::new()).expect("nothing"), None);
        assert!(newest(vec![types::Image::builder().image_id("ami-1").build()]).is_err());
    }
}
