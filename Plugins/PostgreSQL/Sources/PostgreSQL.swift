public import HarkEvents
internal import HarkPostgreSQL
public import HarkStore

/// Keeps deliveries, messages and values in PostgreSQL instead of a file, so that several machines can share them.
///
/// It is there whenever the bot is built with it, and does nothing unless `HARK_POSTGRESQL_URL` is set.
public struct PostgreSQL: StorePlugin {
    static let url = Setting<PostgreSQLURL?>(
        "HARK_POSTGRESQL_URL",
        help: "The server and database that keep what the bot must not lose: "
            + "postgresql://hark:password@db.example.org/hark.")
    static let listen = Setting<PostgreSQLURL?>(
        "HARK_POSTGRESQL_LISTEN",
        help: "The same past a pooler, for notifications alone. Without it the bot polls once a second behind a pooler."
    )

    static let lease = Setting(
        "HARK_POSTGRESQL_LEASE", default: Duration.seconds(60),
        help: "How long a machine may be silent before others take over what it runs. All machines must have the same."
    ) { lease throws(SettingMismatch) in
        guard lease >= .seconds(6), lease <= .seconds(600) else {
            throw SettingMismatch(expected: "a duration from 6s to 10m")
        }
    }

    public static let manifest = Manifest<Self>(
        name: "postgresql", summary: "Keeps deliveries, messages and values for several machines.",
        settings: [url, listen, lease])

    private let configuration: StoreConfiguration?

    public init(_ context: PluginContext) throws {
        let settings = context.settings
        guard let url = try settings[Self.url] else {
            configuration = nil
            return
        }
        let name = MachineName.current
        let lease = try settings[Self.lease]
        configuration = StoreConfiguration(
            server: try url.connection(of: name), listening: try settings[Self.listen]?.connection(of: name),
            name: name, clock: context.clock, logger: context.logger, lease: lease,
            timing: StoreConfiguration.Timing(lease: lease))
    }

    public var storeName: String? { configuration.map { "PostgreSQL at \($0.server.place)" } }

    public var storeUpkeep: String {
        "pg_dump --schema \(configuration?.schema ?? "hark") copies it; PostgreSQL's own tools check and repair it."
    }

    /// Connects, makes or migrates the tables, and returns the store.
    public func openStore() async throws(StoreError) -> any DeliveryStore {
        guard let configuration else { throw .failed("\(Self.url.variable) is not set.") }
        return try await PostgreSQLStore.open(configuration)
    }
}

/// The URL of a server, which contains a password.
struct PostgreSQLURL: SettingValue, Equatable {
    private let text: String

    static let settingTypeName = "URL"
    static let isSecret = true

    init(settingText: String) throws(SettingMismatch) {
        text = settingText
        do throws(ConnectionSettingsError) { _ = try connection(of: "") } catch {
            switch error {
            case .malformed:
                throw SettingMismatch(
                    expected:
                        "a URL such as postgresql://hark:password@db.example.org/hark, with special characters of "
                        + "the password as %XX")
            case .unverified:
                throw SettingMismatch(
                    expected: "a URL without sslmode or with sslmode=verify-full, because the server is on another "
                        + "machine")
            }
        }
    }

    var settingText: String { "<secret>" }

    /// How to connect.
    /// - Parameter name: how the server's list of connections shows this machine.
    func connection(of name: String) throws(ConnectionSettingsError) -> ConnectionSettings {
        try ConnectionSettings(
            url: text, applicationName: "hark/\(name)", certificateAuthorities: ConnectionSettings.systemAuthorities)
    }
}
