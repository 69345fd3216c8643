//! The command line from end to end, in a folder of its own for each test.

mod arguments;
mod edit;
mod objects;
mod support;
mod template;
