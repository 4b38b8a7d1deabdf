//! Sets the condition under which rows of the catalogue describe themselves: the build script of the core, which reads the
//! same files, has no need of it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cfg=row_schema");
}
