import Hark
import HarkClient

/// Says what a ticket is about when somebody mentions its number.
struct Tickets: Plugin {
    static let token = Setting<Secret?>(
        "HARK_TICKETS_TOKEN", help: "The token of the tickets; nothing is said unless set.")

    static let manifest = Manifest<Self>(
        name: "tickets",
        summary: "Says what tickets are about.",
        settings: [token],
        listeners: [.matching("\\bTEA-([1-9][0-9]{0,6})\\b", describe)]
    )

    let http: HTTPClient
    let token: Secret?

    init(_ context: PluginContext) throws {
        http = context.http
        token = try context.settings[Self.token]
    }

    func describe(number: Int) async -> ChatText? {
        guard let token else { return nil }
        let url = "https://tickets.example.org/\(number)"
        var request = ClientRequest.get(url, headers: [.authorization: "Bearer \(token.reveal())"])
        request.timeout = .seconds(3)
        // Nobody asked the bot: it says nothing about a ticket that is unknown, or a server that is slow.
        guard let response = try? await http.send(request), response.status == .ok,
            let ticket = try? response.json(as: Ticket.self)
        else { return nil }
        return "TEA-\(number) \(ticket.title) (\(ticket.state)) \(ChatText.link(url))"
    }
}

/// What the server of the tickets answers.
struct Ticket: Decodable {
    let title: String
    let state: String
}
