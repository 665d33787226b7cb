/// Variants of a body with the same meaning: the bytes that may have been signed, before a proxy, a framework or an
/// editor changed them.
struct BodyVariants {
    /// A change to a body, and the result.
    struct Variant {
        let name: String
        let bytes: [UInt8]
    }

    private let body: [UInt8]
    private let budget: WorkBudget

    /// - Parameter budget: what making them is taken from.
    init(_ body: [UInt8], budget: WorkBudget = WorkBudget(nil)) {
        self.body = body
        self.budget = budget
    }

    /// The variants, the likeliest first, as long as the budget is not spent. They are made lazily: there are hundreds.
    var all: some Sequence<Variant> {
        let texts = Texts(body)
        let budget = budget
        let stem = Array(body[..<(body.lastIndex { !Self.isLineBreak($0) }.map { $0 + 1 } ?? 0)])
        let end = String(decoding: body[stem.count...], as: UTF8.self)
        return Form.all.lazy.prefix { _ in !budget.isSpent }.flatMap { form in
            let bytes = form.bytes(of: stem, texts)
            budget.spend((bytes?.count ?? texts.longest) * Self.costOfByte)
            return Ending.allCases.lazy.compactMap { ending in
                bytes.map { Variant(name: form.name(with: ending, from: end), bytes: $0 + ending.rawValue.utf8) }
            }
        }.filter { $0.bytes != body }
    }

    /// The cost of writing a byte, for a text of the shortest tokens.
    private static let costOfByte = 30

    /// The JSON of a body, in its own order and with sorted names; nil if it is not JSON.
    private final class Texts {
        /// Longest variant, in bytes.
        let longest: Int
        private let text: JSONText?
        private lazy var sorted = text?.sorted

        init(_ body: [UInt8]) {
            text = JSONText(body)
            longest = body.count * 8 + 65_536
        }

        func bytes(by layout: JSONLayout) -> [UInt8]? {
            (layout.sortsNames ? sorted : text).flatMap { layout.bytes(of: $0, atMost: longest) }
        }
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// The end of a body.
    private enum Ending: String, CaseIterable {
        case nothing = ""
        case lineFeed = "\n"
        case carriageReturn = "\r\n"

        var name: String {
            switch self {
            case .nothing: "without the line break at its end"
            case .lineFeed: "with a line break at its end"
            case .carriageReturn: "with CRLF at its end"
            }
        }
    }

    /// A change to a body except for its end.
    private struct Form {
        private let name: String
        private let isJSON: Bool
        private let make: ([UInt8], Texts?) -> [UInt8]?

        private init(_ name: String, _ make: @escaping ([UInt8]) -> [UInt8]) {
            self.name = name
            isJSON = false
            self.make = { body, _ in make(body) }
        }

        private init(_ name: String, _ layout: JSONLayout) {
            self.name = name
            isJSON = true
            make = { _, texts in texts?.bytes(by: layout) }
        }

        func bytes(of stem: [UInt8], _ texts: Texts) -> [UInt8]? { make(stem, texts) }

        /// The name of the change to a body and its end; JSON that is serialized again has no final line break.
        func name(with ending: Ending, from end: String) -> String {
            let usual = isJSON ? [] : make(Array(end.utf8), nil) ?? []
            let change = usual.elementsEqual(ending.rawValue.utf8) ? "" : ending.name
            return [name, change].filter { !$0.isEmpty }.joined(separator: ", ")
        }

        static var all: [Form] {
            [
                Form("") { $0 },
                Form("with LF instead of CRLF") { body in body.filter { $0 != UInt8(ascii: "\r") } },
                Form("with CRLF instead of LF") { body in
                    body.filter { $0 != UInt8(ascii: "\r") }.flatMap {
                        $0 == UInt8(ascii: "\n") ? Array("\r\n".utf8) : [$0]
                    }
                },
            ] + json
        }

        private static var json: [Form] {
            let layouts: [(name: String, layout: JSONLayout)] = [
                ("as JSON without white space", JSONLayout()),
                ("as JSON with a space after each comma and colon", JSONLayout(comma: ", ", colon: ": ")),
                ("as JSON indented by two spaces", JSONLayout(colon: ": ", indentation: "  ")),
                ("as JSON indented by four spaces", JSONLayout(colon: ": ", indentation: "    ")),
                ("as JSON indented by tabs", JSONLayout(colon: ": ", indentation: "\t")),
                ("as JSON with a space after each colon", JSONLayout(colon: ": ")),
                ("as JSON with a space after each comma", JSONLayout(comma: ", ")),
                (
                    "as JSON indented by two spaces with CRLF",
                    JSONLayout(colon: ": ", indentation: "  ", lineBreak: "\r\n")
                ),
            ]
            return [(false, ""), (true, ", names sorted")].flatMap { sortsNames, order in
                JSONStrings.allCases.flatMap { strings in
                    layouts.map { name, layout in
                        var layout = layout
                        (layout.sortsNames, layout.strings) = (sortsNames, strings)
                        return Form("\(name)\(order)\(strings.rawValue)", layout)
                    }
                }
            }
        }
    }
}
