/// Decodes the bytes of a keyboard into keys, however they are split. Unknown sequences are dropped as a whole, so that
/// they leave no stray letters; invalid UTF-8 becomes U+FFFD.
struct KeyDecoder {
    private enum State {
        case ground
        case escape
        /// After `ESC [` or `ESC O`, with the parameters so far, which are cut if they are long.
        case sequence(parameters: String)
        /// Inside a character of this many bytes.
        case character(bytes: [UInt8], length: Int)
    }

    private static let longestParameters = 16
    private static let replacement = Key.text("\u{fffd}")

    private var state = State.ground

    /// Takes one byte, and returns the keys that it completes.
    mutating func feed(_ byte: UInt8) -> [Key] {
        switch state {
        case .ground: return start(byte)
        case .escape: return afterEscape(byte)
        case .sequence(let parameters): return continueSequence(parameters, byte)
        case .character(let bytes, let length): return continueCharacter(bytes, length, byte)
        }
    }

    private mutating func start(_ byte: UInt8) -> [Key] {
        state = .ground
        switch byte {
        case 0x1b: state = .escape
        case 0x00...0x1f, 0x7f: return Key(control: byte).map { [$0] } ?? []
        case 0x20...0x7e: return [.text(Unicode.Scalar(byte))]
        case 0xc2...0xdf: state = .character(bytes: [byte], length: 2)
        case 0xe0...0xef: state = .character(bytes: [byte], length: 3)
        case 0xf0...0xf4: state = .character(bytes: [byte], length: 4)
        default: return [Self.replacement]
        }
        return []
    }

    private mutating func afterEscape(_ byte: UInt8) -> [Key] {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            state = .sequence(parameters: "")
            return []
        case 0x20...0x7f:
            state = .ground
            return Key(alternate: byte).map { [$0] } ?? []
        default:
            return start(byte)
        }
    }

    private mutating func continueSequence(_ parameters: String, _ byte: UInt8) -> [Key] {
        switch byte {
        case 0x20...0x3f:
            let isFull = parameters.utf8.count == Self.longestParameters
            state = .sequence(parameters: isFull ? parameters : parameters + String(Unicode.Scalar(byte)))
            return []
        case 0x40...0x7e:
            state = .ground
            return Key(sequence: parameters, final: byte).map { [$0] } ?? []
        default:
            return start(byte)
        }
    }

    private mutating func continueCharacter(_ bytes: [UInt8], _ length: Int, _ byte: UInt8) -> [Key] {
        guard byte & 0xc0 == 0x80 else { return [Self.replacement] + start(byte) }
        guard bytes.count + 1 == length else {
            state = .character(bytes: bytes + [byte], length: length)
            return []
        }
        state = .ground
        return String(decoding: bytes + [byte], as: UTF8.self).unicodeScalars.map(Key.text)
    }
}
