public import HarkHost
private import XCTest

/// Fails the test once for each fault of a plugin's manifest that would keep a bot from starting, including conflicts
/// between two of its rows and between its commands and the bot's own.
public func checkManifest<Owner: Plugin>(
    _ plugin: Owner.Type,
    file: StaticString = #filePath,
    line: UInt = #line
) {
    for fault in Catalog.faults(of: [plugin]) { XCTFail(fault.description, file: file, line: line) }
}

/// Checks which of a plugin's routes handles a request: `assertRoute(Deploys.self, "POST /x/1", goesTo: "POST
/// /x/<int:id>")`.
/// - Parameters:
///   - request: method and target, as on a request line.
///   - expected: the route's method and rule; nil for a request that none of them handles.
/// - Throws: `Faults` if the bot cannot start.
public func assertRoute<Owner: Plugin>(
    _ plugin: Owner.Type,
    _ request: String,
    goesTo expected: String?,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    let words = request.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, words[1].hasPrefix("/"), let method = HTTPRequest.Method(rawValue: words[0]) else {
        XCTFail("“\(request)” is not a request such as “POST /x/1”.", file: file, line: line)
        return
    }
    let match = bot.host.registry.allRoutes.match(path: RequestTarget(words[1]).path, method: method)
    let found: String? = if case .found(let endpoint, _) = match { "\(words[0]) \(endpoint.rule.text)" } else { nil }
    XCTAssertEqual(found, expected, request, file: file, line: line)
}
