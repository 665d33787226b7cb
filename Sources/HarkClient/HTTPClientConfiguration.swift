/// The configuration of a client, for all of its requests.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// A PEM file with authorities to trust in addition to the system's; nil for none.
    public var authoritiesFile: String?

    /// The environment variables that name the proxy, `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, among
    /// any others; they are read as curl reads them (curl(1), “ENVIRONMENT”). Empty for no proxy.
    public var proxyEnvironment: [String: String]

    /// The value of `User-Agent`, unless a request sets its own.
    public var userAgent: String

    /// The path of a Unix domain socket that all requests go to, whatever host their URLs name; nil for none.
    public var unixSocket: String?

    /// A configuration with these values.
    public init(
        authoritiesFile: String? = nil, proxyEnvironment: [String: String] = [:], userAgent: String = "hark",
        unixSocket: String? = nil
    ) {
        self.authoritiesFile = authoritiesFile
        self.proxyEnvironment = proxyEnvironment
        self.userAgent = userAgent
        self.unixSocket = unixSocket
    }
}
