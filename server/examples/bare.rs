//! A handler that does nothing but send a file: what `cargo xtask bench serve` measures the pages against.
#![expect(
    clippy::print_stdout,
    reason = "the caller reads where it listens from standard output"
)]

use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use tokio::net::TcpListener;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("Name the file to send.")?;
    let body = Bytes::from(std::fs::read(file)?);
    let send = move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body) };
    let routes = Router::new().route("/", get(send));
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!(
            "The bare handler listens on http://{}",
            listener.local_addr()?
        );
        axum::serve(listener, routes).await?;
        Ok(())
    })
}
