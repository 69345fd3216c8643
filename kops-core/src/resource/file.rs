//! Objects of the state store that belong to the graph.

use std::fmt;

use super::{Compare, Text};

resource! {
    /// An object of the state store that nodes or etcd-manager read. Its identity is the key. `Debug` shows how long it is
    /// and nothing of it.
    hidden ManagedFile {
        /// The key below the cluster's base: `addons/bootstrap-channel.yaml`. Of an object outside of it the whole place:
        /// `s3://backups/demo/main/control/etcd-cluster-spec`.
        key: String => Identity;
        /// What is in it, as text.
        content: Text => InPlace { compare: Compare::Text };
        /// Everyone may read it, by an ACL of the object: discovery documents in a bucket without a policy that says so.
        public: bool => InPlace;
    }
}

impl fmt::Debug for ManagedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, content, public } = self;
        f.debug_struct("ManagedFile").field("key", key).field("content", content).field("public", public).finish()
    }
}
