/// The rooms that get a notification, as the operator's rules choose them.
public enum RoomChoice: Sendable, Hashable {
    /// These rooms, one or more.
    case rooms([Room])
    /// None, for a reason: `the rule on line 3 mutes it`.
    case none(reason: String)
}
