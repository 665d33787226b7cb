internal import HarkClient

extension HTTPClient {
    /// The client of a bot with these settings, and the proxy that the environment names.
    init(_ settings: ServerSettings, environment: [String: String]) {
        self.init(
            HTTPClientConfiguration(
                authoritiesFile: settings.outgoingAuthorities, proxy: .environment(environment),
                userAgent: "hark/\(Release.version)"))
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
