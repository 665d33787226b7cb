import HarkHost
import XCTest

@testable import HarkServer

final class ServerSettingsTests: XCTestCase {
    func testVariables_areNoPlugins() {
        let prefixes = Catalog.serverPrefixes

        // A plugin's variables have three words at least.
        for variable in ServerSettings.declarations.map(\.variable) where variable.split(separator: "_").count > 2 {
            XCTAssertTrue(prefixes.contains { variable.hasPrefix($0) }, variable)
        }
    }
}
