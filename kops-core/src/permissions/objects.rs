//! The objects of a cluster in S3: its folder in the state store, and the files that its spec puts into other buckets.

use serde_json::json;

use super::actions::{DISCOVERY_READ, DISCOVERY_WRITE, ENCRYPTION_READ, STORE_READ, STORE_WRITE};
use super::scope::{Place, Statements};
use crate::resource::{ManagedFile, OfKind, Resource};
use crate::state::{StoreView, elsewhere};

/// Objects with their bucket, as ARNs.
struct Objects {
    bucket: String,
    objects: String,
    /// Whether they are discovery documents of service accounts, which everyone may read.
    published: bool,
}

/// The objects of a cluster.
pub(super) struct Files(Vec<Objects>);

impl Files {
    /// The objects of a cluster whose files are among some resources.
    pub(super) fn of<'a>(place: &Place, resources: impl Iterator<Item = &'a Resource>) -> Self {
        let arn = |name: &str| format!("arn:{}:s3:::{name}", place.partition);
        let folder = place.store.iter().map(|(bucket, path)| {
            let path = if path.is_empty() { String::new() } else { format!("{path}/") };
            let objects = arn(&format!("{bucket}/{path}{}/*", place.cluster));
            Objects { bucket: arn(bucket), objects, published: false }
        });
        let others = resources.filter_map(ManagedFile::of).filter_map(|file| {
            let (bucket, key) = elsewhere(&file.key).ok()??;
            let objects = arn(&format!("{bucket}/{}", key.as_str()));
            Some(Objects { bucket: arn(bucket), objects, published: StoreView::may_be_public(&file.key) })
        });
        Self(folder.chain(others).collect())
    }

    /// Allows to read them.
    pub(super) fn read(&self, statements: &mut Statements) {
        self.0.iter().for_each(|found| found.allow(statements, STORE_READ, DISCOVERY_READ));
    }

    /// Allows to find out the default encryption of their buckets.
    pub(super) fn read_encryption(&self, statements: &mut Statements) {
        self.0.iter().for_each(|found| found.allow(statements, ENCRYPTION_READ, &[]));
    }

    /// Allows to write and to delete them.
    pub(super) fn write(&self, statements: &mut Statements) {
        self.0.iter().for_each(|found| found.allow(statements, STORE_WRITE, DISCOVERY_WRITE));
    }
}

impl Objects {
    /// Allows actions, and further ones on what is published, each on the bucket or on the objects, as S3 has it.
    fn allow(&self, statements: &mut Statements, actions: &[&str], of_published: &[&str]) {
        let of_published = of_published.iter().filter(|_| self.published);
        for action in actions.iter().chain(of_published) {
            let resource = if action.contains("Object") { &self.objects } else { &self.bucket };
            statements.allow(action, [resource.clone()], &json!({}));
        }
    }
}
