//! The files of the checkout agree with the library and with each other: sources, documentation, manifests.

mod book;
mod code_pages;
mod contributing;
mod field_docs;
mod layers;
mod links;
mod publishing;
mod words;
