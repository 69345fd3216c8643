//! What other languages call, by name: pure [`functions`](mod@functions), and the [`methods`](mod@methods) and [`runs`](mod@runs) of an
//! engine.
//!
//! In: the name of a row of a table, and [`Arguments`] by their names: data as JSON, and values that stay in Rust as handles. Out:
//! [`Returned`], which is JSON, text, bytes or a handle. A binding passes calls through and knows none of the rows, so that what the
//! library learns to do is one row here and a typed function in each language.

mod arguments;
mod engine;
mod error;
mod functions;
mod methods;
mod parts;
mod runs;
mod turns;
mod value;

pub use arguments::Arguments;
pub use engine::engine;
pub use error::CallError;
pub use functions::{call, functions};
pub use methods::{call_engine, methods};
pub use runs::{run_engine, runs};
pub use turns::{Size, Turn, in_turns};
pub use value::{Handle, Returned};
