//! The server and the command line of Headroom.
//!
//! Nothing is stored here: a request's address holds the whole question, and
//! [`headroom_core`] answers it. [`routes::router`] shows the whole server in one function.

pub mod api;
pub mod chart;
pub mod check;
pub mod command;
pub mod config;
pub mod embed;
pub mod export;
pub mod files;
pub mod found;
pub mod fresh;
pub mod headers;
pub mod image;
pub mod import;
pub mod life;
pub mod mcp;
pub mod names;
pub mod observe;
pub mod oembed;
pub mod once;
pub mod pages;
pub mod question;
pub mod routes;
pub mod serve;
pub mod shares;
pub mod sitemap;
pub mod work;
