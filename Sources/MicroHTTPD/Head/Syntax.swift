internal import HTTPTypes

/// Byte classes of RFC 9110, 5.6 and RFC 3986, 2, written as patterns: the compiler turns each into a bit test.
enum Syntax {
    /// The method with these bytes, if routes can have it (`HTTPRequest.Method.routable`). Methods are case-sensitive
    /// (RFC 9110, 9.1).
    static func method(_ bytes: ArraySlice<UInt8>) -> HTTPRequest.Method? {
        switch bytes.count {
        case 3: bytes.elementsEqual("GET".utf8) ? .get : bytes.elementsEqual("PUT".utf8) ? .put : nil
        case 4: bytes.elementsEqual("POST".utf8) ? .post : bytes.elementsEqual("HEAD".utf8) ? .head : nil
        case 5: bytes.elementsEqual("PATCH".utf8) ? .patch : nil
        case 6: bytes.elementsEqual("DELETE".utf8) ? .delete : nil
        case 7: bytes.elementsEqual("OPTIONS".utf8) ? .options : nil
        default: nil
        }
    }

    /// A token (RFC 9110, 5.6.2).
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.isEmpty && bytes.allSatisfy(isTokenByte) }

    /// A field value, possibly with surrounding white space (RFC 9110, 5.5): visible characters, space, tab and bytes
    /// from 0x80.
    static func isFieldValue(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(isValueByte) }

    /// The characters of a host and port; an empty one is allowed (RFC 9112, 3.2).
    static func isHost(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(isHostByte) }

    /// A character of a request target.
    static func isTargetByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: (0x21...0x7e).contains(byte)
        }
    }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// Whether the bytes equal this lower-case ASCII text, ignoring case.
    static func equal(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        return lowercase.withUTF8Buffer { text in
            unsafe zip(bytes, text).allSatisfy { byte, letter in
                byte == letter || (byte | 0x20 == letter && letter >= UInt8(ascii: "a"))
            }
        }
    }

    /// The bytes without leading and trailing spaces and tabs.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let end = bytes.lastIndex(where: { !isBlank($0) }) else { return bytes.prefix(0) }
        return bytes[...end].drop(while: isBlank)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isValueByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7f || byte == 0x09 }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
