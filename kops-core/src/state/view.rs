//! What a plan looks at in the state store.

use futures::future::try_join_all;

use super::{Clusters, Key, Layout, StateError};
use crate::graph::Graph;
use crate::plan::{StoreObject, StoreView};

impl Clusters<'_> {
    /// Reads the managed files of a cluster: everything in the folders that the graph fills, and its other files.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn view(&self, graph: &Graph) -> Result<StoreView, StateError> {
        let layout = Layout::new(&graph.cluster)?;
        let folders = StoreView::folders(graph).into_iter().map(|folder| layout.file(folder));
        let folders = folders.collect::<Result<Vec<_>, _>>()?;
        let listed = try_join_all(folders.iter().map(|folder| self.store.list(folder))).await?;
        let mut keys = listed.concat();
        for file in StoreView::files(graph) {
            keys.push(layout.file(file)?);
        }
        let found = self.get_all(&keys).await?;
        let objects = keys.iter().zip(found).filter_map(|(key, found)| {
            let found = found?;
            let content = String::from_utf8_lossy(&found.value).into_owned();
            Some((below(&layout, key), StoreObject { content, version: found.version }))
        });
        Ok(StoreView { objects: objects.collect() })
    }
}

/// The key below the cluster's base.
fn below(layout: &Layout, key: &Key) -> String {
    key.segments().skip(layout.base().segments().count()).collect::<Vec<_>>().join("/")
}
