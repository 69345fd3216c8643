//! What takes long and tells how it goes: applying a plan, a rolling update and the like.

use std::fmt;
use std::future::IntoFuture;

use futures::future::{BoxFuture, Either, FutureExt as _, select};

use super::Error;
use crate::apply::Cancel;

/// A run of the engine, which begins once it is awaited. What differs from the defaults is set beforehand.
///
/// `O` are its options, `E` what it tells while it works, `R` what it returns, and `X` why it could not.
///
/// ```
/// use kops_core::{Cancel, Engine, Error, Spec, cluster_api::ClusterApi, lifecycle::rolling::RollingUpdateOptions};
///
/// # async fn example(engine: Engine, spec: Spec, api: impl ClusterApi) -> Result<(), Error> {
/// let cancel = Cancel::default();
/// let options = RollingUpdateOptions { parallel: 4, ..RollingUpdateOptions::default() };
/// let run = engine.rolling_update(&spec, Some(&api)).options(options);
/// let report = run.events(|event| println!("{event:?}")).cancel(&cancel).await?;
/// assert!(report.is_complete());
/// # Ok(())
/// # }
/// ```
#[must_use = "a run begins once it is awaited"]
pub struct Run<'a, O, E, R, X = Error> {
    begin: Begin<'a, O, E, R, X>,
    with: With<'a, O, E>,
}

type Begin<'a, O, E, R, X> = Box<dyn FnOnce(With<'a, O, E>) -> BoxFuture<'a, Result<R, X>> + Send + 'a>;

/// Where what a run tells goes.
pub(super) type Events<'a, E> = Box<dyn Fn(E) + Send + Sync + 'a>;

/// What differs from the defaults of a run.
pub(super) struct With<'a, O, E> {
    pub(super) options: O,
    pub(super) events: Events<'a, E>,
    pub(super) cancel: Cancel,
}

impl<'a, O: Default, E, R, X> Run<'a, O, E, R, X> {
    pub(super) fn new(begin: impl FnOnce(With<'a, O, E>) -> BoxFuture<'a, Result<R, X>> + Send + 'a) -> Self {
        let with = With { options: O::default(), events: Box::new(|_| ()), cancel: Cancel::default() };
        Self { begin: Box::new(begin), with }
    }

    /// Sets the options.
    pub fn options(self, options: O) -> Self {
        Self { with: With { options, ..self.with }, ..self }
    }

    /// Calls `events` for everything that happens. It is called between two calls to the account or the cluster, so it should return
    /// quickly.
    pub fn events(self, events: impl Fn(E) + Send + Sync + 'a) -> Self {
        Self { with: With { events: Box::new(events), ..self.with }, ..self }
    }

    /// Ends the run early once `cancel` is cancelled.
    pub fn cancel(self, cancel: &Cancel) -> Self {
        Self { with: With { cancel: cancel.clone(), ..self.with }, ..self }
    }
}

impl<'a, O: Default + Send + 'a, E: 'a, R: Send + 'a> Run<'a, O, E, R> {
    /// Makes a run that is dropped when it is cancelled, as it has nothing to tell then.
    pub(super) fn dropped_early<F>(begin: impl FnOnce(O, Events<'a, E>) -> F + Send + 'a) -> Self
    where
        F: Future<Output = Result<R, Error>> + Send + 'a,
    {
        Self::new(move |With { options, events, cancel }| {
            let run = begin(options, events).boxed();
            async move {
                match select(run, cancel.cancelled().boxed()).await {
                    Either::Left((ended, _)) => ended,
                    Either::Right(_) => Err(Error::Cancelled),
                }
            }
            .boxed()
        })
    }
}

impl<'a, O, E, R, X> IntoFuture for Run<'a, O, E, R, X> {
    type Output = Result<R, X>;
    type IntoFuture = BoxFuture<'a, Result<R, X>>;

    fn into_future(self) -> Self::IntoFuture {
        (self.begin)(self.with)
    }
}

impl<O: fmt::Debug, E, R, X> fmt::Debug for Run<'_, O, E, R, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("options", &self.with.options).finish_non_exhaustive()
    }
}
