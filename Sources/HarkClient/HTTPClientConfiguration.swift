/// What all requests of a client have in common.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// Which proxy requests take.
    public enum Proxy: Sendable, Equatable {
        /// What `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, as libcurl reads them
        /// (everything.curl.dev/usingcurl/proxies/env.html).
        case environment
        /// None.
        case none
        /// This one, such as `http://proxy.example.org:3128`, but for these hosts and their subdomains.
        case url(String, except: [String] = [])
    }

    /// A PEM file with authorities whose certificates are believed besides those of the system; nil for none.
    public var authoritiesFile: String?

    /// Which proxy requests take.
    public var proxy: Proxy

    /// What requests say in `User-Agent` that do not say it themselves.
    public var userAgent: String

    /// A configuration with these values.
    public init(authoritiesFile: String? = nil, proxy: Proxy = .environment, userAgent: String = "hark") {
        self.authoritiesFile = authoritiesFile
        self.proxy = proxy
        self.userAgent = userAgent
    }
}
