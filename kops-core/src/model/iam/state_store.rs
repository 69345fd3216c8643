//! Which objects of the state store a role may read and write, and how a store's place becomes the ARN of a bucket.

use std::collections::BTreeSet;

use super::document::{PolicyDocument, PolicyScope, Statement};
use crate::naming::s3;

/// What a role does with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads it.
    Read,
    /// Writes it: backups of etcd.
    Write,
}

/// A place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BucketPath {
    /// The bucket.
    pub bucket: String,
    /// The prefix of its objects, without slashes at both ends.
    pub prefix: String,
}

impl BucketPath {
    /// Finds the bucket of a place such as `s3://bucket/cluster`.
    ///
    /// Memory and folders are no buckets; what is planned against them gets a name that says so, so that the rest of the
    /// policy can be read and compared. Returns nothing for a place that instances in AWS cannot reach.
    pub(super) fn of(url: &str, access: Access) -> Option<Self> {
        let (scheme, path) = url.split_once("://")?;
        let (bucket, prefix) = match (scheme, access) {
            ("s3", _) => s3::folder(url)?,
            ("memfs" | "file", Access::Read) => ("placeholder-read-bucket", path.trim_matches('/')),
            ("memfs" | "file", Access::Write) => ("placeholder-write-bucket", path.trim_matches('/')),
            _ => return None,
        };
        Some(Self { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    /// The ARN of the bucket.
    fn bucket_arn(&self, scope: PolicyScope<'_>) -> String {
        scope.global_arn("s3", &self.bucket)
    }

    /// The ARN of every object below the place that matches.
    fn objects_arn(&self, scope: PolicyScope<'_>, below: &str) -> String {
        if self.prefix.is_empty() {
            return scope.global_arn("s3", &format!("{}/{below}", self.bucket));
        }
        scope.global_arn("s3", &format!("{}/{}/{below}", self.bucket, self.prefix))
    }
}

/// Keeps the places that are inside no other, sorted: who may read a place may read what is below it.
pub(super) fn outermost<'a>(places: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let places: BTreeSet<&str> = places.into_iter().map(|place| place.trim_end_matches('/')).collect();
    let inside = |place: &str, outer: &str| place.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    places.iter().filter(|place| !places.iter().any(|outer| inside(place, outer))).copied().collect()
}

/// Lets a role read objects (`*`, `igconfig/node/*`) below places and write everything below others.
pub(super) fn grant(policy: &mut PolicyDocument<'_>, read: &[BucketPath], objects: &[&str], write: &[BucketPath]) {
    let scope = policy.scope();
    for place in read {
        let objects = objects.iter().map(|object| place.objects_arn(scope, object));
        policy.add(Statement::allow(["s3:Get*"]).on(super::document::Names::short(objects)));
    }
    for place in write {
        policy.add(
            Statement::allow(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObject"])
                .on(place.objects_arn(scope, "*")),
        );
    }
    let buckets: BTreeSet<String> = read.iter().chain(write).map(|place| place.bucket_arn(scope)).collect();
    for bucket in buckets {
        policy.add(
            Statement::allow([
                "s3:GetBucketLocation",
                "s3:GetEncryptionConfiguration",
                "s3:ListBucket",
                "s3:ListBucketVersions",
            ])
            .on([bucket]),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_become_buckets() {
        for (url, access, expected) in [
            ("s3://states/demo.example.com/", Access::Read, Some(("states", "demo.example.com"))),
            ("s3://states", Access::Write, Some(("states", ""))),
            ("memfs://a/b", Access::Read, Some(("placeholder-read-bucket", "a/b"))),
            ("memfs://a/b", Access::Write, Some(("placeholder-write-bucket", "a/b"))),
            ("file:///var/states/demo", Access::Read, Some(("placeholder-read-bucket", "var/states/demo"))),
            ("s3://", Access::Read, None),
            ("gs://states/demo", Access::Read, None),
            ("states/demo", Access::Read, None),
        ] {
            let found = BucketPath::of(url, access);
            let found = found.as_ref().map(|place| (place.bucket.as_str(), place.prefix.as_str()));
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn a_place_inside_another_is_left_out() {
        let places = ["s3://b/demo/pki", "s3://b/demo", "s3://b/demo-2", "s3://b/demo/", "s3://a/x"];
        assert_eq!(outermost(places), ["s3://a/x", "s3://b/demo", "s3://b/demo-2"]);
    }
}
