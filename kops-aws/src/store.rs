//! The state store in S3, laid out as kops lays it out.
//!
//! The bucket's own default encryption applies to every write, be it S3's or a KMS key. Versions are ETags; conditional
//! writes use `If-None-Match` and `If-Match`. What was read before is asked for by its ETag, and not sent again where it is the same.

mod cache;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Grant, ObjectCannedAcl, Permission};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use bytes::Bytes;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::facts::{Bucket, FactsQuery};
use kops_core::naming::s3;
use kops_core::state::{Delete, Key, Put, StateError, StateStore, Version, Versioned};
use tokio::sync::OnceCell;

use self::cache::Cache;
use crate::config::Config;
use crate::error::Call;

/// A state store in a bucket of S3, below an optional prefix.
///
/// Cheap to clone; clones share their connections, and what they have read: up to 32 MiB of objects are kept in memory, private keys and
/// secrets not among them. Each read still asks S3, which sends only what has changed since.
#[derive(Clone, Debug)]
pub struct S3Store {
    config: Config,
    bucket: String,
    prefix: String,
    /// In the region of the bucket, once that is known.
    client: Arc<OnceCell<Client>>,
    cache: Arc<Cache>,
}

impl S3Store {
    /// Names `s3://BUCKET` or `s3://BUCKET/PREFIX`. No call is made: the first use finds the region of the bucket, and fails with
    /// [`StateError::NoStore`] where it does not exist.
    ///
    /// # Errors
    /// [`StateError::NotABucket`] where the URL names none.
    pub fn new(config: &Config, url: &str) -> Result<Self, StateError> {
        let (bucket, prefix) = s3::folder(url).ok_or_else(|| StateError::NotABucket { url: url.to_owned() })?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Self {
            config: config.clone(),
            bucket: bucket.to_owned(),
            prefix,
            client: Arc::default(),
            cache: Arc::default(),
        })
    }

    /// As [`S3Store::new`], and finds the region of the bucket.
    ///
    /// # Errors
    /// As [`S3Store::new`], [`StateError::NoStore`] where the bucket does not exist, and others where it cannot be reached.
    pub async fn open(config: &Config, url: &str) -> Result<Self, StateError> {
        let store = Self::new(config, url)?;
        store.client().await?;
        Ok(store)
    }

    async fn client(&self) -> Result<&Client, StateError> {
        let find = async || match region_of(&self.config, &self.bucket).await {
            Ok(region) => Ok(client(&self.config.in_region(&region))),
            Err(error) if error.kind == ErrorKind::NotFound => Err(self.missing()),
            Err(error) => Err(state_error("opening", &Key::new(&self.bucket).unwrap_or_default(), error)),
        };
        self.client.get_or_try_init(find).await
    }

    fn missing(&self) -> StateError {
        StateError::NoStore { store: format!("s3://{}", self.bucket) }
    }

    fn path(&self, key: &Key) -> String {
        format!("{}{key}", self.prefix)
    }

    fn failed(&self, operation: &'static str, key: &Key, error: CloudError) -> StateError {
        if error.code.as_deref() == Some("NoSuchBucket") {
            return self.missing();
        }
        state_error(operation, key, error)
    }

    async fn write(
        &self,
        key: &Key,
        value: Bytes,
        mode: Put,
        acl: Option<ObjectCannedAcl>,
    ) -> Result<Version, StateError> {
        let call = Call::new("s3", "PutObject");
        let put = self.client().await?.put_object().bucket(&self.bucket).key(self.path(key)).body(value.clone().into());
        let put = put.set_acl(acl.or_else(|| self.config.acl()));
        let (request, found) = match &mode {
            Put::Create => (put.if_none_match("*"), "exists already"),
            Put::Replace(version) => (put.if_match(&version.0), "was changed by someone else"),
            _ => (put, "was changed by someone else"),
        };
        let answer = request.send().await.map_err(|error| {
            let error = with_advice(call.failed(error));
            match (error.kind, &mode) {
                (ErrorKind::Conflict, _) => StateError::Conflict { key: key.clone(), found },
                (ErrorKind::NotFound, Put::Replace(_)) if error.code.as_deref() != Some("NoSuchBucket") => {
                    StateError::Conflict { key: key.clone(), found: "is gone" }
                }
                _ => self.failed("writing", key, error),
            }
        })?;
        let version = call.require(answer.e_tag, "ETag").map_err(|error| state_error("writing", key, error))?;
        let written = Versioned { value, version: Version(version) };
        self.cache.keep(key, &written);
        Ok(written.version)
    }
}

#[async_trait]
impl StateStore for S3Store {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        let call = Call::new("s3", "GetObject");
        let kept = self.cache.get(key);
        let known = kept.as_ref().map(|kept| kept.version.0.clone());
        let request =
            self.client().await?.get_object().bucket(&self.bucket).key(self.path(key)).set_if_none_match(known);
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) if kept.is_some() && is_unchanged(&error) => return Ok(kept),
            Err(error) => {
                let error = call.failed(error);
                let missing = error.kind == ErrorKind::NotFound && error.code.as_deref() != Some("NoSuchBucket");
                if !missing {
                    return Err(self.failed("reading", key, error));
                }
                self.cache.forget(key);
                return Ok(None);
            }
        };
        let version = call.require(answer.e_tag, "ETag").map_err(|error| state_error("reading", key, error))?;
        let broken =
            |error| CloudError::new(ErrorKind::Network, call.operation, "the answer broke off").caused_by(error);
        let body = answer.body.collect().await.map_err(|error| state_error("reading", key, broken(error)))?;
        let read = Versioned { value: body.into_bytes(), version: Version(version) };
        self.cache.keep(key, &read);
        Ok(Some(read))
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.write(key, value, mode, None).await
    }

    async fn put_public(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.write(key, value, mode, Some(ObjectCannedAcl::PublicRead)).await
    }

    async fn is_public(&self, key: &Key) -> Result<bool, StateError> {
        let call = Call::new("s3", "GetObjectAcl");
        match self.client().await?.get_object_acl().bucket(&self.bucket).key(self.path(key)).send().await {
            Ok(answer) => Ok(answer.grants().iter().any(lets_everyone_read)),
            Err(error) => match call.failed(error) {
                missing if missing.kind == ErrorKind::NotFound && missing.code.as_deref() != Some("NoSuchBucket") => {
                    Ok(false)
                }
                error => Err(self.failed("reading the ACL of", key, error)),
            },
        }
    }

    fn url(&self) -> Option<String> {
        Some(format!("s3://{}/{}", self.bucket, self.prefix).trim_end_matches('/').to_owned())
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        if let Delete::Version(expected) = &mode {
            match self.get(key).await? {
                Some(found) if found.version == *expected => {}
                Some(_) => return Err(StateError::Conflict { key: key.clone(), found: "was changed by someone else" }),
                None => return Err(StateError::Conflict { key: key.clone(), found: "is gone" }),
            }
        }
        let expected = match &mode {
            Delete::Version(version) => Some(version.0.clone()),
            _ => None,
        };
        // S3 checks again what was checked above, so that a write in between is not lost.
        let request =
            self.client().await?.delete_object().bucket(&self.bucket).key(self.path(key)).set_if_match(expected);
        let sent = request.send().await.map_err(|error| Call::new("s3", "DeleteObject").failed(error));
        match sent {
            Err(error) if error.kind == ErrorKind::Conflict => {
                Err(StateError::Conflict { key: key.clone(), found: "was changed by someone else" })
            }
            Err(error) if error.kind != ErrorKind::NotFound || error.code.as_deref() == Some("NoSuchBucket") => {
                Err(self.failed("deleting", key, error))
            }
            _ => {
                self.cache.forget(key);
                Ok(())
            }
        }
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        let mut keys = Vec::new();
        let request = self.client().await?.list_objects_v2().bucket(&self.bucket).prefix(self.path(prefix));
        let mut pages = request.into_paginator().send();
        let call = Call::new("s3", "ListObjectsV2");
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.failed("listing", prefix, call.failed(error)))?;
            for object in page.contents.unwrap_or_default() {
                let path = call.require(object.key, "Key").map_err(|error| state_error("listing", prefix, error))?;
                // Objects that cannot be keys, such as the empty "folders" of consoles, are not the store's.
                let Some(Ok(key)) = path.strip_prefix(&self.prefix).map(Key::new) else { continue };
                if key.is_at_or_below(prefix) {
                    keys.push(key);
                }
            }
        }
        keys.sort();
        Ok(keys)
    }
}

/// True where S3 says that an object is still the one that was named by its ETag.
fn is_unchanged<E>(error: &SdkError<E, HttpResponse>) -> bool {
    error.raw_response().is_some_and(|response| response.status().as_u16() == 304)
}

/// Reports where the buckets of a query are, the ACL of what is written to them, and whether they have a default encryption where that is
/// wanted. Those that do not exist are left out.
pub(crate) async fn buckets(config: &Config, query: &FactsQuery) -> Result<BTreeMap<String, Bucket>, CloudError> {
    let found = query.buckets.iter().map(async |name| {
        let Some(region) = find_region(config, name).await? else { return Ok(None) };
        let default_encryption =
            query.bucket_encryption && has_default_encryption(&config.in_region(&region), name).await?;
        let object_acl = config.acl().map(|acl| acl.as_str().to_owned());
        Ok::<_, CloudError>(Some((name.clone(), Bucket { region, default_encryption, object_acl })))
    });
    Ok(try_join_all(found).await?.into_iter().flatten().collect())
}

/// Reports for each bucket whether its policy lets everyone read it. Buckets that do not exist are left out, and where `known` ones are is
/// not asked again.
pub(crate) async fn public_buckets(
    config: &Config,
    names: &[String],
    known: &BTreeMap<String, Bucket>,
) -> Result<BTreeMap<String, bool>, CloudError> {
    let told = names.iter().map(async |name| {
        let region = match known.get(name) {
            Some(bucket) => Some(bucket.region.clone()),
            None => find_region(config, name).await?,
        };
        let Some(region) = region else { return Ok(None) };
        Ok(Some((name.clone(), has_public_policy(&config.in_region(&region), name).await?)))
    });
    Ok(try_join_all(told).await?.into_iter().flatten().collect())
}

/// The region of a bucket; none where it does not exist.
async fn find_region(config: &Config, bucket: &str) -> Result<Option<String>, CloudError> {
    match region_of(config, bucket).await {
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        region => region.map(Some),
    }
}

/// Asks for the default encryption of a bucket in its region. Where S3 refuses to tell, there is none, as in kops.
async fn has_default_encryption(config: &Config, bucket: &str) -> Result<bool, CloudError> {
    let sent = client(config).get_bucket_encryption().bucket(bucket).send().await;
    match sent.map_err(|error| Call::new("s3", "GetBucketEncryption").failed(error)) {
        Ok(answer) => {
            let rules = answer.server_side_encryption_configuration.map(|found| found.rules).unwrap_or_default();
            Ok(rules.iter().any(|rule| rule.apply_server_side_encryption_by_default.is_some()))
        }
        Err(error) if error.retryable() => Err(error),
        Err(_) => Ok(false),
    }
}

/// Asks for the policy of a bucket in its region.
async fn has_public_policy(config: &Config, bucket: &str) -> Result<bool, CloudError> {
    let sent = client(config).get_bucket_policy_status().bucket(bucket).send().await;
    match sent.map_err(|error| Call::new("s3", "GetBucketPolicyStatus").failed(error)) {
        Ok(answer) => Ok(answer.policy_status.and_then(|status| status.is_public).unwrap_or_default()),
        Err(error) if error.code.as_deref() == Some("NoSuchBucketPolicy") => Ok(false),
        Err(error) => Err(error),
    }
}

/// Adds what to do where a bucket knows no ACLs or blocks those that publish, as all new buckets do.
fn with_advice(mut error: CloudError) -> CloudError {
    let has_no_acls = error.code.as_deref() == Some("AccessControlListNotSupported");
    if has_no_acls || error.message.contains("BlockPublicAcls") {
        error.message.push_str("; publish the bucket by a policy, or allow public ACLs in it");
    }
    error
}

/// True for a grant by which everyone, signed in or not, reads an object.
fn lets_everyone_read(grant: &Grant) -> bool {
    let grantee = grant.grantee().and_then(|grantee| grantee.uri());
    let everyone = grantee == Some("http://acs.amazonaws.com/groups/global/AllUsers");
    everyone && matches!(grant.permission(), Some(Permission::Read | Permission::FullControl))
}

fn client(config: &Config) -> Client {
    let builder = aws_sdk_s3::config::Builder::from(&config.sdk());
    Client::from_conf(builder.force_path_style(config.custom_endpoint()).build())
}

/// Finds the region of a bucket. S3 answers its owner in most regions, and tells everyone else with whatever it answers.
async fn region_of(config: &Config, bucket: &str) -> Result<String, CloudError> {
    let client = client(config);
    let sent = client.get_bucket_location().bucket(bucket).send().await;
    let answer = match sent.map_err(|error| Call::new("s3", "GetBucketLocation").failed(error)) {
        // Regions that an account has to enable refuse questions from elsewhere as invalid.
        Err(refused) if matches!(refused.kind, ErrorKind::Denied | ErrorKind::Invalid) => {
            let told = match client.head_bucket().bucket(bucket).send().await {
                Ok(answer) => answer.bucket_region,
                Err(error) => {
                    error.raw_response().and_then(|r| r.headers().get("x-amz-bucket-region").map(str::to_owned))
                }
            };
            return told.ok_or(refused);
        }
        answer => answer?,
    };
    Ok(match answer.location_constraint.as_ref().map(|c| c.as_str()) {
        // S3's oldest regions go by names of their own.
        None | Some("") => "us-east-1".to_owned(),
        Some("EU") => "eu-west-1".to_owned(),
        Some(region) => region.to_owned(),
    })
}

fn state_error(operation: &'static str, key: &Key, error: CloudError) -> StateError {
    let key = key.clone();
    match error.kind {
        ErrorKind::Denied => StateError::Denied { operation, key, source: Some(Arc::new(error)) },
        _ => StateError::Failed { operation, key, retryable: error.retryable(), source: Arc::new(error) },
    }
}
