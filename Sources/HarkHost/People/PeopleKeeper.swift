private import Synchronization

/// Holds the people whom the operator knows (`HARK_PEOPLE`), and reads them again from their file.
final class PeopleKeeper: Sendable {
    private struct State {
        var people = PeopleBook.empty
        var text: ReloadableText?
    }

    private let state = Mutex(State())
    private let services: [String]

    /// Nobody yet.
    /// - Parameter services: the names of the bot's plugins and networks.
    init(services: [String]) { self.services = services }

    /// The people.
    var people: PeopleBook { state.withLock { $0.people } }

    /// Reads the people for the first time.
    /// - Parameter text: the list; nil for nobody.
    /// - Returns: the faults that keep the bot from starting.
    func load(_ text: String?, from source: ReloadableText) -> [Fault] {
        do throws(Faults) {
            let people = try text.map { text throws(Faults) in try parse(text, source) } ?? .empty
            state.withLock { $0 = State(people: people, text: source) }
            return []
        } catch {
            return error.list
        }
    }

    /// Reads the file again. On a fault the people stay as they were.
    /// - Returns: how many people there are now; nil if they do not come from a file.
    /// - Throws: `Faults` if it cannot be read or has faults.
    func reload() throws(Faults) -> Int? {
        guard let source = state.withLock({ $0.text }), let text = try source.read() else { return nil }
        let people = try parse(text, source)
        state.withLock { $0.people = people }
        return people.entries.count
    }

    private func parse(_ text: String, _ source: ReloadableText) throws(Faults) -> PeopleBook {
        var parser = PeopleParser(services: services)
        let people = parser.parse(text)
        guard parser.faults.isEmpty else { throw source.faults(parser.faults) }
        return people
    }
}

/// Finds the people to mention with a notification.
struct Mentions: Sendable {
    let people: PeopleKeeper
    /// The rooms in which people are mentioned, as settings name them (`HARK_MENTIONS`); empty for every room.
    let rooms: [Room]
    let networks: NetworkRouter

    /// The people whom a notification concerns, on the network of a room; empty where nobody is to be mentioned.
    func people(concernedBy facts: NotificationFacts, in room: Room) -> [Person] {
        guard !facts.concerned.isEmpty, allows(room), let network = room.network ?? networks.names.first else {
            return []
        }
        let people = people.people
        return facts.concerned.reduce(into: []) { found, concerned in
            guard
                let person = people.entry(withAccount: concerned.account, at: facts.plugin)?.person(on: network),
                !found.contains(person)
            else { return }
            found.append(person)
        }
    }

    /// Whether people are mentioned in a room.
    func allows(_ room: Room) -> Bool {
        rooms.isEmpty || rooms.contains { networks.canonical($0) == networks.canonical(room) }
    }
}
