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
        let people = people.book
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
