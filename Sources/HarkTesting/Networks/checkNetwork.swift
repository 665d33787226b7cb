private import Hark
private import XCTest

/// Checks that a chat network behaves as the host expects, against a peer: sending, order, lengths, every kind of span,
/// untrusted text, threads, edits, reactions, direct messages, kinds of errors, idempotency keys, duplicates,
/// reconnection and shutdown.
///
/// ```swift
/// func testNetwork_isAsTheHostExpects() async throws { try await checkNetwork(PagerPeer(server)) }
/// ```
///
/// Each difference is a failure of the test.
/// - Returns: the skipped checks, each with the reason: the network's `capabilities` do not include the feature, or the
///   peer does not support the check.
/// - Throws: an error of the peer itself.
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

/// The result of the compatibility suite for chat networks.
package struct NetworkReport: Sendable {
    /// The differences from what the host expects.
    package let failures: [String]
    /// The skipped checks, each with the reason.
    package let untried: [String]

    /// Runs the suite.
    /// - Parameters:
    ///   - peer: the peer of the network under test.
    ///   - patience: how long to wait for an expected result.
    ///   - retryTime: the waiting time of a rate-limit response.
    package init(
        of peer: some NetworkPeer, patience: Duration = .seconds(20), retryTime: Duration = .seconds(2)
    ) async throws {
        let suite = NetworkSuite(peer: peer, patience: patience, retryTime: retryTime)
        try await suite.run()
        (failures, untried) = suite.findings.all
    }
}
