internal import Foundation
public import HarkHost
private import XCTest

/// A recorded payload: a file whose name begins with the event, such as `issues.opened.json` or `push.json`.
public struct Fixture: Sendable, CustomStringConvertible {
    /// The file's name.
    public let name: String

    /// The content of the file.
    public let payload: [UInt8]

    /// The event.
    public let event: String

    public var description: String { name }

    /// A payload with the given name.
    /// - Parameters:
    ///   - event: the event; by default the file's name up to its first dot.
    public init(name: String, event: String? = nil, payload: [UInt8]) {
        self.name = name
        self.event = event ?? String(name.prefix { $0 != "." })
        self.payload = payload
    }

    /// The fixtures of the folder `Fixtures` beside a test's source file, sorted by name.
    /// - Throws: if there is no such folder.
    public static func all(beside file: StaticString = #filePath) throws -> [Fixture] {
        try all(in: folder(beside: file).path)
    }

    /// The fixtures of a folder, sorted by name.
    /// - Throws: if it cannot be read.
    public static func all(in folder: String) throws -> [Fixture] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted().map {
            name in
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            return Fixture(name: name, payload: Array(try Data(contentsOf: url)))
        }
    }

    /// One fixture of the folder `Fixtures` beside a test's source file.
    /// - Throws: if it cannot be read.
    public static func named(_ name: String, beside file: StaticString = #filePath) throws -> Fixture {
        Fixture(name: name, payload: Array(try Data(contentsOf: folder(beside: file).appendingPathComponent(name))))
    }

    static func folder(beside file: StaticString) -> URL {
        URL(fileURLWithPath: "\(file)").deletingLastPathComponent().appendingPathComponent("Fixtures")
    }
}

extension Fixture {
    /// The name for a payload without an event: `nameless.json`.
    public static let nameless = "nameless"
}

extension BotUnderTest {
    /// Delivers a fixture as its provider would: to the plugin's route for events, with the event's name, signed.
    /// - Throws: if the plugin has no such route, or the request cannot be signed or sent.
    public func deliver<Owner: Plugin>(_ fixture: Fixture, to plugin: Owner.Type) async throws -> TestResponse {
        let event = fixture.event == Fixture.nameless ? nil : fixture.event
        // A manifest takes long to make beside what a delivery takes.
        let name = host.registry.name(of: plugin) ?? Owner.manifest.name
        let request = try host.delivery(to: name, event: event, payload: fixture.payload)
        return try await send(try host.signed(request))
    }
}
