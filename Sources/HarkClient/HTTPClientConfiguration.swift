/// The configuration of a client, for all of its requests.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// Which proxy requests use.
    public enum Proxy: Sendable, Equatable {
        /// None.
        case none
        /// The one in `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` of an environment, as curl reads them
        /// (curl(1), “ENVIRONMENT”).
        case environment([String: String])
        /// This one, such as `http://proxy.example.org:3128`, except for these hosts and their subdomains.
        case url(String, except: [String] = [])
    }

    /// A PEM file with authorities to trust in addition to the system's; nil for none.
    public var authoritiesFile: String?

    /// Which proxy requests use.
    public var proxy: Proxy

    /// The value of `User-Agent`, unless a request sets its own.
    public var userAgent: String

    /// The path of a Unix domain socket that all requests go to, whatever host their URLs name; nil for none.
    public var unixSocket: String?

    /// A configuration with these values.
    public init(
        authoritiesFile: String? = nil, proxy: Proxy = .none, userAgent: String = "hark", unixSocket: String? = nil
    ) {
        self.authoritiesFile = authoritiesFile
        self.proxy = proxy
        self.userAgent = userAgent
        self.unixSocket = unixSocket
    }
}

extension HTTPClientConfiguration.Proxy {
    /// The proxy for URLs with a scheme, empty for none, and the hosts that do not use it.
    func choice(isSecure: Bool) -> (url: String, exceptions: String) {
        switch self {
        case .none: return ("", "")
        case .url(let url, let exceptions): return (url, exceptions.joined(separator: ","))
        case .environment(let variables):
            let value = { (names: [String]) in names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty } ?? "" }
            // Not HTTP_PROXY: in a CGI script, that is the field `Proxy` of a stranger's request.
            let names = isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
            return (value(names + ["all_proxy", "ALL_PROXY"]), value(["no_proxy", "NO_PROXY"]))
        }
    }
}
