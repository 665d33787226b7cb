/// A parsed line of the protocol (modern.ircdocs.horse, “Message Format”; ircv3.net/specs/extensions/message-tags).
struct IRCMessage: Equatable {
    /// The tags, with unescaped values. Names of tags that other clients may set begin with `+`.
    var tags: [String: String] = [:]

    /// The sender; nil for the server at the other end.
    var source: IRCSource?

    /// The command in capital letters, or a numeric of three digits.
    var command: String

    /// The parameters, including the trailing one.
    var parameters: [String]

    /// Parses a line without its end; nil if it has no command. Invalid UTF-8 is replaced.
    init?(_ line: [UInt8]) {
        var rest = WordReader(String(decoding: line, as: UTF8.self))
        if rest.next == UInt8(ascii: "@") {
            for tag in rest.word().utf8.dropFirst().split(separator: UInt8(ascii: ";")) {
                let parts = tag.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                tags[String(Substring(parts[0]))] = parts.count == 2 ? Self.unescaped(Substring(parts[1])) : ""
            }
        }
        if rest.next == UInt8(ascii: ":") { source = IRCSource(String(rest.word().dropFirst())) }
        command = rest.word().uppercased()
        parameters = []
        while let next = rest.next {
            parameters.append(next == UInt8(ascii: ":") ? rest.trailing() : rest.word())
        }
        if command.isEmpty { return nil }
    }

    /// The parameter at an index; empty if the message has fewer parameters.
    subscript(index: Int) -> String { parameters.indices.contains(index) ? parameters[index] : "" }

    /// Whether it is a numeric for an error.
    var isRefusal: Bool { command.utf8.count == 3 && command >= "400" && command <= "999" }

    /// The last parameter, which is a text in most lines.
    var text: String { parameters.last ?? "" }

    private static func unescaped(_ value: Substring) -> String {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return String(value) }
        var unescaped = ""
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                switch scalar {
                case ":": unescaped += ";"
                case "s": unescaped += " "
                case "r": unescaped += "\r"
                case "n": unescaped += "\n"
                default: unescaped.unicodeScalars.append(scalar)
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                unescaped.unicodeScalars.append(scalar)
            }
        }
        return unescaped
    }
}

/// The sender of a line: `nick!user@host`, or a server.
struct IRCSource: Equatable {
    /// The nick, or the name of a server.
    let nick: String

    /// The user name; nil for a server.
    let user: String?

    /// The host; nil for a server.
    let host: String?

    init(_ text: String) {
        let parts = text.split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
        nick = String(parts[0])
        let mask = parts.count == 2 ? parts[1].split(separator: "@", maxSplits: 1) : []
        user = mask.first.map(String.init)
        host = mask.count == 2 ? String(mask[1]) : nil
    }

    /// The whole source, as the server writes it.
    var mask: String { "\(nick)\(user.map { "!\($0)" } ?? "")\(host.map { "@\($0)" } ?? "")" }
}

/// Splits a line at its spaces.
private struct WordReader {
    private var rest: Substring.UTF8View

    init(_ line: String) { rest = Substring(line).utf8 }

    /// The next byte that is no space; nil at the end.
    var next: UInt8? { rest.first { $0 != UInt8(ascii: " ") } }

    mutating func word() -> String {
        rest = rest.drop { $0 == UInt8(ascii: " ") }
        let word = rest.prefix { $0 != UInt8(ascii: " ") }
        rest = rest.dropFirst(word.count)
        return String(Substring(word))
    }

    /// The rest, without the leading colon.
    mutating func trailing() -> String {
        let text = rest.drop { $0 == UInt8(ascii: " ") }.dropFirst()
        rest = text.suffix(0)
        return String(Substring(text))
    }
}

/// A line to send. It never contains characters that end a line, whatever it is made of.
struct IRCLine: Equatable {
    /// The line without its end, and without tags.
    let text: String

    /// A line with a command, parameters without spaces, and a text at the end.
    init(_ command: String, _ parameters: String..., text trailing: String? = nil) {
        let middle = parameters.map(Self.parameter)
        text = ([command] + middle + (trailing.map { [":\(Self.clean($0))"] } ?? [])).joined(separator: " ")
    }

    /// The bytes of the line, with tags.
    func bytes(tags: [(name: String, value: String)] = []) -> [UInt8] {
        let written = tags.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: ";")
        return Array("\(tags.isEmpty ? "" : "@\(written) ")\(text)\r\n".utf8)
    }

    /// CR, LF and NUL would end the line, and the rest would be a command.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !["\0", "\r", "\n"].contains($0) }))
    }

    private static func parameter(_ text: String) -> String {
        let word = clean(text).utf8.filter { $0 != UInt8(ascii: " ") }.drop { $0 == UInt8(ascii: ":") }
        return word.isEmpty ? "*" : String(decoding: word, as: UTF8.self)
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case ";": escaped += "\\:"
            case " ": escaped += "\\s"
            case "\\": escaped += "\\\\"
            case "\r": escaped += "\\r"
            case "\n": escaped += "\\n"
            case "\0": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
