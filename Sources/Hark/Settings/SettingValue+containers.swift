extension Optional: SettingValue where Wrapped: SettingValue {
    public init(settingText: String) throws(SettingMismatch) { self = .some(try Wrapped(settingText: settingText)) }
    public var settingText: String { self?.settingText ?? "" }
    public static var settingTypeName: String { Wrapped.settingTypeName }
    public static var unsetValue: Wrapped?? { .some(nil) }
    public static var isSecret: Bool { Wrapped.isSecret }
}

/// Values separated by commas; white space around them is dropped, and so are empty ones.
extension Array: SettingValue where Element: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        self = []
        for part in settingText.split(separator: ",") {
            let text = part.trimmingSpaces
            if !text.isEmpty { append(try Element(settingText: String(text))) }
        }
    }
    public var settingText: String { map(\.settingText).joined(separator: ",") }
    public static var settingTypeName: String { "list of \(Element.settingTypeName)" }
    public static var isSecret: Bool { Element.isSecret }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without the spaces and tabs at its ends.
    package var trimmingSpaces: SubSequence {
        let bytes = utf8.trimmingBlanks
        return self[bytes.startIndex..<bytes.endIndex]
    }
}
