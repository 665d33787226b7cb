extension Host {
    /// What the operator should know before the first delivery, with log levels: one notice for each secret, and one
    /// for a plugin's rows that anyone may call without authentication.
    public var trustNotices: [TrustNotice] {
        secrets.notices(of: registry.plugins, program: program, isShared: storePlugin != nil)
            + OpenRoute.notices(of: OpenRoute.all(of: registry.plugins, except: options.openPlugins))
    }

    /// The secrets that the bot generated for a plugin.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    public func generatedSecrets(of plugin: String) throws(Rejection) -> [GeneratedSecret] {
        secrets.generatedSecrets(of: try registry.plugin(plugin))
    }

    /// Reads the secrets that came from files again. If a file cannot be used, its secret stays as it was.
    /// - Returns: the variables whose secrets changed, and the faults.
    public func reloadSecrets() -> (changed: [String], faults: [Fault]) { secrets.reload() }
}
