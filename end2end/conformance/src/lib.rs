//! The same reports from the native build and from WebAssembly.
