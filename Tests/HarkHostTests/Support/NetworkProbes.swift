import HarkHost
import TestSupport

/// A network plugin that needs a token.
struct NetworkProbe: Plugin, ChatNetwork {
    static let token = Setting<Secret>("HARK_NETWORKPROBE_TOKEN", help: "Logs in.")
    static let rooms = Setting<[Room]>("HARK_NETWORKPROBE_ROOMS", default: [], help: "Rooms to join.")
    static let manifest = Manifest<Self>(name: "networkprobe", summary: "Probes networks.", settings: [token, rooms])

    init(_ context: PluginContext) throws { _ = try context.settings[Self.token] }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { "probed" }

    func run(_ inbox: ChatInbox) async throws {}
}

/// A network of a test's own making: how it runs is given.
struct ScriptedNetwork<Name: NetworkNaming>: ChatNetwork {
    static var networkName: NetworkName { Name.name }

    let sent = Recording<String>()
    /// The networks of the people who were mentioned.
    let people = Recording<NetworkName>()
    var owner = ""
    var script: @Sendable (ChatInbox) async throws -> Void = { _ in
        while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
    }

    func run(_ inbox: ChatInbox) async throws { try await script(inbox) }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        sent.append("\(room.name) \(message.text)")
        for case .person(let person) in message.text.spans { people.append(person.network ?? "none") }
        return "1"
    }

    func isOwner(_ person: Person) -> Bool { person.id == owner }

    func canonicalName(of room: Room) -> String { room.name.lowercased() }
}

/// The name of a scripted network.
protocol NetworkNaming: Sendable { static var name: NetworkName { get } }
enum FirstName: NetworkNaming { static let name: NetworkName = "first" }
enum SecondName: NetworkNaming { static let name: NetworkName = "second" }
