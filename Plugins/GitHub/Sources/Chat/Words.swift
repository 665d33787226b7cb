/// Words for a line of chat.
///
/// What the source writes out stands as it is. What is interpolated comes from strangers and is made fit for one line on
/// the way in, so that no event can forget to: see `String.tamed`.
struct Words: ExpressibleByStringInterpolation, Sendable {
    /// The words as they will be said.
    let text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Words in the making.
    struct Interpolation: StringInterpolationProtocol {
        /// Longest text that a stranger gets into a line, in bytes of UTF-8. A repository's full name needs up to 140.
        static let limit = 160

        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }

        /// Words are tame already.
        mutating func appendInterpolation(_ words: Words) { text += words.text }

        mutating func appendInterpolation(_ number: Int) { text += number.description }

        /// A stranger's text.
        mutating func appendInterpolation(_ stranger: String) { text += stranger.tamed(to: Self.limit) }

        /// A stranger's text after `separator`, or nothing at all if there is none to see.
        mutating func appendInterpolation(_ stranger: String?, after separator: StaticString) {
            guard let stranger = stranger?.tamed(to: Self.limit), !stranger.isEmpty else { return }
            text += "\(separator)\(stranger)"
        }

        /// An account's name. GitHub shows what deleted accounts have left behind under the name `ghost`.
        mutating func appendInterpolation(_ user: User?) { appendInterpolation(user?.login ?? "ghost") }
    }
}
