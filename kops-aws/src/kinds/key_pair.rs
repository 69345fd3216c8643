//! Key pairs.

use std::collections::BTreeSet;

use aws_sdk_ec2::primitives::Blob;
use aws_sdk_ec2::types::ResourceType;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{KeyPair, Kind, Outputs};

use crate::ec2::retag;
use crate::error::Call;
use crate::filter::filters;
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, has_tags, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeKeyPairs");

/// Reads key pairs: the cluster's, and those of the names that the scope has. One that another tool imported has no tags of
/// the cluster, but takes the name all the same.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let names: BTreeSet<String> =
        reader.names(Kind::KeyPair).into_iter().map(str::to_owned).chain(reader.ids(Kind::KeyPair)).collect();
    let tagged = inventory.tagged(Kind::KeyPair);
    let mut found = Vec::new();
    for filter in filters("key-pair-id", tagged).into_iter().chain(filters("key-name", &names)) {
        let request = reader.clients.ec2.describe_key_pairs().filters(filter).send();
        for pair in reader.calls.send(READ, request).await?.key_pairs() {
            let name = READ.require(pair.key_name(), "KeyName")?;
            // AWS does not give the public key back in the form in which it was imported.
            let resource = KeyPair { name: name.to_owned(), public_key: None, tags: tags::ec2(pair.tags()) };
            found.push(observed(name, resource));
        }
    }
    Ok(found)
}

pub(crate) async fn create(ctx: StepContext<'_>, key: &KeyPair) -> Result<Outputs, CloudError> {
    let KeyPair { name, public_key, tags } = key;
    let call = Call::new("ec2", "ImportKeyPair");
    let Some(material) = public_key else {
        let message = format!("the public key of the key pair `{name}` is not known");
        return Err(CloudError::new(ErrorKind::Invalid, call.operation, message));
    };
    let request = ctx
        .clients
        .ec2
        .import_key_pair()
        .key_name(name)
        .public_key_material(Blob::new(material.as_str()))
        .set_tag_specifications(tags::specification(ResourceType::KeyPair, tags));
    match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = ctx.clients.ec2.describe_key_pairs().key_names(name).send();
            let seen = ctx.calls.send(READ, request).await?;
            if !seen.key_pairs().iter().any(|pair| has_tags(&tags::ec2(pair.tags()), tags)) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    Ok(with_id(name))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, KeyPair>) -> Result<Outputs, CloudError> {
    let KeyPair { name, public_key: _, tags } = update.desired;
    let request = ctx.clients.ec2.describe_key_pairs().key_names(name).send();
    let seen = ctx.calls.send(READ, request).await?;
    let pair = READ.require(seen.key_pairs().first(), "KeyPair")?;
    retag(ctx, READ.require(pair.key_pair_id(), "KeyPairId")?, &update.current.tags, tags).await?;
    Ok(with_id(name))
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, key: &KeyPair) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_key_pair().key_name(&key.name).send();
    ctx.calls.send(Call::new("ec2", "DeleteKeyPair"), request).await.map(drop)
}
