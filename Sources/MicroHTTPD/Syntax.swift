/// Byte classes of RFC 9110, 5.6 and RFC 3986, 2. Each is one look in a table of 256.
enum Syntax {
    private struct Class: OptionSet {
        let rawValue: UInt8
        static let token = Class(rawValue: 1)
        static let value = Class(rawValue: 2)
        static let target = Class(rawValue: 4)
        static let host = Class(rawValue: 8)
    }

    private static let classes: [Class] = (UInt8.min...UInt8.max).map { byte in
        let isAlphanumeric =
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: false
            }
        let isVisible = (0x21...0x7e).contains(byte)
        var classes: Class = []
        if isAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(byte) { classes.insert(.token) }
        if isVisible || byte == 0x20 || byte == 0x09 || byte >= 0x80 { classes.insert(.value) }
        if isVisible, !"#\"<>\\^`{|}".utf8.contains(byte) { classes.insert(.target) }
        if isAlphanumeric || "-._~%!$&'()*+,;=:[]".utf8.contains(byte) { classes.insert(.host) }
        return classes
    }

    /// A token (RFC 9110, 5.6.2).
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.isEmpty && all(bytes, are: .token) }

    /// A field value, white space around it allowed (RFC 9110, 5.5): visible characters, space, tab and bytes from 0x80.
    static func isFieldValue(_ bytes: ArraySlice<UInt8>) -> Bool { all(bytes, are: .value) }

    /// The characters of a host and port; an empty one is allowed (RFC 9112, 3.2).
    static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool { all(bytes, are: .host) }

    /// A character of a request target.
    static func isTargetByte(_ byte: UInt8) -> Bool { classes[Int(byte)].contains(.target) }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// Whether the bytes are this lower-case ASCII text in any case.
    static func equal(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        return lowercase.withUTF8Buffer { text in
            unsafe zip(bytes, text).allSatisfy { byte, letter in
                byte == letter || (byte | 0x20 == letter && letter >= UInt8(ascii: "a"))
            }
        }
    }

    /// Without the spaces and tabs at both ends.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let end = bytes.lastIndex(where: { !isBlank($0) }) else { return bytes.prefix(0) }
        return bytes[...end].drop(while: isBlank)
    }

    private static func all(_ bytes: ArraySlice<UInt8>, are kind: Class) -> Bool {
        bytes.allSatisfy { classes[Int($0)].contains(kind) }
    }
}
