import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import TelegramPlugin

/// A bot in Telegram whose answers a test writes down.
struct TelegramProbe {
    static let token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"

    let bot: TestBot
    let received = Recording<IncomingMessage>()
    let states = Recording<NetworkState>()

    init(_ answers: [ScriptedHTTP.Answer], _ environment: [String: String] = [:]) async throws {
        try await self.init(ScriptedHTTP(answers), environment)
    }

    init(_ http: ScriptedHTTP, _ environment: [String: String] = [:]) async throws {
        let own = ["HARK_TELEGRAM_TOKEN": Self.token, "HARK_TELEGRAM_API": "https://telegram.example/"]
        bot = try await TestBot(
            Telegram.self, environment: own.merging(environment) { $1 }, http: http)
    }

    /// Past the host's queues.
    var network: Telegram {
        get throws { try XCTUnwrap(bot.host.network(Telegram.self)) }
    }

    var inbox: ChatInbox { ChatInbox(onMessage: { received.append($0) }, onState: { states.append($0) }) }

    /// The methods that were called, in order.
    var methods: [String] { bot.http.requests.compactMap { $0.url.split(separator: "/").last.map(String.init) } }

    /// The arguments of a call.
    func arguments(_ position: Int) throws -> JSONValue {
        try JSONValue(parsing: bot.http.requests[position].body)
    }

    /// What sending to a chat fails with.
    func failure(_ room: Room = "-100") async throws -> ChatError? {
        do { _ = try await network.send(OutgoingMessage("hi"), to: room) } catch { return error as? ChatError }
        return nil
    }
}

extension ScriptedHTTP.Answer {
    static func done(_ result: JSONValue) -> Self { .json(["ok": true, "result": result]) }

    static func refused(_ code: Int, _ description: JSONValue, _ parameters: JSONValue? = nil) -> Self {
        var answer: JSONObject = ["ok": false, "error_code": .integer(code), "description": description]
        answer["parameters"] = parameters
        return .json(.object(answer), status: .init(code: code))
    }

    static let sent = done(["message_id": 7, "chat": ["id": -100], "date": 1])
}
