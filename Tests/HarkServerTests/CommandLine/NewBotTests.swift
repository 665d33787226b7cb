import Foundation
import XCTest

@testable import HarkServer
@testable import HarkTools

final class NewBotTests: XCTestCase {
    func testChoices_areThePluginsOfTheRepository() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Plugins")

        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()

        // The terminal is in every bot.
        XCTAssertEqual(NewBot.Choice.all.map(\.type).sorted(), names.filter { $0 != "Terminal" })
    }
}
