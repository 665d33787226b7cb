/// Why a text is not a valid URL rule.
public enum URLRuleError: Error, Sendable, Equatable {
    /// The rule does not begin with `/`.
    case noLeadingSlash
    /// A `<` has no `>`.
    case unclosedPlaceholder(String)
    /// A `>` has no `<`.
    case strayBracket
    /// A `?` or `#`: only paths are routed.
    case notAPath(Character)
    /// A percent escape in the literal text.
    case encodedText(String)
    /// A control character in the literal text.
    case controlCharacter
    /// A name that is not an identifier.
    case badName(String)
    /// Two placeholders with one name.
    case repeatedName(String)
    /// A converter that does not exist.
    case unknownConverter(String)
    /// Arguments that are not separated by commas, or an unclosed parenthesis or quotation mark.
    case malformedArguments(String)
    /// An argument that the converter does not have.
    case unknownArgument(String, converter: String)
    /// An argument given twice.
    case repeatedArgument(String)
    /// An argument of the wrong type or out of range.
    case badArgument(String, value: String, expected: String)
    /// Arguments that contradict each other: the smaller one, and the larger one.
    case contradictoryArguments(String, String)
    /// An `any` without texts, or with an empty one.
    case emptyAny
}

extension URLRuleError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noLeadingSlash:
            "A rule begins with a slash: write one in front."
        case .unclosedPlaceholder(let text):
            "The placeholder \(text) is not closed: write > at its end."
        case .strayBracket:
            "A > closes nothing: write < at the beginning of the placeholder."
        case .notAPath(let character):
            "A rule is a path: leave out \(character) and what follows it."
        case .encodedText(let escape):
            "A rule is written decoded: write the character that \(escape) stands for."
        case .controlCharacter:
            "A rule holds no control characters: leave them out."
        case .badName(let name):
            "The placeholder's name \"\(name)\" is invalid: write a letter or _, then letters, digits and _."
        case .repeatedName(let name):
            "The name \"\(name)\" is used twice: rename one of the placeholders."
        case .unknownConverter(let name):
            "There is no converter \"\(name)\": use string (or default), int, float, path, uuid or any."
        case .malformedArguments(let text):
            "The arguments of \(text) cannot be read: write them as (name=value, …) before the colon."
        case .unknownArgument(let name, let converter):
            "The converter \(converter) has no argument \"\(name)\": leave it out or correct its name."
        case .repeatedArgument(let name):
            "The argument \(name) is given twice: leave one out."
        case .badArgument(let name, let value, let expected):
            "The argument \(name) is \(expected): write it in place of \"\(value)\"."
        case .contradictoryArguments(let first, let second):
            "The arguments \(first) and \(second) contradict each other: change or leave out one of them."
        case .emptyAny:
            "The converter any needs at least one text, and none of them empty: write <any(open, close):action>."
        }
    }
}
