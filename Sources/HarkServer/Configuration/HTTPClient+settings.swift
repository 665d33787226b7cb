internal import HarkClient
internal import HarkTLS

extension HTTPClient {
    /// The client of a bot with these settings, and the proxy that the environment names.
    init(_ settings: ServerSettings, environment: [String: String]) {
        self.init(
            HTTPClientConfiguration(
                authoritiesFile: settings.outgoingAuthorities, proxy: .environment(environment),
                userAgent: "hark/\(Release.version)"))
    }
}

extension WebSocketConfiguration {
    /// How a bot with these settings opens WebSockets, and the proxy that the environment names.
    /// - Throws: `Fault` when the proxy's URL is invalid; a file of authorities that cannot be used is left out, for it
    ///   is a fault of its own.
    init(_ settings: ServerSettings, environment: [String: String]) throws(Fault) {
        self.init()
        do throws(StreamError) { stream.proxy = try ProxyConfiguration(environment: environment) } catch {
            throw Fault("HTTPS_PROXY", "\(error)")
        }
        if let path = settings.outgoingAuthorities, let authorities = TLSFiles.outgoingAuthorities(path) {
            tls.trust = .systemAnd(authorities)
        }
    }
}

extension CommandContext {
    /// A client for a command that makes requests.
    /// - Throws: `Faults` when settings are malformed, or the file of the authorities cannot be used.
    func httpClient() throws(Faults) -> HTTPClient {
        let reading = SettingsReader(ServerSettings.declarations).read(environment)
        guard let settings = try? ServerSettings(reading.settings) else { throw Faults(reading.faults) }
        if let fault = TLSFiles.outgoingFault(settings) { throw Faults([fault]) }
        return HTTPClient(settings, environment: environment)
    }
}
