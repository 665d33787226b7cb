import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// A store that is configured by one setting.
struct CellarProbe: StorePlugin {
    static let place = Setting<String?>("HARK_CELLAR_PLACE", help: "Where the cellar is.")
    static let manifest = Manifest<Self>(name: "cellar", summary: "Keeps deliveries.", settings: [place])

    let storeName: String?
    let storeUpkeep = "Go down and look."

    init(_ context: PluginContext) throws { storeName = try context.settings[Self.place].map { "the cellar at \($0)" } }

    func openStore() async throws(StoreError) -> any DeliveryStore { throw .unavailable("The cellar is locked.") }
}

/// Another one.
struct AtticProbe: StorePlugin {
    static let manifest = Manifest<Self>(name: "attic", summary: "Keeps deliveries.")

    let storeName: String? = "the attic"
    let storeUpkeep = "Go up and look."

    init(_ context: PluginContext) {}

    func openStore() async throws(StoreError) -> any DeliveryStore { throw .unavailable("The attic is locked.") }
}

final class StoreChoiceTests: XCTestCase {
    private func faults(_ plugins: [any Plugin.Type], _ environment: [String: String]) async -> [String] {
        do {
            _ = try await TestBot(plugins: plugins, environment: environment, at: TestBot.newYear2026)
            return []
        } catch { return error.list.map(\.description) }
    }

    func testStore_isThatOfThePlugin_whenItIsConfigured() async throws {
        let configured = try await TestBot(CellarProbe.self, environment: ["HARK_CELLAR_PLACE": "home"])
        let other = try await TestBot(CellarProbe.self)

        XCTAssertEqual(configured.host.storePlugin?.storeName, "the cellar at home")
        XCTAssertNil(other.host.storePlugin)
    }

    func testGeneratedSecret_isAWarning_whenOtherMachinesMayShareTheStore() async throws {
        let bot = try await TestBot(AtticProbe.self, SecretProbe.self)

        let notice = bot.host.trustNotices.first { $0.variable == "HARK_SECRETPROBE_TOKEN" }

        XCTAssertEqual(notice?.level, .warning)
        XCTAssertEqual(notice?.text.hasSuffix("set it on all machines that share the store"), true)
    }

    func testStore_isAFault_whenTwoPluginsAreConfigured() async {
        let faults = await faults([CellarProbe.self, AtticProbe.self], ["HARK_CELLAR_PLACE": "home"])

        XCTAssertEqual(
            faults, ["store: the attic and the cellar at home are both configured. Unset the settings of all but one."])
    }

    func testStore_isAFault_besideAStoreInMemoryOrNone() async {
        for kind in ["memory", "off"] {
            let faults = await faults([AtticProbe.self], ["HARK_STORE": kind])

            XCTAssertEqual(
                faults,
                [
                    "HARK_STORE: it is “\(kind)”, but deliveries are to be kept in the attic. Unset it, or the settings "
                        + "of the plugin attic."
                ])
        }
    }
}
