//! The API of a running cluster as a [`kops_core::cluster_api::ClusterApi`], on the `kube` client.
//!
//! In: kubeconfigs as text. Other files are read, and commands run, only where they name them; where they name no certificate authority, those
//! of the system are trusted, or those in `SSL_CERT_FILE` and `SSL_CERT_DIR`. Out: nodes, pods, budgets and leases as plain data, the few
//! changes that replacing instances takes, and objects of any kind, which addons are applied by. Nothing is retried here: the caller retries
//! by each error's own word. A command for credentials runs again before what it gave ends.
//!
//! ```no_run
//! # async fn example(kubeconfig: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use kops_core::cluster_api::ClusterApi as _;
//! use kops_kube::{Connection, Kube};
//!
//! let cluster = Kube::connect(kubeconfig, &Connection::default()).await?;
//! for node in cluster.nodes().await? {
//!     println!("{} {}", node.name, node.is_ready());
//! }
//! # Ok(())
//! # }
//! ```

mod context;
mod convert;
mod error;
mod eviction;
mod lease;
mod managed_fields;
mod merge;
mod objects;
mod partial;
mod patch;
mod renewing;

use std::fmt::Debug;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use futures::future::try_join_all;
use kops_core::cluster_api::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind, Eviction, Lease, ListedObject, Node, NodeChange,
    ObjectId, ObjectQuery, ObjectWrite, Pod, PodId, PodQuery, Warning, latest,
};
use kube::api::{ListParams, ObjectList, Patch, PatchParams};
use kube::config::Kubeconfig;
use kube::{Api, Client};
use objects::Kinds;
use renewing::Renewing;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How many objects a page of a list has, as in kubectl.
const PAGE: u32 = 500;
/// What an API server answers where it no longer has a version of a list.
const GONE: u16 = 410;
/// Above so many nodes it takes less to list the pods of all.
const MOST_NODES: usize = 10;
/// How many times a change of a node or of the owners of fields is tried when others change the object meanwhile.
const ATTEMPTS: u32 = 5;
/// How long to wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The API server of a cluster. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Kube {
    clients: Renewing,
    kinds: Kinds,
    host: String,
    port: u16,
    /// A proxy resolves the host.
    is_proxied: bool,
}

/// What differs from what a kubeconfig says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The context to use. Default: the current one.
    pub context: Option<String>,
    /// The URL of the API server. Default: that of the context's cluster.
    pub server: Option<String>,
    /// The folder of the kubeconfig, in which its relative paths begin. Default: the working directory.
    pub folder: Option<PathBuf>,
    /// How long a call waits for its answer, 60 seconds at most. Default: 60 seconds.
    pub timeout: Option<Duration>,
}

impl Kube {
    /// Uses a context of a kubeconfig. No call is made, except by the command of the kubeconfig's user where it has one. A proxy is used
    /// where the cluster of the context has a `proxy-url`; `HTTPS_PROXY` and `NO_PROXY` have no effect.
    ///
    /// # Errors
    /// [`ClusterApiErrorKind::Kubeconfig`] where the text is no kubeconfig, or has no usable context: none of this name, one whose cluster or
    /// user is not there, or one without a user for a server that is reached with encryption.
    pub async fn connect(kubeconfig: &str, connection: &Connection) -> Result<Self, ClusterApiError> {
        let mut parsed = Kubeconfig::from_yaml(kubeconfig).map_err(error::kubeconfig)?;
        if let Some(folder) = &connection.folder {
            context::begin_paths_in(folder, &mut parsed);
        }
        Self::of(parsed, connection)
    }

    /// As [`Kube::connect`], with kubeconfig files that are read as one, as `kubectl` reads those in `KUBECONFIG`: the path and the text of each.
    /// Of clusters, contexts and users of one name, and of current contexts, the first counts. Relative paths begin in the folder of their
    /// file, so that [`Connection::folder`] has no effect.
    ///
    /// # Errors
    /// As [`Kube::connect`]; a text that is no kubeconfig is named by its path.
    pub async fn connect_files(files: &[(PathBuf, String)], connection: &Connection) -> Result<Self, ClusterApiError> {
        Self::of(merge::merged(files)?, connection)
    }

    fn of(kubeconfig: Kubeconfig, connection: &Connection) -> Result<Self, ClusterApiError> {
        let server = |url: &String| url.parse::<http::Uri>().map_err(|error| error::server(url, error));
        let server = connection.server.as_ref().map(server).transpose()?;
        let config = context::config(kubeconfig, connection.context.as_deref(), server);
        let mut config = config.map_err(error::context)?;
        let timeout = connection.timeout.unwrap_or(TIMEOUT).min(TIMEOUT);
        config.connect_timeout = config.connect_timeout.map(|connect| connect.min(timeout));
        config.read_timeout = Some(timeout);
        config.reset_reader_on_write = true;
        config.default_retry = false;
        let https = config.cluster_url.scheme_str() == Some("https");
        let port = config.cluster_url.port_u16().unwrap_or(if https { 443 } else { 80 });
        let host = config.cluster_url.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let is_proxied = config.proxy_url.is_some();
        Ok(Self { clients: Renewing::new(config)?, kinds: Kinds::default(), host, port, is_proxied })
    }

    /// Reads every page of a list. Of the objects of a page only what `keep` makes of them outlives the page.
    async fn list<K, T>(
        &self,
        operation: &'static str,
        api: fn(Client) -> Api<K>,
        query: &ListParams,
        keep: fn(K) -> T,
    ) -> Result<Vec<T>, ClusterApiError>
    where
        K: Clone + DeserializeOwned + Debug,
    {
        let api = api(self.clients.client()?);
        let read = |query| {
            let api = api.clone();
            async move { api.list(&query).await }
        };
        pages(query.clone(), read, keep).await.map_err(|error| error::of(operation, error))
    }
}

/// Reads every page of a list, and the whole list at once where the API server has forgotten how it goes on, as it does after some minutes.
async fn pages<K: Clone, T, F>(
    query: ListParams,
    read: impl Fn(ListParams) -> F,
    keep: impl Fn(K) -> T,
) -> kube::Result<Vec<T>>
where
    F: Future<Output = kube::Result<ObjectList<K>>>,
{
    let mut next = query.clone().limit(PAGE);
    let mut found = Vec::new();
    loop {
        let page = match read(next.clone()).await {
            Err(kube::Error::Api(status)) if status.code == GONE && next.continue_token.is_some() => {
                return Ok(read(query).await?.items.into_iter().map(keep).collect());
            }
            page => page?,
        };
        found.extend(page.items.into_iter().map(&keep));
        match page.metadata.continue_.filter(|token| !token.is_empty()) {
            Some(token) => next = next.continue_token(&token),
            None => return Ok(found),
        }
    }
}

#[async_trait]
impl ClusterApi for Kube {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        if self.is_proxied {
            return Ok(Vec::new());
        }
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await;
        let found = found.map_err(|error| {
            let message = format!("the host `{}` of the API server does not resolve", self.host);
            ClusterApiError::new(ClusterApiErrorKind::Unresolved, "resolve", message).caused_by(error)
        })?;
        Ok(found.map(|address| address.ip()).collect())
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        self.list("list nodes", partial::nodes, &ListParams::default(), convert::node).await
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        let lists: Vec<ListParams> = match &query.nodes {
            Some(nodes) if nodes.len() <= MOST_NODES => {
                nodes.iter().map(|node| ListParams::default().fields(&format!("spec.nodeName={node}"))).collect()
            }
            _ => vec![ListParams::default()],
        };
        let found =
            try_join_all(lists.iter().map(|list| self.list("list pods", partial::pods, list, convert::pod))).await?;
        Ok(found.into_iter().flatten().filter(|pod| query.includes(pod)).collect())
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.list("list poddisruptionbudgets", Api::all, &ListParams::default(), convert::budget).await
    }

    async fn warnings(&self) -> Result<Vec<Warning>, ClusterApiError> {
        let in_kube_system = ListParams::default().fields("type=Warning,metadata.namespace=kube-system");
        let of_nodes = ListParams::default().fields("type=Warning,involvedObject.kind=Node");
        let lists = [in_kube_system, of_nodes];
        let found =
            try_join_all(lists.iter().map(|list| self.list("list events", Api::all, list, convert::warning))).await?;
        Ok(latest(found.into_iter().flatten().collect()))
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        let api = partial::nodes(self.clients.client()?);
        for attempt in 1.. {
            let current = match patch::needs_node(*change) {
                true => Some(api.get(node).await.map_err(|error| error::of(&format!("get node {node}"), error))?),
                false => None,
            };
            let patch = Patch::Merge(patch::of(*change, current.as_ref())?);
            match api.patch_metadata(node, &PatchParams::default(), &patch).await {
                // Another writer was faster, as kubelets often are.
                Err(kube::Error::Api(status)) if status.code == 409 && attempt < ATTEMPTS => {}
                answer => {
                    return answer.map(drop).map_err(|error| error::of(&format!("patch node {node}"), error));
                }
            }
        }
        Ok(())
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        eviction::evict(&self.clients.client()?, pod).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, ClusterApiError> {
        lease::read(&self.clients.client()?, name).await
    }

    async fn write_lease(&self, lease: &Lease) -> Result<String, ClusterApiError> {
        lease::write(&self.clients.client()?, lease).await
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        let found = self.clients.client()?.apiserver_version().await;
        found.map(|version| version.git_version).map_err(|error| error::of("get version", error))
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        objects::list(&self.clients.client()?, &self.kinds, query).await
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        objects::write(&self.clients.client()?, &self.kinds, object, write).await
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        objects::delete(&self.clients.client()?, &self.kinds, id).await
    }
}

/// Shows which server it is and nothing of the credentials.
impl Debug for Kube {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kube").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use kube::core::Status;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_list_of_which_the_next_page_is_gone_is_read_at_once() {
        let read = |query: ListParams| async move {
            let (items, token) = match (query.limit, query.continue_token) {
                (Some(_), None) => (json!([1, 2]), "next"),
                (Some(_), Some(_)) => {
                    return Err(kube::Error::Api(Status { code: GONE, ..Status::default() }.boxed()));
                }
                (None, _) => (json!([1, 2, 3]), ""),
            };
            let page = json!({"apiVersion": "v1", "kind": "List", "metadata": {"continue": token}, "items": items});
            Ok(serde_json::from_value::<ObjectList<u32>>(page).expect("is a list"))
        };
        let found = pages(ListParams::default(), read, |number: u32| format!("item {number}")).await;
        assert_eq!(found.expect("is read"), ["item 1", "item 2", "item 3"]);
    }
}
