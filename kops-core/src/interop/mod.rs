//! The border to other languages: [`call()`] and [`call_engine`], which reach what the library can do by name, and ports over JSON
//! ([`JsonCloud`], [`JsonStore`], [`JsonClusterApi`]), which are implemented on the other side.

mod call;
mod ports;

pub use call::{
    Arguments, CallError, Handle, Returned, Size, Turn, call, call_engine, engine, functions, in_turns, methods,
    run_engine, runs,
};
pub use ports::{
    Answer, Call, DeleteMode, JsonCloud, JsonClusterApi, JsonPort, JsonStore, ParseRecordingError, PortError, PutMode,
    Recorder, Replay, call_cloud, call_cluster, call_store, change_simulated_cluster, simulated_cluster,
};
