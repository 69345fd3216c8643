//! Sending calls within the budget of the account, and counting them, so that a plan can say what it cost.

use std::collections::BTreeMap;
use std::error::Error;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use futures::future::BoxFuture;
use kops_core::apply::CallBudget;
use kops_core::cloud::{CloudError, ErrorKind};

use crate::clients::Clients;
use crate::error::Call;

/// Sends calls within a budget, and counts them by service and operation.
#[derive(Debug)]
pub(crate) struct CallCounter {
    budget: CallBudget,
    counts: Mutex<BTreeMap<String, u32>>,
}

impl CallCounter {
    /// Counts from zero.
    pub(crate) fn new(clients: &Clients) -> Self {
        Self { budget: clients.budget.clone(), counts: Mutex::default() }
    }

    /// Sends one call.
    ///
    /// The SDK's futures are large, and those that wait for several of them would outgrow a stack; so they go to the heap.
    pub(crate) fn send<'a, T, E>(
        &'a self,
        call: Call,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, CloudError>>
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        Box::pin(async move {
            self.budget.take(call.service, call.operation).await;
            self.count(call);
            self.learn(call, request.await.map_err(|error| call.failed(error)))
        })
    }

    /// Sends one call; `None` where what it asks for is not there.
    pub(crate) fn find<'a, T, E>(
        &'a self,
        call: Call,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a,
    ) -> BoxFuture<'a, Result<Option<T>, CloudError>>
    where
        T: 'a,
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let sent = self.send(call, request);
        Box::pin(async move {
            match sent.await {
                Ok(answer) => Ok(Some(answer)),
                Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Reads every page of a list; each counts as a call.
    pub(crate) async fn pages<T, E>(
        &self,
        call: Call,
        mut pages: PaginationStream<Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<Vec<T>, CloudError>
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let mut read = Vec::new();
        loop {
            self.budget.take(call.service, call.operation).await;
            let Some(page) = pages.next().await else { break };
            self.count(call);
            read.push(self.learn(call, page.map_err(|error| call.failed(error)))?);
        }
        // After the last page nothing is sent.
        self.budget.give_back(call.service, call.operation);
        Ok(read)
    }

    /// The calls so far, by service and operation.
    pub(crate) fn counts(&self) -> BTreeMap<String, u32> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells the budget how fast to go on.
    fn learn<T>(&self, call: Call, answer: Result<T, CloudError>) -> Result<T, CloudError> {
        match &answer {
            Ok(_) => self.budget.answered(call.service, call.operation, false),
            Err(error) if error.kind == ErrorKind::Throttled => {
                self.budget.answered(call.service, call.operation, true);
            }
            Err(_) => {}
        }
        answer
    }

    fn count(&self, call: Call) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(format!("{}:{}", call.service, call.operation)).or_default() += 1;
    }
}
