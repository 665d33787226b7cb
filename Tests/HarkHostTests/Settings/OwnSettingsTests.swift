import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Has a secret of its own.
private struct Owner: Plugin {
    static let secret = Setting<String>("HARK_OWNER_SECRET", help: "The secret.")
    static let manifest = Manifest<Self>(name: "owner", summary: "Has a secret.", settings: [secret])

    init(_ context: PluginContext) throws { _ = try context.settings[Self.secret] }
}

/// Reads what belongs to another plugin, though that has a default.
private struct Reader: Plugin {
    static let manifest = Manifest<Self>(name: "reader", summary: "Reads another plugin's secret.")

    init(_ context: PluginContext) throws {
        _ = try context.settings[Setting("HARK_OWNER_SECRET", default: "x", help: "Another plugin's.")]
    }
}

final class OwnSettingsTests: XCTestCase {
    func testSettings_areThoseOfThePluginAlone() async {
        do throws(Faults) {
            _ = try await TrustBot(Owner.self, Reader.self, environment: ["HARK_OWNER_SECRET": "hunter2"])
            XCTFail("it started")
        } catch {
            XCTAssertEqual(
                error.list.map(\.description),
                [
                    "plugin reader: HARK_OWNER_SECRET is read but not declared in the manifest. "
                        + "Add it to the manifest's settings."
                ])
        }
    }
}
