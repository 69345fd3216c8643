//! Objects of the state store that belong to the graph.

resource! {
    /// An object of the state store that nodes or etcd-manager read. Its identity is the key.
    ManagedFile {
        /// The key below the cluster's base: `addons/bootstrap-channel.yaml`.
        key: String => Identity;
        /// What is in it, as text.
        content: String => InPlace;
        /// Anybody may read it (the discovery documents).
        public: bool => InPlace;
    }
}
