/// Other bytes that say the same as a body: what a proxy, a framework or an editor may have made of the ones that were
/// signed.
struct BodyVariants {
    /// What was done to a body, and the result.
    struct Variant {
        let name: String
        let bytes: [UInt8]
    }

    let all: [Variant]

    init(_ body: [UInt8]) {
        var all: [Variant] = []
        let lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        if body.last == lineFeed {
            all.append(Variant(name: "without the line break at its end", bytes: Array(body.dropLast())))
        }
        all.append(Variant(name: "with a line break at its end", bytes: body + [lineFeed]))
        if body.contains(carriageReturn) {
            all.append(Variant(name: "with LF instead of CRLF", bytes: body.filter { $0 != carriageReturn }))
        } else if body.contains(lineFeed) {
            let bytes = body.flatMap { $0 == lineFeed ? [carriageReturn, lineFeed] : [$0] }
            all.append(Variant(name: "with CRLF instead of LF", bytes: bytes))
        }
        if let value = try? JSONValue(parsing: body) { all += Self.jsonVariants(of: value) }
        self.all = all.filter { $0.bytes != body }
    }

    private static func jsonVariants(of value: JSONValue) -> [Variant] {
        let spaced = JSONWriter(comma: ", ", colon: ": ")
        var writers: [(String, JSONWriter)] = [
            ("as JSON without white space", JSONWriter()),
            ("as JSON with a space after each comma and colon", spaced),
            ("as JSON indented by two spaces", JSONWriter(colon: ": ", indentation: "  ")),
            ("as JSON indented by four spaces", JSONWriter(colon: ": ", indentation: "    ")),
        ]
        writers += writers.map { name, writer in
            var writer = writer
            writer.sortsNames = true
            return ("\(name), names sorted", writer)
        }
        writers += writers.flatMap { name, writer in
            var (ascii, slashes, both) = (writer, writer, writer)
            ascii.escapesNonASCII = true
            slashes.escapesSlashes = true
            (both.escapesNonASCII, both.escapesSlashes) = (true, true)
            return [
                ("\(name), in ASCII", ascii), ("\(name), slashes escaped", slashes),
                ("\(name), in ASCII, slashes escaped", both),
            ]
        }
        return writers.map { Variant(name: $0, bytes: Array($1.text(of: value).utf8)) }
    }
}

/// Writes JSON the way some other program would.
struct JSONWriter {
    var comma = ","
    var colon = ":"
    /// One level of it; nil writes everything on one line.
    var indentation: String?
    var sortsNames = false
    var escapesNonASCII = false
    var escapesSlashes = false

    func text(of value: JSONValue, depth: Int = 0) -> String {
        switch value {
        case .string, .null, .bool, .integer, .number:
            return escaped(value.serialized())
        case .array(let elements):
            return list("[", elements.map { text(of: $0, depth: depth + 1) }, "]", depth)
        case .object(let object):
            let members = sortsNames ? object.sorted { $0.name < $1.name } : Array(object)
            let texts = members.map { member in
                escaped(JSONValue.string(member.name).serialized()) + colon + text(of: member.value, depth: depth + 1)
            }
            return list("{", texts, "}", depth)
        }
    }

    private func list(_ open: String, _ texts: [String], _ close: String, _ depth: Int) -> String {
        guard let indentation, !texts.isEmpty else { return open + texts.joined(separator: comma) + close }
        let inner = "\n" + String(repeating: indentation, count: depth + 1)
        let outer = "\n" + String(repeating: indentation, count: depth)
        return open + inner + texts.joined(separator: "," + inner) + outer + close
    }

    private func escaped(_ text: String) -> String {
        var text = text
        if escapesSlashes {
            text = text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
        }
        guard escapesNonASCII else { return text }
        return text.utf16.map { unit in
            if unit <= 0x7e { return String(UnicodeScalar(UInt8(unit))) }
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
