/// The proxies that environment variables name, as curl reads them (curl(1), “ENVIRONMENT”): the first one that is not
/// empty counts.
struct ProxyEnvironment {
    private let variables: [String: String]

    /// The proxies of an environment.
    init(_ variables: [String: String]) { self.variables = variables }

    /// The variable with the proxy for URLs with a scheme, and its value; nil for none.
    func proxy(isSecure: Bool) -> (variable: String, value: String)? {
        // Not HTTP_PROXY: in a CGI script, that is the field `Proxy` of a stranger's request.
        first(of: (isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"])
    }

    /// The hosts that are called directly, separated by commas or spaces.
    var exceptions: String { first(of: ["no_proxy", "NO_PROXY"])?.value ?? "" }

    private func first(of names: [String]) -> (variable: String, value: String)? {
        for name in names {
            if let value = variables[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }
}
