internal import Foundation

/// The announcements that a folder of fixtures should cause: `expected.txt` beside them, one per line.
struct Expectations {
    /// There are no expectations to compare with.
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "There is no \(path): run the test with HARK_RECORD=1 once, and review the file." }
    }

    private let file: URL

    init(in folder: URL) { file = folder.appendingPathComponent("expected.txt") }

    /// Records the announcements as the new expectations.
    func record(_ said: [String]) throws {
        try Data(said.map { "\($0)\n" }.joined().utf8).write(to: file)
    }

    /// The differences between the announcements and the expectations, as text; empty if there are none.
    /// - Throws: `Missing` if nothing was recorded yet.
    func differences(from said: [String]) throws -> [String] {
        guard let recorded = try? String(contentsOf: file, encoding: .utf8) else { throw Missing(path: file.path) }
        let expected = recorded.split(separator: "\n").map(String.init)
        return said.difference(from: expected).map { change in
            switch change {
            case .insert(_, let line, _): "said, not expected:\n  \(line)"
            case .remove(_, let line, _): "expected, not said:\n  \(line)"
            }
        }
    }
}
