/// A TCP port to listen on, or none.
enum Port: Sendable, Hashable {
    /// This port; 0 lets the system choose a free one.
    case number(UInt16)
    /// No port at all, written `off`.
    case off
}

extension Port: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        if settingText == "off" {
            self = .off
        } else if let number = UInt16(settingText) {
            self = .number(number)
        } else {
            throw SettingMismatch(expected: "a port from 0 to 65535, or off")
        }
    }

    var settingText: String {
        switch self {
        case .number(let number): number.description
        case .off: "off"
        }
    }

    static var settingTypeName: String { "port" }
}
