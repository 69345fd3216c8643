//! The keys of a cluster outside of plans, for what is rendered to be applied by others.

use std::collections::BTreeMap;

use super::{Engine, Error};
use crate::apply::{Lease, new_keyset};
use crate::graph::{Graph, Ownership};
use crate::pki;
use crate::resource::{Kind, Outputs};
use crate::state::{self, StoreView};

impl Engine {
    /// Returns the public outputs of a graph's keysets and secrets that exist in the state store, by name.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn keyset_outputs(&self, graph: &Graph) -> Result<BTreeMap<String, Outputs>, Error> {
        let mut view = StoreView::read_keys(&self.stored(), graph).await?;
        view.keysets.append(&mut view.secrets);
        Ok(view.keysets)
    }

    /// Makes the keysets and secrets of a graph that the state store lacks, and returns the public outputs of all of them that
    /// texts may refer to.
    /// [`Engine::apply`] makes them as steps of a plan; this is for Terraform, which cannot make them.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn create_keys(&self, graph: &Graph) -> Result<BTreeMap<String, Outputs>, Error> {
        let lease = self.acquire(&graph.cluster).await?;
        lease.during(self.create_keys_in(&lease, graph)).await
    }

    async fn create_keys_in(&self, store: &Lease, graph: &Graph) -> Result<BTreeMap<String, Outputs>, Error> {
        let entropy = self.entropy.as_ref();
        let mut keysets = StoreView::read_keys(&self.stored(), graph).await?.secrets;
        let owned = graph.nodes.iter().filter(|(_, node)| node.ownership == Ownership::Owned);
        for (id, _) in owned {
            let name = id.name.as_str();
            match id.kind {
                Kind::Keyset => {
                    let make = || new_keyset(entropy, name, self.clock.unix_time());
                    keysets.insert(id.name.clone(), state::ensure_keyset(store, &graph.cluster, name, make).await?);
                }
                Kind::Secret => {
                    let make = || pki::token(entropy.rng().as_mut());
                    state::ensure_secret(store, &graph.cluster, name, make).await?;
                }
                _ => {}
            }
        }
        Ok(keysets)
    }
}
