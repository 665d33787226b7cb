import Hark
import XCTest

@testable import ExamplePlugin

final class ExampleTests: XCTestCase {
    func testGreet_usesTheSetting() throws {
        let example = try makeExample(["HARK_EXAMPLE_GREETING": "Ahoy"])

        let words = example.greet(name: "Ada")

        XCTAssertEqual(words, "Ahoy Ada")
    }

    func testGreet_saysHello_whenNothingIsSet() throws {
        let example = try makeExample()

        let words = example.greet(name: "Ada")

        XCTAssertEqual(words, "Hello Ada")
    }

    func testHello_namesSenderAndRoom() throws {
        let example = try makeExample()
        let message = IncomingMessage("!hello", from: Person(id: "U1", displayName: "Ada"), in: "#ops")

        let words = example.sayHello(Invocation(message: message, isAdmin: true))

        XCTAssertEqual(words, "Hello Ada, here in #ops")
    }

    func testAgent_isUnknown_withoutTheHeader() throws {
        let example = try makeExample()
        let delivery = Delivery(body: [UInt8](), request: Request(method: .post, target: "/agent"))

        let words = example.readUserAgent(delivery)

        XCTAssertEqual(words, "Your user-agent is Unknown")
    }

    func testUploaded_refuses_whenTheBodyIsNoPNG() throws {
        let example = try makeExample()
        let request = Request(method: .put, target: "/pictures/7", headers: [.contentType: "image/gif"])

        XCTAssertThrowsError(try example.storePicture(Delivery(body: [], request: request), account: 7)) {
            XCTAssertEqual($0 as? Rejection, Rejection(.unsupportedMediaType, "Only PNG, please."))
        }
    }

    private func makeExample(_ settings: [String: String] = [:]) throws -> Example {
        let chat = Chat(rooms: []) { _, _ in .sent(nil) }
        return try Example(
            PluginContext(settings: Settings(settings), chat: chat, logger: Logger(label: "test"))
        )
    }
}
