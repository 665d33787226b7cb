import Hark

extension GitLab {
    /// That somebody more is assigned now, when the payload of an update says so.
    static func assignment(of subject: Words, _ payload: Facts) -> Words? {
        let people = added(in: payload.changes.assignees)
        return people.isEmpty ? nil : "assigned \(subject) to \(list: people)"
    }

    /// The names of the people who are in a list after a change, and were not before it.
    static func added(in change: Facts) -> [String] {
        let before = Set(change.previous.list.compactMap(\.fullName))
        return change.current.list.compactMap(\.fullName).filter { !before.contains($0) }
    }
}

extension Facts {
    fileprivate var fullName: String? { self.name.or(self.username).text }
}
