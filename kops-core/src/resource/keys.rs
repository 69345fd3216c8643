//! Key material of the state store. No resource, plan or snapshot holds any of it: what others refer to are its public outputs.

resource! {
    /// A set of keypairs, such as the certificate authority `kubernetes-ca`. An update makes one that is missing, and leaves one
    /// that exists as it is.
    Keyset {
        /// The name: `kubernetes-ca`.
        name: String => Identity;
    }
}

resource! {
    /// A random token. An update makes one that is missing, and leaves one that exists as it is.
    Secret {
        /// The name: `kube-proxy`.
        name: String => Identity;
    }
}
