import HarkEvents

/// One rendering of a template: the fields that it uses, and those that are missing.
///
/// A line has room for `EventNotification.limit` bytes, but the output of a template may be many times longer than a
/// long payload: after as many steps and as much text as a line could show, everything renders as empty.
final class Rendering {
    /// Most values that are looked up and list elements that are visited.
    private static let stepLimit = 4000

    /// Most text from values, in bytes: no more of it is used for a line.
    private static let textLimit = 16_000

    /// The fields that the template names, by number.
    let paths: [FieldPath]

    /// The relay's own summary of the payload.
    private(set) lazy var summary = content.summary

    /// The number of missing fields that the template shows.
    var missingFieldCount = 0

    /// The payload.
    let content: Content
    private var steps = 0
    private var textLength = 0

    /// A rendering with these fields.
    init(paths: [FieldPath], content: Content) {
        self.paths = paths
        self.content = content
    }

    /// Counts a step; returns false if the limit is reached.
    func takesStep() -> Bool {
        steps += 1
        return !isOver
    }

    /// Whether a limit is reached.
    var isOver: Bool { steps > Self.stepLimit || textLength > Self.textLimit }

    /// As much of a text as the limit allows.
    func limited(_ text: String) -> String {
        let room = max(0, Self.textLimit - textLength)
        textLength += text.utf8.count
        return text.utf8.count <= room ? text : String(text.unicodeScalars.prefix(room))
    }
}
