//! Examples of how to use kops-core: see the files beside this one, and run them with
//! `cargo run -p kops-examples --example NAME`.
