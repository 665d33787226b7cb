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
    var book: PeopleBook { state.withLock { $0.people } }

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
