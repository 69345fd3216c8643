//! SIGINT, SIGTERM and SIGHUP.

use std::io;

use kops_core::apply::Cancel;
use tokio::sync::mpsc;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal that stops a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interrupt {
    /// SIGINT.
    CtrlC,
    /// SIGTERM.
    #[cfg(unix)]
    Terminate,
    /// SIGHUP.
    #[cfg(unix)]
    HangUp,
}

impl Interrupt {
    /// The exit status of a stopped command: 128 + signal number.
    pub(crate) fn exit_status(self) -> u8 {
        match self {
            Self::CtrlC => 130,
            #[cfg(unix)]
            Self::Terminate => 143,
            #[cfg(unix)]
            Self::HangUp => 129,
        }
    }
}

/// Signals since its creation.
#[derive(Debug)]
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signals: Vec<(Interrupt, Signal)>,
}

#[cfg(unix)]
impl Interrupts {
    /// Starts listening. Signals that the parent process ignores stay ignored, as with `nohup`.
    pub(crate) fn listen() -> io::Result<Self> {
        let kinds = [
            (Interrupt::CtrlC, SignalKind::interrupt()),
            (Interrupt::Terminate, SignalKind::terminate()),
            (Interrupt::HangUp, SignalKind::hangup()),
        ];
        let ignored = ignored();
        let heard = kinds.into_iter().filter(|(_, kind)| ignored & (1 << (kind.as_raw_value() - 1)) == 0);
        let signals = heard.map(|(interrupt, kind)| Ok((interrupt, signal(kind)?))).collect::<io::Result<_>>()?;
        Ok(Self { signals })
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) -> Interrupt {
        std::future::poll_fn(|context| {
            let mut signals = self.signals.iter_mut();
            let heard =
                signals.find_map(|(interrupt, signal)| signal.poll_recv(context).is_ready().then_some(*interrupt));
            heard.map_or(std::task::Poll::Pending, std::task::Poll::Ready)
        })
        .await
    }
}

#[cfg(not(unix))]
impl Interrupts {
    /// Starts listening.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) -> Interrupt {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Interrupt::CtrlC
    }
}

/// Runs something that can be cancelled: the first signal cancels it, the second one abandons it. Returns what came of it, nothing
/// where it was abandoned, and the first signal.
pub(crate) async fn cancelling<T>(
    run: impl IntoFuture<Output = T>,
    cancel: &Cancel,
    at_first: impl Fn() + Send + 'static,
) -> io::Result<(Option<T>, Option<Interrupt>)> {
    let (heard, mut signals) = mpsc::unbounded_channel();
    let listener = tokio::spawn(listen(Interrupts::listen()?, cancel.clone(), at_first, heard));
    let (mut run, mut first) = (Box::pin(run.into_future()), None);
    let result = loop {
        tokio::select! {
            biased;
            Some(interrupt) = signals.recv() => match first {
                None => first = Some(interrupt),
                Some(_) => break None,
            },
            result = &mut run => break Some(result),
        }
    };
    listener.abort();
    // It may have come while the run was at work.
    Ok((result, first.or_else(|| signals.try_recv().ok())))
}

/// Cancels at the first signal, also while the run does not wait for anything: this is a task of its own, on another thread.
async fn listen(
    mut interrupts: Interrupts,
    cancel: Cancel,
    at_first: impl Fn(),
    heard: mpsc::UnboundedSender<Interrupt>,
) {
    while heard.send(interrupts.next().await).is_ok() {
        if !cancel.is_cancelled() {
            cancel.cancel();
            at_first();
        }
    }
}

/// The signals that this process ignores, a bit for each; none where the system does not tell.
#[cfg(unix)]
fn ignored() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the system tells in a file which signals are ignored")]
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// Has a write that exceeds the largest size of a file fail, so that the unfinished file is removed, rather than end the
/// process. Needs the runtime of tokio.
#[cfg(unix)]
pub(crate) fn let_large_writes_fail() -> io::Result<()> {
    signal(SignalKind::from_raw(libc::SIGXFSZ)).map(drop)
}

#[cfg(not(unix))]
pub(crate) fn let_large_writes_fail() -> io::Result<()> {
    Ok(())
}
