import HarkEvents

/// One use of a template: what it looks for, and what it has not found so far.
///
/// A line has room for `EventNotification.limit` bytes, and what a template makes of a long payload may be any number
/// of times as long: after as many steps and as much text as a line could show, everything is empty.
final class Rendering {
    /// Most values that are looked up and elements of lists that are gone through.
    private static let stepLimit = 4000

    /// Most text that values give, in bytes: no more of it is looked at for a line.
    private static let textLimit = 16_000

    /// The fields that the template names, by number.
    let paths: [FieldPath]

    /// What the relay itself says of the payload.
    private(set) lazy var summary = content.summary

    /// How many fields the template shows that are not there.
    var missingFieldCount = 0

    private let content: Content
    private var steps = 0
    private var textLength = 0

    /// A use of a template with these fields.
    init(paths: [FieldPath], content: Content) {
        self.paths = paths
        self.content = content
    }

    /// Counts a step; false when there are no more to take.
    func takesStep() -> Bool {
        steps += 1
        return !isOver
    }

    /// Whether nothing more is said.
    var isOver: Bool { steps > Self.stepLimit || textLength > Self.textLimit }

    /// As much of a text as may still be said.
    func limited(_ text: String) -> String {
        let room = max(0, Self.textLimit - textLength)
        textLength += text.utf8.count
        return text.utf8.count <= room ? text : String(text.unicodeScalars.prefix(room))
    }
}
