import HarkEvents
import HarkStore
import HarkTesting
import Synchronization
import XCTest

import struct FoundationEssentials.Date
import class FoundationEssentials.ProcessInfo

@testable import HarkPostgreSQL
@testable import PostgreSQLPlugin

/// Waits until a condition holds.
func expectSoon(
    _ what: String, file: StaticString = #filePath, line: UInt = #line, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { return XCTFail("\(what) took too long", file: file, line: line) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// The server that `HARK_TEST_POSTGRESQL_URL` names, and a schema of its own for a test.
final class TestServer: Sendable {
    let schema: String
    private let session: PostgreSQLSession
    private let time = Mutex<Date?>(nil)
    /// One connection for all servers of all tests: the suite makes many.
    private static let shared = Mutex<PostgreSQLSession?>(nil)

    /// - Throws: `XCTSkip` without the environment variable.
    init() throws {
        let settings = try Self.settings(application: "hark/tests")
        schema = "hark_test_\(UInt64.random(in: .min ... .max))"
        session = try Self.shared.withLock { shared in
            if let shared { return shared }
            let session = try PostgreSQLSession.start(settings)
            shared = session
            return session
        }
    }

    /// Sets for which replicas the server waits, and waits until it knows that.
    /// - Throws: `XCTSkip` if the tests may not do so: `.ci/postgresql/run` allows it.
    func setReplica(_ names: String) async throws {
        let role = "has_parameter_privilege('synchronous_standby_names', 'ALTER SYSTEM')"
        guard try await script("SELECT \(role)") == [["t"]] else {
            throw XCTSkip("the server does not let the tests set synchronous_standby_names")
        }
        _ = try await script("ALTER SYSTEM SET synchronous_standby_names = \(names)")
        _ = try await script("SELECT pg_reload_conf()")
        try await expectSoon("the new setting") {
            try await script("SELECT quote_literal(current_setting('synchronous_standby_names'))") == [[names]]
        }
    }

    /// - Parameters:
    ///   - application: names the connection in the server's list.
    ///   - proxy: where to connect instead of the server.
    ///   - parameters: more of the URL: `user=ada`.
    static func settings(
        application: String, past proxy: ServerProxy? = nil, parameters: String? = nil
    ) throws -> ConnectionSettings {
        guard var url = ProcessInfo.processInfo.environment["HARK_TEST_POSTGRESQL_URL"] else {
            throw XCTSkip("HARK_TEST_POSTGRESQL_URL names no server: .ci/postgresql/run starts one")
        }
        if let parameters { url += "\(url.contains("?") ? "&" : "?")\(parameters)" }
        if let proxy {
            url += url.contains("?") ? "&" : "?"
            url += "host=127.0.0.1&port=\(proxy.port)&sslmode=disable"
        }
        return try ConnectionSettings(url: url, applicationName: application, certificateAuthorities: nil)
    }

    /// Makes a function in the schema that is found before PostgreSQL's own.
    func takeOverClock() async throws {
        let schema = schema
        _ = try await session.run { connection throws(PostgreSQLError) in
            try connection.script(
                """
                CREATE SCHEMA \(schema);
                CREATE TABLE \(schema).test_time (now timestamptz NOT NULL);
                INSERT INTO \(schema).test_time VALUES (to_timestamp(0));
                CREATE FUNCTION \(schema).clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql
                AS 'SELECT now FROM \(schema).test_time'
                """)
        }
    }

    /// Sets the time of the schema.
    func setTime(_ date: Date) async throws(StoreError) {
        let isNew = time.withLock { time in
            defer { time = date }
            return time != date
        }
        guard isNew else { return }
        let (schema, milliseconds) = (schema, date.milliseconds)
        do {
            _ = try await session.run { connection throws(PostgreSQLError) in
                try connection.run("UPDATE \(schema).test_time SET now = $1", [.time(milliseconds)])
            }
        } catch { throw .unavailable("\(error)") }
    }

    /// Runs statements without parameters.
    @discardableResult
    func script(_ sql: String) async throws -> [[String]] {
        try await session.run { connection throws(PostgreSQLError) in try connection.script(sql) }
    }

    /// Opens a store in the schema as another machine would.
    func open(
        _ name: String = "machine", clock: BotClock = .system, timing: StoreConfiguration.Timing = .never,
        past proxy: ServerProxy? = nil
    ) async throws -> PostgreSQLStore {
        let configuration = StoreConfiguration(
            server: try Self.settings(application: "hark/\(name)", past: proxy), schema: schema, name: name,
            clock: clock, logger: Self.silent, timing: timing)
        return try await PostgreSQLStore.open(configuration)
    }

    private static var silent: Logger {
        var logger = Logger(label: "hark.tests")
        logger.logLevel = .critical
        return logger
    }

    /// The port of the server.
    static var port: UInt16 {
        get throws {
            let parameters = try settings(application: "").parameters
            return try XCTUnwrap(parameters.first { $0.name == "port" }.map { UInt16($0.value) } ?? 5432)
        }
    }

    /// Drops the schema.
    func end() async throws {
        try await script("SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(schema) CASCADE")
    }
}

extension StoreConfiguration.Timing {
    /// The test itself does what a machine does by itself.
    static let never = StoreConfiguration.Timing(
        renewal: .seconds(86_400), recovery: .seconds(86_400), polling: .seconds(86_400),
        pollingWithoutNotifications: .seconds(86_400), notificationTest: .seconds(86_400))
}

extension TestClock {
    /// The clock of a machine that is right.
    var botClock: BotClock { BotClock(date: { self.now }) }
}
