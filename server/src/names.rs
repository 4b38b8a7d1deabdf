//! Under which names the server answers, who asks, and whom it believes about that.
//!
//! Absolute addresses in an answer start with the name that was asked for, so a name that is not ours is
//! refused before anything repeats it. What a proxy says about the visitor counts only if the operator
//! named the proxy.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use crate::pages::Site;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_HOST: &str = "x-forwarded-host";
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// Both ends of the connection that a request came in on.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Who connected.
    pub remote: SocketAddr,
    /// To what.
    pub local: SocketAddr,
}

/// Who asks, and how absolute addresses in the answer start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Scheme and authority, without a slash at the end.
    pub origin: String,
    /// One visitor, or a network that is given to one subscriber.
    pub address: IpAddr,
}

/// Scheme and authority that the operator fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: String,
}

impl Origin {
    /// Scheme and authority.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads `https://name` or `http://name:port`.
    ///
    /// # Errors
    /// What is wrong with it, to follow the name of the setting.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("is https:// or http:// and a name, not “{text}”");
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let scheme = uri.scheme_str().filter(|s| matches!(*s, "https" | "http"));
        let (scheme, authority) = scheme.zip(uri.authority()).ok_or_else(wrong)?;
        let host = plain(authority).ok_or_else(wrong)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || text.contains('#') {
            return Err(wrong());
        }
        Ok(Self {
            text: format!("{scheme}://{host}"),
            host: without_usual_port(&host).to_owned(),
        })
    }
}

/// The names of this server and the proxies before it.
#[derive(Clone, Debug, Default)]
pub struct Names {
    origin: Option<Origin>,
    hosts: Vec<String>,
    proxies: Vec<IpNet>,
}

impl Names {
    /// Names beside those of this machine, which always count.
    #[must_use]
    pub fn new(origin: Option<Origin>, hosts: Vec<String>, proxies: Vec<IpNet>) -> Self {
        Self {
            origin,
            hosts,
            proxies,
        }
    }

    /// Scheme and authority that the operator fixed, if any.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_ref().map(|origin| origin.text.as_str())
    }

    /// Whether the operator named this address as a proxy's.
    #[must_use]
    pub fn is_proxy(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.proxies
            .iter()
            .any(|network| network.contains(&address))
    }

    /// Reads a request; the status to refuse it with, if it asks for a name that is not ours.
    fn read(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<Peer>,
    ) -> Result<Asker, StatusCode> {
        let proxied = peer.is_some_and(|peer| self.is_proxy(peer.remote.ip()));
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let forwarded = |name| text(name).filter(|_| proxied);
        let given = match uri.authority() {
            Some(authority) => authority.as_str(),
            None if headers.get_all(HOST).iter().count() > 1 => {
                return Err(StatusCode::BAD_REQUEST);
            }
            None => text(HOST.as_str()).ok_or(StatusCode::BAD_REQUEST)?,
        };
        let given = forwarded(FORWARDED_HOST).unwrap_or(given);
        let authority: Authority = given.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
        let host = plain(&authority).ok_or(StatusCode::BAD_REQUEST)?;
        if !self.is_ours(&authority, &host, peer) {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
        let scheme = match forwarded(FORWARDED_PROTO) {
            Some("https") => "https",
            _ => "http",
        };
        let origin = self.origin.as_ref();
        Ok(Asker {
            origin: origin.map_or_else(
                || format!("{scheme}://{host}"),
                |origin| origin.text.clone(),
            ),
            address: self.visitor(headers, peer),
        })
    }

    fn is_ours(&self, authority: &Authority, host: &str, peer: Option<Peer>) -> bool {
        let name = authority.host().trim_end_matches('.');
        let number: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
        let asked = without_usual_port(host);
        // Pages of other sites can make a browser send a name of theirs here, but no number: that is where
        // the request went.
        name.eq_ignore_ascii_case("localhost")
            || number.is_some_and(|number| number.is_loopback())
            || peer.is_some_and(|peer| Some(peer.local.ip().to_canonical()) == number)
            || self
                .origin
                .as_ref()
                .is_some_and(|origin| origin.host == asked)
            || self.hosts.iter().any(|known| known == asked)
    }

    /// The address that answers are counted for: the last one in the chain that is no proxy of ours.
    fn visitor(&self, headers: &HeaderMap, peer: Option<Peer>) -> IpAddr {
        let Some(peer) = peer else {
            return IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        };
        let mut address = peer.remote.ip();
        if self.is_proxy(address) {
            let said = headers.get_all(FORWARDED_FOR).iter().rev();
            let said = said.filter_map(|value| value.to_str().ok());
            let said = said.flat_map(|value| value.rsplit(','));
            for one in said.map_while(|one| one.trim().parse().ok()) {
                address = one;
                if !self.is_proxy(address) {
                    break;
                }
            }
        }
        subscriber(address)
    }
}

/// Reads the name of a host as settings and requests give it: `name` or `name:port`.
///
/// # Errors
/// What is wrong with it, to follow the name of the setting.
pub fn host(text: &str) -> Result<String, String> {
    let authority: Option<Authority> = text.parse().ok();
    let host = authority.as_ref().and_then(plain);
    host.map(|host| without_usual_port(&host).to_owned())
        .ok_or_else(|| {
            format!("holds names such as headroom.example or nas.local:3000, not “{text}”")
        })
}

/// An authority without a user, in lower case and without a dot at the end of the name.
fn plain(authority: &Authority) -> Option<String> {
    // A user before the name, or what is no number behind it, is left over.
    let behind = authority.as_str().strip_prefix(authority.host())?;
    let port: Option<u16> = match behind.strip_prefix(':') {
        Some(port) => Some(port.parse().ok()?),
        None if behind.is_empty() => None,
        None => return None,
    };
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    let name = authority.host().trim_end_matches('.');
    if name.is_empty() || name.len() > 253 || !name.bytes().all(letters) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    Some(port.map_or_else(|| name.clone(), |port| format!("{name}:{port}")))
}

fn without_usual_port(host: &str) -> &str {
    let host = host.strip_suffix(":443").unwrap_or(host);
    host.strip_suffix(":80").unwrap_or(host)
}

/// What one subscriber is given: an IPv4 address, or the first half of an IPv6 address.
#[must_use]
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 64 << 64)),
        four => four,
    }
}

/// Lets requests for our names through, with the [`Asker`] beside them.
pub async fn known(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    match site.names.read(request.uri(), request.headers(), peer) {
        Ok(asker) => {
            request.extensions_mut().insert(asker);
            next.run(request).await
        }
        Err(StatusCode::MISDIRECTED_REQUEST) => (
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not answer under that name. Its operator names it in HEADROOM_ORIGIN or HEADROOM_HOSTS.\n",
        )
            .into_response(),
        Err(status) => (status, "The request does not name one host that can be one.\n").into_response(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, StatusCode, Uri};

    use super::{Asker, Names, Origin, Peer, host, subscriber};

    fn read(
        names: &Names,
        from: &str,
        pairs: &[(&'static str, &'static str)],
    ) -> Result<Asker, StatusCode> {
        let mut headers = HeaderMap::new();
        for &(name, value) in pairs {
            headers.append(name, value.parse().unwrap());
        }
        let peer = Peer {
            remote: format!("{from}:50000").parse().unwrap(),
            local: "192.0.2.7:3000".parse().unwrap(),
        };
        names.read(&Uri::from_static("/"), &headers, Some(peer))
    }

    fn origin(names: &Names, host: &'static str) -> Result<String, u16> {
        let read = read(names, "198.51.100.1", &[("host", host)]);
        read.map(|asker| asker.origin)
            .map_err(|status| status.as_u16())
    }

    #[test]
    fn this_machine_is_always_known_and_strangers_never() {
        let names = Names::default();
        for host in [
            "localhost",
            "localhost:3000",
            "127.0.0.1:5",
            "[::1]:3000",
            "192.0.2.7:3000",
        ] {
            assert_eq!(origin(&names, host), Ok(format!("http://{host}")));
        }
        assert_eq!(
            origin(&names, "LOCALHOST.:3000"),
            Ok("http://localhost:3000".to_owned())
        );
        for host in [
            "evil.example",
            "localhost.evil.example",
            "192.0.2.8",
            "127.0.0.1.evil.example",
        ] {
            assert_eq!(origin(&names, host), Err(421), "{host}");
        }
        for host in [
            "",
            "a b",
            "me@localhost",
            "localhost:port",
            "localhost/\"><script>",
            "localhost:99999",
        ] {
            assert_eq!(origin(&names, host), Err(400), "{host}");
        }
        assert_eq!(read(&names, "127.0.0.1", &[]), Err(StatusCode::BAD_REQUEST));
        let two = [("host", "localhost"), ("host", "evil.example")];
        assert_eq!(
            read(&names, "127.0.0.1", &two),
            Err(StatusCode::BAD_REQUEST)
        );
    }

    #[test]
    fn names_are_added_by_settings() {
        let fixed = Origin::parse("https://Headroom.example/").unwrap();
        let names = Names::new(
            Some(fixed),
            vec![host("nas.local:3000").unwrap()],
            Vec::new(),
        );
        for host in [
            "headroom.example",
            "HEADROOM.example:443",
            "nas.local:3000",
            "localhost",
        ] {
            assert_eq!(
                origin(&names, host),
                Ok("https://headroom.example".to_owned()),
                "{host}"
            );
        }
        for host in ["headroom.example:8080", "nas.local", "www.headroom.example"] {
            assert_eq!(origin(&names, host), Err(421), "{host}");
        }
    }

    #[test]
    fn only_named_proxies_are_believed() {
        let names = Names::new(
            None,
            vec!["shown.example".to_owned()],
            vec!["10.0.0.0/8".parse().unwrap()],
        );
        let said = [
            ("host", "localhost"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "shown.example"),
            ("x-forwarded-for", "203.0.113.9, 198.51.100.5"),
            ("x-forwarded-for", "10.0.0.2"),
        ];
        let asker = |origin: &str, address: &str| Asker {
            origin: origin.to_owned(),
            address: address.parse().unwrap(),
        };
        assert_eq!(
            read(&names, "198.51.100.1", &said),
            Ok(asker("http://localhost", "198.51.100.1"))
        );
        assert_eq!(
            read(&names, "10.1.2.3", &said),
            Ok(asker("https://shown.example", "198.51.100.5"))
        );
        // A forwarded name is one of ours or is refused like any other.
        let forged = [("host", "localhost"), ("x-forwarded-host", "evil.example")];
        assert_eq!(
            read(&names, "10.1.2.3", &forged),
            Err(StatusCode::MISDIRECTED_REQUEST)
        );
    }

    #[test]
    fn origins_are_parsed() {
        for wrong in [
            "javascript:alert(1)",
            "headroom.example",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://me@a",
            "ftp://a",
            "https://a#b",
            "https://a b",
            "https://a:x",
            "//a",
            "",
        ] {
            assert!(Origin::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            Origin::parse("http://a:8080").unwrap().text,
            "http://a:8080"
        );
        assert_eq!(
            Origin::parse("https://[2001:db8::1]/").unwrap().text,
            "https://[2001:db8::1]"
        );
        for wrong in ["", "https://a", "a/b", "a b", "*"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_subscriber_has_many_addresses() {
        let of = |text: &str| subscriber(text.parse::<IpAddr>().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
