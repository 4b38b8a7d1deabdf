//! The same answers for agents, by the Model Context Protocol: `/mcp` over HTTP and `headroom mcp` over standard
//! input and output.
//!
//! Nothing is kept between two calls. Over HTTP a call computes where the pages do, in its turn and bounded as they
//! are; over standard input one person asks for himself.

mod asked;
mod tools;

use std::sync::Arc;

use axum::http::request::Parts;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, ServerHandler, ServiceExt};

use crate::found;
use crate::names::Asker;
use crate::pages::Site;
use crate::work::Refusal;
use asked::{Asked, Fault, Said};

/// Bytes of a call that are read: a configuration is handed over as text, and few have more than some thousand bytes.
pub const LARGEST_CALL: usize = 512 * 1_024;

/// What an agent should know before it asks.
const INSTRUCTIONS: &str = "Headroom calculates whether a language model runs on given hardware, how fast, at what \
    power and for how much. Every figure is an estimate with a range or has a source; give the link of an answer with \
    it. Names of models and cards may be written as people write them; a word that is not understood gives no figures \
    but the nearest names.";

/// Answers the calls of agents.
#[derive(Clone)]
pub struct Agents {
    /// The server that it is a part of; none on standard input.
    site: Option<Site>,
    /// Scheme and authority that links begin with where nobody's address says it.
    origin: String,
}

impl Agents {
    /// What a call says.
    async fn answer(
        &self,
        call: Call,
        asker: Option<Asker>,
    ) -> Result<Result<Said, Fault>, Refusal> {
        let Call { name, arguments } = call;
        let origin =
            { asker.as_ref() }.map_or_else(|| self.origin.clone(), |asker| asker.origin.clone());
        let read = move || Asked::read(&name, arguments);
        let (Some(site), Some(asker)) = (&self.site, asker) else {
            let alone = move || read().map(|asked| asked.say(None, &origin));
            let said = tokio::task::spawn_blocking(alone).await;
            return said.map_err(|_| Refusal::Failed);
        };
        let asked = match site.work.run(asker.address, read).await? {
            Ok(asked) => asked,
            Err(fault) => return Ok(Err(fault)),
        };
        let found = match asked.job() {
            Some(job) => Some(found::sweep(&site.work, asker.address, job.clone()).await?),
            None => None,
        };
        let say = move || asked.say(found, &origin);
        site.work.run(asker.address, say).await.map(Ok)
    }
}

/// A call of a tool, as it came.
struct Call {
    name: String,
    arguments: serde_json::Map<String, serde_json::Value>,
}

impl ServerHandler for Agents {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("headroom", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all().to_vec()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::all().iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let parts = context.extensions.get::<Parts>();
        let asker = parts.and_then(|parts| parts.extensions.get::<Asker>().cloned());
        let call = Call {
            name: request.name.into_owned(),
            arguments: request.arguments.unwrap_or_default(),
        };
        let text = |text: String| vec![ContentBlock::text(text)];
        let result = match self.answer(call, asker).await {
            Ok(Ok(said)) => {
                let mut result = CallToolResult::success(text(said.text));
                result.structured_content = said.whole;
                result
            }
            Ok(Err(Fault::NoTool(name))) => {
                let names = tools::all().iter().map(|tool| tool.name.as_ref());
                let names = names.collect::<Vec<_>>().join(", ");
                let message = format!("There is no tool “{name}”; there are {names}.");
                return Err(ErrorData::invalid_params(message, None));
            }
            Ok(Err(Fault::Argument(message))) => CallToolResult::error(text(message)),
            Err(refusal) => {
                return Err(ErrorData::internal_error(refusal.to_string(), None));
            }
        };
        Ok(result.into())
    }
}

/// What answers at `/mcp`: no sessions, an answer a call.
pub fn service(site: Site) -> StreamableHttpService<Agents, NeverSessionManager> {
    // Which names are answered to is decided for all routes alike.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST_CALL)
        .disable_allowed_hosts();
    let agents = Agents {
        site: Some(site),
        origin: String::new(),
    };
    StreamableHttpService::new(move || Ok(agents.clone()), Arc::default(), config)
}

/// Answers on standard input and output until the input ends.
///
/// # Errors
/// A sentence that says why it cannot.
pub fn on_standard_input(origin: Option<String>) -> Result<(), String> {
    let agents = Agents {
        site: None,
        origin: origin.unwrap_or_default(),
    };
    let runtime = tokio::runtime::Runtime::new();
    let runtime =
        runtime.map_err(|error| format!("The program cannot start its threads: {error}."))?;
    let served = runtime.block_on(async {
        let running = agents.serve(rmcp::transport::stdio()).await;
        let running =
            running.map_err(|error| format!("The conversation did not begin: {error}."))?;
        let ended = running.waiting().await;
        ended.map_err(|error| format!("The conversation broke off: {error}."))
    });
    // A read of standard input cannot be called off.
    runtime.shutdown_background();
    served.map(drop)
}
