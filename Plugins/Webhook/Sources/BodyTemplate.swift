import HarkEvents

/// A custom body: JSON, in whose strings `{{text}}`, `{{room}}` and `{{severity}}` are replaced. The JSON is parsed
/// before the replacement, so that no message can end a string.
struct BodyTemplate: Sendable, Hashable {
    private static let names = ["room", "severity", "text"]

    /// Longest text, in bytes: ntfy's limit for a message; it turns a longer one into an attachment
    /// (docs.ntfy.sh/publish, "Limitations").
    static let limit = 4000

    private let template: JSONValue

    /// The body for a message. The text has the symbol of its severity in front; the severity's name is empty if there
    /// is none.
    func body(of message: OutgoingMessage, in room: Room) -> JSONValue {
        let mark = message.severity?.mark ?? ""
        let text = message.text.rendered(within: .bytes(Self.limit - mark.utf8.count), WebhookText.plain)
        let name = room.name.hasPrefix("#") ? String(room.name.dropFirst()) : room.name
        return Self.filled(template) { placeholder in
            switch placeholder {
            case "text": mark + text
            case "room": name
            default: message.severity?.rawValue ?? ""
            }
        }
    }

    /// A value with its strings filled, except the names of members. The parser has limited the nesting.
    private static func filled(_ value: JSONValue, _ fill: (Substring) -> String) -> JSONValue {
        switch value {
        case .string(let text):
            .string(pieces(of: text).map { $0.isPlaceholder ? fill($0.text) : String($0.text) }.joined())
        case .array(let elements): .array(elements.map { filled($0, fill) })
        case .object(let members):
            .object(JSONObject(members.map { JSONObject.Member($0.name, filled($0.value, fill)) }))
        default: value
        }
    }

    /// The placeholders of a value.
    private static func placeholders(in value: JSONValue) -> [Substring] {
        switch value {
        case .string(let text): pieces(of: text).filter(\.isPlaceholder).map(\.text)
        case .array(let elements): elements.flatMap { placeholders(in: $0) }
        case .object(let members): members.flatMap { placeholders(in: $0.value) }
        default: []
        }
    }

    /// A part of a text.
    private struct Piece {
        let text: Substring
        let isPlaceholder: Bool
    }

    /// The parts of a text: those between `{{` and `}}`, without surrounding spaces, and those outside.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
            pieces.append(Piece(text: rest[..<start.lowerBound], isPlaceholder: false))
            let name = rest[start.upperBound..<end.lowerBound].drop { $0 == " " }
            pieces.append(Piece(text: name.prefix { $0 != " " }, isPlaceholder: true))
            rest = rest[end.upperBound...]
        }
        pieces.append(Piece(text: rest, isPlaceholder: false))
        return pieces
    }
}

extension BodyTemplate: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        do throws(JSONSyntaxError) { template = try JSONValue(parsing: Array(settingText.utf8)) } catch {
            throw SettingMismatch(expected: "JSON (\(error.line):\(error.column), \(error.reason.dropLast()))")
        }
        let placeholders = Self.placeholders(in: template)
        guard placeholders.allSatisfy({ Self.names.contains(String($0)) }), placeholders.contains("text") else {
            throw SettingMismatch(
                expected: "JSON with {{text}} in a string, and no other placeholders than {{room}} and {{severity}}")
        }
    }

    /// Some receivers, such as Pushover, take their token in the body.
    var settingText: String { "<secret>" }
    static var settingTypeName: String { "JSON" }
    static var isSecret: Bool { true }
}
