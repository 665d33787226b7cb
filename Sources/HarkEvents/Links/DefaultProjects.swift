/// The projects of numbers that name none: one for all rooms, and others for some of them, as in
/// `acme/rocket,#tools=acme/tools`.
struct DefaultProjects: Sendable, Hashable {
    /// The project of the rooms that have none of their own.
    private(set) var general: String?

    /// The rooms with a project of their own, in the order written.
    private(set) var rooms: [(room: Room, project: String)] = []

    /// No projects.
    init() {}

    /// All projects.
    var all: [String] { [general].compactMap(\.self) + rooms.map(\.project) }

    /// The project of a room, whose name is compared in its canonical form.
    func project(of room: Room, canonical: (Room) -> Room) -> String? {
        rooms.first { canonical($0.room) == canonical(room) }?.project ?? general
    }

    static func == (one: Self, other: Self) -> Bool { one.settingText == other.settingText }

    func hash(into hasher: inout Hasher) { hasher.combine(settingText) }
}

extension DefaultProjects: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        for part in settingText.split(separator: ",") {
            let entry = part.trimmingSpaces
            guard !entry.isEmpty else { continue }
            guard let mark = entry.lastIndex(of: "=") else {
                guard general == nil else {
                    throw SettingMismatch(
                        expected: "a list with one project for all rooms; write #room=project for more")
                }
                general = String(entry)
                continue
            }
            let name = String(entry[..<mark].trimmingSpaces)
            guard Room(parameter: name) != nil else {
                throw SettingMismatch(expected: "a list such as acme/rocket,#tools=acme/tools")
            }
            rooms.append((Room(name), String(entry[entry.index(after: mark)...].trimmingSpaces)))
        }
    }

    var settingText: String {
        ([general].compactMap(\.self) + rooms.map { "\($0.room)=\($0.project)" }).joined(separator: ",")
    }

    static var settingTypeName: String { "list of [room=]project" }
}
