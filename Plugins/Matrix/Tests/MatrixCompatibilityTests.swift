import HarkEvents
import TestSupport
import XCTest

@testable import MatrixPlugin

/// `.ci/networks/run` runs it against Synapse.
final class MatrixCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Matrix.self, on: .matrix,
            settings: [
                "HARK_MATRIX_SERVER": "LAB_MATRIX_SERVER", "HARK_MATRIX_TOKEN": "LAB_MATRIX_TOKEN",
                "HARK_MATRIX_INVITES": "LAB_MATRIX_INVITES",
            ],
            room: "#lab:lab.test", missingRoom: "#nowhere:lab.test")
    }
}
