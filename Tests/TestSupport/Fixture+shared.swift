private import Foundation
public import HarkTesting
private import XCTest

extension Fixture {
    /// The payloads that a provider really sent, with the events that they came under. They are no part of the project:
    /// `shared/fixtures/<folder>` beside the checkout, or beside a folder that holds it, with an index `PROVIDERS.tsv`.
    /// - Throws: `XCTSkip` where there are none.
    public static func shared(_ folder: String, from file: StaticString = #filePath) throws -> [Fixture] {
        var checkout = URL(fileURLWithPath: "\(file)").deletingLastPathComponent()
        while checkout.path.count > 1 {
            checkout.deleteLastPathComponent()
            let all = checkout.appendingPathComponent("shared/fixtures")
            guard let index = try? String(contentsOf: all.appendingPathComponent("PROVIDERS.tsv"), encoding: .utf8)
            else { continue }
            return try index.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
                .filter { $0[0].hasPrefix("\(folder)/") }
                .map { row in
                    let payload = Array(try Data(contentsOf: all.appendingPathComponent(String(row[0]))))
                    let event = row[1].split(separator: ": ").last.map(String.init)
                    return Fixture(name: String(row[0]), event: event, payload: payload)
                }
        }
        throw XCTSkip("There is no folder of real payloads.")
    }
}
