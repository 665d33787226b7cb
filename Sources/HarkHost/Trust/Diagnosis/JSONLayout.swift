/// Writes JSON the way some other program would.
struct JSONLayout {
    var comma = ","
    var colon = ":"
    /// One level of it; nil writes everything on one line.
    var indentation: String?
    var lineBreak = "\n"
    var sortsNames = false
    var strings = JSONStrings.asTheyAre

    func text(of value: JSONText, depth: Int = 0) -> String {
        switch value {
        case .token(let token):
            return strings.written(token)
        case .array(let elements):
            return list("[", elements.map { text(of: $0, depth: depth + 1) }, "]", depth)
        case .object(let members):
            let members = sortsNames ? members.sorted { $0.name < $1.name } : members
            let texts = members.map { strings.written($0.name) + colon + text(of: $0.value, depth: depth + 1) }
            return list("{", texts, "}", depth)
        }
    }

    private func list(_ open: String, _ texts: [String], _ close: String, _ depth: Int) -> String {
        guard let indentation, !texts.isEmpty else { return open + texts.joined(separator: comma) + close }
        let inner = lineBreak + String(repeating: indentation, count: depth + 1)
        let outer = lineBreak + String(repeating: indentation, count: depth)
        return open + inner + texts.joined(separator: "," + inner) + outer + close
    }
}

/// How a program writes the strings of JSON.
enum JSONStrings: String, CaseIterable {
    /// With the escapes that were there.
    case asTheyAre = ""
    /// With the escapes that JSON demands alone (RFC 8259, 7).
    case plain = ", in UTF-8"
    /// Python's `json.dumps`, and others.
    case ascii = ", in ASCII"
    /// The same with digits in upper case.
    case upperASCII = ", in ASCII with upper-case digits"
    /// PHP's `json_encode`, with its usual flags and without.
    case slashes = ", slashes escaped"
    case slashesInASCII = ", in ASCII, slashes escaped"
    /// Go's `encoding/json`, whose text may stand in HTML.
    case html = ", with <, > and & escaped"

    /// A token in this way; one that is no string stands as it is.
    func written(_ token: String) -> String {
        guard self != .asTheyAre, token.utf8.first == UInt8(ascii: "\""),
            let bare = (try? JSONValue(parsing: Array(token.utf8)))?.serialized()
        else { return token }
        return bare.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "/" where self == .slashes || self == .slashesInASCII: text += "\\/"
            case _ where isEscaped(scalar): text += String(scalar).utf16.map(escape).joined()
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    private func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .asTheyAre, .plain, .slashes: false
        case .ascii, .upperASCII, .slashesInASCII: scalar.value > 0x7e
        case .html: "<>&\u{2028}\u{2029}".unicodeScalars.contains(scalar)
        }
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: self == .upperASCII)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
