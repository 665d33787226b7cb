import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import TelegramPlugin

final class TelegramChatsTests: XCTestCase {
    private let chats = TelegramChats(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    func testMove_followsSeveralMoves() {
        chats.move(-1, to: -2)
        chats.move(-2, to: -3)

        XCTAssertEqual([-1, -2, -3].map { chats.address(of: .id($0)) }, [-3, -3, -3])
    }

    func testMove_comesToAnEnd_whenItLeadsBack() {
        chats.move(-1, to: -2)
        chats.move(-2, to: -1)
        chats.move(-3, to: -3)

        XCTAssertEqual(chats.address(of: .id(-1)), -1)
        XCTAssertEqual(chats.address(of: .id(-2)), -1)
        XCTAssertEqual(chats.address(of: .id(-3)), -3)
    }

    func testTables_areBounded() {
        for number in 1...5000 {
            chats.move(-number, to: -1_000_000 - number)
            chats.learn(title: "\(number)", of: number)
            chats.learn(.name("@chat_\(number)"), is: number)
        }

        XCTAssertEqual(chats.address(of: .id(-1)), -1)
        XCTAssertEqual(chats.chat(1), .id(1))
        XCTAssertEqual(chats.chat(5000), .name("@chat_5000"))
    }

    func testHint_isTheNearestTitle() {
        chats.learn(title: "operations", of: -1_001)

        XCTAssertEqual(chats.hint("#operation"), " Did you mean -1001, “operations”?")
        XCTAssertEqual(chats.hint("-1002"), " Did you mean -1001?")
        XCTAssertEqual(chats.hint("lunch"), "")
    }
}
