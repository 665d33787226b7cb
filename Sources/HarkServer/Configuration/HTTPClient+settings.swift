internal import HarkClient
internal import HarkTLS

extension HTTPClient {
    /// The client of a bot with these settings, and the proxy in the environment.
    init(_ settings: ServerSettings, environment: [String: String]) {
        self.init(
            HTTPClientConfiguration(
                authoritiesFile: settings.outgoingAuthorities, proxyEnvironment: environment,
                userAgent: "hark/\(Release.version)"))
    }
}

extension WebSocketConfiguration {
    /// The WebSocket configuration of a bot with these settings, and the proxy in the environment.
    /// - Throws: `Fault` if the proxy's URL is invalid. An unusable file of authorities is ignored here, because it is
    ///   reported as a fault of its own.
    init(_ settings: ServerSettings, environment: [String: String]) throws(Fault) {
        self.init()
        do throws(StreamError) { stream.proxy = try ProxyConfiguration(environment: environment) } catch {
            throw Fault("", "\(error)")
        }
        if let path = settings.outgoingAuthorities, let authorities = TLSFiles.outgoingAuthorities(path) {
            tls.trust = .systemAnd(authorities)
        }
    }
}

extension CommandContext {
    /// A client for a command that sends requests.
    /// - Throws: `Faults` if settings are malformed, or the file of authorities cannot be used.
    func httpClient() throws(Faults) -> HTTPClient {
        let settings = try serverSettings()
        if let fault = TLSFiles.outgoingFault(settings) { throw Faults([fault]) }
        return HTTPClient(settings, environment: environment)
    }
}
