internal import CPostgreSQL
private import Glibc

/// Where a server is, and how a connection to it is made.
///
/// What is sent to a server that is not on this machine is encrypted, and the server's certificate is verified.
public struct ConnectionSettings: Sendable {
    /// libpq's parameters (PostgreSQL's manual, 34.1.2).
    let parameters: [(name: String, value: String)]

    /// Reads a URL: `postgresql://user:password@host:port/database?parameter=value`, or libpq's `name=value` form.
    /// - Parameters:
    ///   - applicationName: how the server's lists show the connection.
    ///   - certificateAuthorities: the file of trusted authorities, if the URL names none.
    /// - Throws: `ConnectionSettingsError`, which does not contain the URL.
    public init(
        url: String, applicationName: String, certificateAuthorities: String?
    ) throws(ConnectionSettingsError) {
        var parameters = try Self.parse(url)
        func add(_ name: String, _ value: String) {
            if parameters[name] == nil { parameters[name] = value }
        }
        // Else the environment of the process would decide, where TLS could not be demanded.
        if parameters["hostaddr"] == nil { add("host", Self.socketFolder) }
        let isLocal = (parameters["hostaddr"] ?? parameters["host"] ?? "").split(
            separator: ",", omittingEmptySubsequences: false
        ).allSatisfy(Self.isLocal)
        if !isLocal {
            add("sslmode", "verify-full")
            guard parameters["sslmode"] == "verify-full" else { throw .unverified }
            if let certificateAuthorities { add("sslrootcert", certificateAuthorities) }
        }
        // Kerberos would be tried before anything else.
        add("gssencmode", "disable")
        add("connect_timeout", "3")
        add("target_session_attrs", "read-write")
        add("client_encoding", "UTF8")
        add("application_name", applicationName)
        // Notices a host that is gone within ten seconds or half a minute, not within hours.
        add("tcp_user_timeout", "10000")
        add("keepalives_idle", "15")
        add("keepalives_interval", "5")
        add("keepalives_count", "3")
        self.parameters = parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The server and the database for people: `db.example.org:5433/hark`.
    public var place: String {
        func value(_ name: String) -> String? {
            parameters.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        let port = value("port").map { ":\($0)" } ?? ""
        let database = value("dbname").map { "/\($0)" } ?? ""
        return "\(value("host") ?? value("hostaddr") ?? "")\(port)\(database)"
    }

    /// The system's file of trusted authorities: Debian's and Alpine's, or Fedora's. Nil if it has neither.
    public static var systemAuthorities: String? {
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"].first {
            unsafe access($0, R_OK) == 0
        }
    }

    /// Where Debian's servers have their sockets.
    private static let socketFolder = "/var/run/postgresql"

    /// Whether a host is this machine: a folder of sockets, or a loopback address.
    private static func isLocal(_ host: Substring) -> Bool {
        host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
            || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2e || (0x30...0x39).contains($0) }
    }

    private static func parse(_ url: String) throws(ConnectionSettingsError) -> [String: String] {
        // libpq's error may contain a part of the URL, and that a part of the password.
        guard let options = unsafe PQconninfoParse(url, nil) else { throw .malformed }
        defer { unsafe PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var index = 0
        while let keyword = unsafe options[index].keyword {
            if let value = unsafe options[index].val {
                unsafe parameters[String(cString: keyword)] = unsafe String(cString: value)
            }
            index += 1
        }
        return parameters
    }
}

/// Why a URL cannot be used.
public enum ConnectionSettingsError: Error, Sendable, Equatable {
    /// libpq does not understand it.
    case malformed
    /// It asks for a connection to another machine whose server would not be verified.
    case unverified
}
