import Hark
import HarkTesting
import Synchronization

/// A fault of the in-memory network that the suite must find.
enum Misbehavior: CaseIterable {
    case neverConnects, reorders, saysTwice, losesSpan, losesTarget
    case pingsAll, passesControls, passesDirections, losesHostileText
    case cutsEarly, cutsWithinCharacter, marksWhatIsWhole, cutsLongTextShort
    case ignoresThreads, beginsThreadAnew, ignoresEdits, saysEditsAnew, pingsByEdit
    case mentionsStrangers, mentionsNobody, hasNoDirectRoom
    case takesAnyRoom, confusesMissingRoom, confusesClosedRoom
    case overlooksTrouble, confusesTrouble, comesBackEarly, forgetsKeys, deniesArrival, showsToken, confusesRevocation
    case receivesNothing, addressesAll, keepsItsName, confusesDirectMessages, confusesRooms, receivesTwice
    case receivesTwiceWithoutName
    case receivesHistory, receivesEdits, receivesBots, receivesItself, refusesReactions, showsNoReaction
    case staysWithoutReceiving, staysWithoutSending, receivesAgain, neverStops, receivesAfterItsEnd
}

/// An in-memory network with one room and one person.
final class MemoryNetwork: ChatNetwork {
    static let networkName: NetworkName = "memory"
    static let capabilities = NetworkCapabilities(
        [.threads, .threadsSeenInRoom, .edits, .reactions, .directMessages], longestText: .scalars(500),
        keyLifetime: .seconds(60))

    struct State {
        var messages: [SeenMessage] = []
        var reactions: [MessageID: [String]] = [:]
        var keys: [String: MessageID] = [:]
        var count = 0
        var fault: PeerFault?
        var inbox: ChatInbox?
        var history: [IncomingMessage] = []
        var cannotSend = false
    }

    let misbehavior: Misbehavior?
    let state = Mutex(State())

    init(_ misbehavior: Misbehavior?) { self.misbehavior = misbehavior }

    func run(_ inbox: ChatInbox) async throws {
        let history = state.withLock { state in
            state.inbox = inbox
            return state.history
        }
        defer { if misbehavior != .receivesAfterItsEnd { state.withLock { $0.inbox = nil } } }
        if misbehavior != .neverConnects { inbox.report(.connected) }
        if misbehavior == .receivesHistory { for message in history { await inbox.receive(message) } }
        if misbehavior == .neverStops { await Task.detached { try? await Task.sleep(for: .seconds(3)) }.value }
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        try check(room)
        let text = shown(message.text)
        let pings = self.pings(of: message.text)
        let (id, inbox) = try state.withLock { state throws(ChatError) in
            let fault = state.fault
            state.fault = nil
            try check(fault, cannotSend: state.cannotSend)
            if misbehavior != .forgetsKeys, let id = state.keys[message.key] { return (id, state.inbox) }
            state.count += 1
            let id = MessageID("\(state.count)")
            state.keys[message.key] = id
            let thread =
                switch misbehavior {
                case .ignoresThreads: nil as MessageID?
                case .beginsThreadAnew: message.thread.map { _ in id }
                default: message.thread
                }
            let seen = SeenMessage(
                id: id, text: text, source: misbehavior == .losesTarget ? "" : text, thread: thread, pings: pings)
            state.messages.insert(seen, at: misbehavior == .reorders ? 0 : state.messages.count)
            if misbehavior == .saysTwice { state.messages.append(seen) }
            if fault == .lostAnswer {
                throw ChatError(.transient, "No answer.", mayHaveArrived: misbehavior != .deniesArrival)
            }
            return (id, state.inbox)
        }
        if misbehavior == .receivesItself {
            await inbox?.receive(IncomingMessage(text, from: Person(id: "bot"), in: room, id: id))
        }
        return id
    }

    private func check(_ room: Room) throws(ChatError) {
        guard misbehavior != .takesAnyRoom else { return }
        switch room.name {
        case "#ops", "@ada": break
        case "#closed":
            throw ChatError(misbehavior == .confusesClosedRoom ? .refused : .notAMember, "The bot is not in it.")
        default: throw ChatError(misbehavior == .confusesMissingRoom ? .transient : .noSuchRoom, "There is none.")
        }
    }

    private func check(_ fault: PeerFault?, cannotSend: Bool) throws(ChatError) {
        let trouble = misbehavior == .showsToken ? "xoxb-1 is not answered." : "The network is in trouble."
        if cannotSend { throw ChatError(.transient, trouble) }
        switch fault {
        case .trouble where misbehavior == .overlooksTrouble: break
        case .trouble, .page:
            throw ChatError(misbehavior == .confusesTrouble ? .refused : .transient, trouble)
        case .tooMany(let wait):
            throw ChatError(
                .rateLimited(retryAfter: misbehavior == .comesBackEarly ? wait / 2 : wait), "Not so fast.")
        case .revokedToken:
            throw ChatError(misbehavior == .confusesRevocation ? .transient : .unauthorized, "The token is not known.")
        case .lostAnswer, .lostConnection, nil: break
        }
    }

    /// The text that people see.
    private func shown(_ text: ChatText) -> String {
        let longest = TextLimit.scalars(misbehavior == .cutsEarly ? 450 : 500)
        let rendered = text.rendered(within: longest) { span in
            switch span {
            case .strong where misbehavior == .losesSpan: ""
            case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
            case .link(let text, let url): "\(text) (\(url))"
            case .person(let person): person.displayName
            }
        }
        let raw = text.plain
        let isCut = rendered.unicodeScalars.count == 500
        switch misbehavior {
        case .cutsWithinCharacter where isCut: return rendered + "\u{fffd}"
        case .marksWhatIsWhole where isCut: return rendered + "…"
        case .cutsLongTextShort where text.plain.unicodeScalars.count > 500: return String(rendered.prefix(100))
        case .passesControls where raw.contains("\u{1b}"), .passesDirections where raw.contains("\u{202e}"): return raw
        case .losesHostileText where rendered.contains("tg://"): return "start"
        default: return rendered
        }
    }

    private func pings(of text: ChatText) -> [String] {
        let people = text.spans.compactMap { span -> String? in
            guard case .person(let person) = span, misbehavior != .mentionsNobody else { return nil }
            return person.network == Self.networkName || misbehavior == .mentionsStrangers ? person.id : nil
        }
        return people + (misbehavior == .pingsAll && text.plain.contains("@channel") ? ["channel"] : [])
    }

    func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        let text = shown(message.text)
        state.withLock { state in
            guard misbehavior != .ignoresEdits, let index = state.messages.firstIndex(where: { $0.id == id }) else {
                return
            }
            let pings = misbehavior == .pingsByEdit && text.contains("@channel") ? ["channel"] : []
            let changed = SeenMessage(id: id, text: text, pings: pings, editCount: 1)
            if misbehavior == .saysEditsAnew { state.messages.append(changed) } else { state.messages[index] = changed }
        }
    }

    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        if misbehavior == .refusesReactions { throw ChatError(.refused, "It stands there already.") }
        if misbehavior != .showsNoReaction { state.withLock { $0.reactions[id] = [reaction.emoji] } }
    }

    func directRoom(of person: Person) -> Room? {
        misbehavior == .hasNoDirectRoom ? nil : Room(named: "@\(person.id)", on: Self.networkName)
    }

    /// Delivers a person's message to the bot.
    func receive(_ text: String, _ manner: Manner) async -> MessageID {
        let (inbox, id) = state.withLock { state in
            state.count += 1
            return (state.inbox, MessageID("\(state.count)"))
        }
        var (said, isAddressed, isDirect) = (text, manner == .toTheBot, manner == .directly)
        var room: Room = isDirect ? "@ada" : "#ops"
        switch misbehavior {
        case .receivesNothing: return id
        case .addressesAll: isAddressed = true
        case .keepsItsName where isAddressed: said = "hark: \(said)"
        case .confusesDirectMessages: isDirect = false
        case .confusesRooms: room = "#elsewhere"
        default: break
        }
        if manner == .asAnEdit, misbehavior != .receivesEdits { return id }
        if manner == .asABot, misbehavior != .receivesBots { return id }
        let isNameless = misbehavior == .receivesTwiceWithoutName
        let message = { (id: MessageID) in
            IncomingMessage(
                said, from: Person(id: "ada"), in: room, id: isNameless ? nil : id, isAddressed: isAddressed,
                isDirect: isDirect)
        }
        state.withLock { $0.history.append(message(id)) }
        await inbox?.receive(message(id))
        if manner == .twice { await inbox?.receive(message(misbehavior == .receivesTwice ? MessageID("\(id)b") : id)) }
        return id
    }

    /// Loses the connection and reconnects.
    func reconnect() async {
        let (inbox, history) = state.withLock { state in
            if misbehavior == .staysWithoutReceiving { state.inbox = nil }
            state.cannotSend = misbehavior == .staysWithoutSending
            return (state.inbox, state.history)
        }
        guard misbehavior == .receivesAgain else { return }
        for message in history {
            await inbox?.receive(
                IncomingMessage(message.text, from: message.sender, in: message.room, id: "again"))
        }
    }
}

struct MemoryPeer: NetworkPeer {
    let memory: MemoryNetwork

    init(_ misbehavior: Misbehavior? = nil) { memory = MemoryNetwork(misbehavior) }

    var network: any ChatNetwork { memory }
    var room: Room { "#ops" }
    var missingRoom: Room { "#nowhere" }
    var closedRoom: Room? { "#closed" }
    var secrets: [String] { ["xoxb-1"] }

    func seen() -> [SeenMessage] { memory.state.withLock { $0.messages } }

    func forget() { memory.state.withLock { $0.messages = [] } }

    func send(_ text: String, _ manner: Manner) async -> MessageID? { await memory.receive(text, manner) }

    func reactions(to id: MessageID) -> [String]? { memory.state.withLock { $0.reactions[id] ?? [] } }

    func cause(_ fault: PeerFault) async {
        guard fault != .lostConnection else { return await memory.reconnect() }
        memory.state.withLock { $0.fault = fault }
    }
}
