//! Where kops keeps what in a state store, so that both can work on the same one.

use super::{Key, StateError};
use crate::naming::{paths, s3};

/// The keys of one cluster. Every other place that needs a path asks here.
///
/// ```
/// use kops_core::state::Layout;
///
/// let layout = Layout::new("demo.example.com")?;
/// assert_eq!(layout.instance_group("nodes")?.as_str(), "demo.example.com/instancegroup/nodes");
/// # Ok::<(), kops_core::state::StateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    base: Key,
}

impl Layout {
    /// Lays out a cluster by its full name.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where the name cannot be one segment of a key.
    pub fn new(cluster: &str) -> Result<Self, StateError> {
        Ok(Self { base: Key::default().segment(cluster)? })
    }

    /// Everything of the cluster lies below this key.
    pub fn base(&self) -> &Key {
        &self.base
    }

    /// The cluster as the user wrote it.
    pub fn cluster(&self) -> Key {
        self.base.below(paths::CLUSTER)
    }

    /// The folder of the groups.
    pub fn instance_groups(&self) -> Key {
        self.base.below(paths::INSTANCE_GROUPS)
    }

    /// A group as the user wrote it.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where the name cannot be one segment of a key.
    pub fn instance_group(&self, name: &str) -> Result<Key, StateError> {
        self.instance_groups().segment(name)
    }

    /// The folder of the keysets.
    pub fn keysets(&self) -> Key {
        self.base.below(paths::KEYSETS)
    }

    /// Returns the name of the keyset that is at a key.
    pub fn keyset_at<'a>(&self, key: &'a Key) -> Option<&'a str> {
        let name = key.as_str().strip_prefix(self.keysets().as_str())?.strip_prefix('/')?.split('/').next()?;
        self.keyset(name).is_ok_and(|found| found == *key).then_some(name)
    }

    /// A keyset with its private keys.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where the name cannot be one segment of a key.
    pub fn keyset(&self, name: &str) -> Result<Key, StateError> {
        Key::default().segment(name)?;
        self.base.join(&paths::keyset(name))
    }

    /// The folder of the secrets.
    pub fn secrets(&self) -> Key {
        self.base.below(paths::SECRETS)
    }

    /// A secret.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where the name cannot be one segment of a key.
    pub fn secret(&self, name: &str) -> Result<Key, StateError> {
        self.secrets().segment(name)
    }

    /// The folder of the public SSH keys of the user `admin`, the only one that kops knows.
    pub fn ssh_public_keys(&self) -> Key {
        self.base.below(paths::SSH_PUBLIC_KEYS)
    }

    /// A public SSH key by its fingerprint, with or without colons.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where the fingerprint cannot be one segment of a key.
    pub fn ssh_public_key(&self, fingerprint: &str) -> Result<Key, StateError> {
        self.ssh_public_keys().segment(&fingerprint.replace(':', ""))
    }

    /// The objects that are not kops's and are applied to the cluster as they are.
    pub fn additional_objects(&self) -> Key {
        self.base.below(paths::ADDITIONAL_OBJECTS)
    }

    /// The SHA-256 of files that nodes download, as their publishers stated them.
    pub fn file_hashes(&self) -> Key {
        self.base.below(paths::FILE_HASHES)
    }

    /// The lock of the cluster, while it is written.
    pub fn lock(&self) -> Key {
        self.base.below(paths::LOCK)
    }

    /// A managed file by its key below the cluster's base: `addons/bootstrap-channel.yaml`.
    ///
    /// # Errors
    /// [`StateError::InvalidKey`] where it is not a key.
    pub fn file(&self, key: &str) -> Result<Key, StateError> {
        self.base.join(key)
    }

    /// Returns the name of the cluster whose [`Layout::cluster`] a key is.
    pub fn cluster_of(key: &Key) -> Option<&str> {
        key.as_str().strip_suffix(paths::CLUSTER)?.strip_suffix('/').filter(|name| !name.contains('/'))
    }

    /// True where a key lies where kops keeps something, so that deleting the cluster may delete it.
    pub fn is_known(&self, key: &Key) -> bool {
        paths::KNOWN.iter().any(|known| key.is_at_or_below(&self.base.below(known)))
    }
}

/// Takes the place of an object apart that lies outside of the cluster's base: the bucket, and the key in it. Nothing for
/// a key below the base.
///
/// # Errors
/// [`StateError::InvalidKey`] where the place is not `s3://BUCKET/KEY`.
pub(crate) fn elsewhere(place: &str) -> Result<Option<(&str, Key)>, StateError> {
    if !place.contains("://") {
        return Ok(None);
    }
    let (bucket, key) = s3::object(place).ok_or_else(|| StateError::InvalidKey { key: place.to_owned() })?;
    Ok(Some((bucket, Key::new(key)?)))
}

impl Key {
    /// The key of a path that is known to be one.
    fn below(&self, path: &'static str) -> Self {
        Self(format!("{}/{path}", self.0))
    }

    /// The key of something right below this one.
    fn segment(&self, name: &str) -> Result<Self, StateError> {
        if name.is_empty() || name.contains('/') {
            return Err(StateError::InvalidKey { key: name.to_owned() });
        }
        self.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_kops() {
        let layout = Layout::new("demo.example.com").expect("a name");
        let paths = [
            (Ok(layout.cluster()), "config"),
            (layout.instance_group("nodes"), "instancegroup/nodes"),
            (layout.keyset("kubernetes-ca"), "pki/private/kubernetes-ca/keyset.yaml"),
            (layout.secret("system:dns"), "secrets/system:dns"),
            (layout.ssh_public_key("3b:e1"), "pki/ssh/public/admin/3be1"),
            (Ok(layout.additional_objects()), "clusteraddons/default"),
            (layout.file("igconfig/node/nodes/nodeupconfig.yaml"), "igconfig/node/nodes/nodeupconfig.yaml"),
        ];
        for (key, path) in paths {
            let key = key.expect("a key");
            assert_eq!(key.as_str(), format!("demo.example.com/{path}"));
            assert!(layout.is_known(&key));
        }
        assert!(!layout.is_known(&layout.file("notes.txt").expect("a key")));
    }

    #[test]
    fn a_place_outside_of_the_base_names_its_bucket() {
        let found =
            elsewhere("s3://backups/demo/main").expect("a place").map(|(bucket, key)| (bucket, key.to_string()));
        assert_eq!(found, Some(("backups", "demo/main".to_owned())));
        assert!(elsewhere("addons/a.yaml").is_ok_and(|found| found.is_none()));
        for place in ["s3://", "s3://b", "s3://b/", "s3:///k", "gs://b/k", "s3://b/../k", "s3://b//k", "://b/k"] {
            assert!(elsewhere(place).is_err(), "{place}");
        }
    }

    #[test]
    fn names_stay_one_segment() {
        let layout = Layout::new("demo").expect("a name");
        for name in ["", "..", "a/b", "/a"] {
            assert!(Layout::new(name).is_err(), "{name}");
            assert!(layout.instance_group(name).is_err(), "{name}");
        }
    }

    #[test]
    fn keysets_are_found_by_their_file() {
        let layout = Layout::new("demo").expect("a name");
        let name = |path: &str| layout.keyset_at(&layout.file(path).expect("a key")).map(str::to_owned);
        assert_eq!(name("pki/private/kubernetes-ca/keyset.yaml").as_deref(), Some("kubernetes-ca"));
        for path in ["pki/private/ca/5.key", "pki/private/keyset.yaml", "pki/private/a/b/keyset.yaml", "secrets/a"] {
            assert_eq!(name(path), None, "{path}");
        }
    }

    #[test]
    fn clusters_are_found_by_their_config() {
        let key = |path| Key::new(path).expect("a key");
        assert_eq!(Layout::cluster_of(&key("demo/config")), Some("demo"));
        for path in ["config", "demo/secrets/config", "demo/instancegroup/config", "demo/kubeconfig"] {
            assert_eq!(Layout::cluster_of(&key(path)), None, "{path}");
        }
    }
}
