private import Hark
private import XCTest

/// Holds a chat network to what the host expects of every one, against a peer: sending, order, lengths, every span,
/// strangers' text, threads, edits, reactions, direct talks, errors by kind, keys, hearing once, coming back, a clean stop.
///
/// ```swift
/// func testNetwork_isAsTheHostExpects() async throws { try await checkNetwork(PagerPeer(server)) }
/// ```
///
/// It fails the test once for each difference.
/// - Returns: what was not tried, each with the reason: the network's `capabilities` do not promise it, or the peer cannot
///   play it.
/// - Throws: what the peer itself fails with.
@discardableResult
public func checkNetwork(
    _ peer: some NetworkPeer, file: StaticString = #filePath, line: UInt = #line
) async throws -> [String] {
    let report = try await NetworkReport(of: peer)
    for failure in report.failures {
        XCTFail("\(type(of: peer.network).networkName): \(failure)", file: file, line: line)
    }
    return report.untried
}

/// What the suite for every network has found.
package struct NetworkReport: Sendable {
    /// What is not as the host expects.
    package let failures: [String]
    /// What was not tried, and why.
    package let untried: [String]

    /// Tries a network.
    /// - Parameters:
    ///   - peer: the other side.
    ///   - patience: how long to wait for what should happen.
    ///   - retryTime: how long the network is told to wait.
    package init(
        of peer: some NetworkPeer, patience: Duration = .seconds(20), retryTime: Duration = .seconds(2)
    ) async throws {
        let suite = NetworkSuite(peer: peer, patience: patience, retryTime: retryTime)
        try await suite.run()
        (failures, untried) = suite.findings.all
    }
}
