/// The meaning of a key press for the line editor.
enum Key: Equatable {
    case text(Unicode.Scalar)
    case enter
    case left, right, wordLeft, wordRight, home, end
    case up, down
    case backspace, delete
    case killToStart, killToEnd, killWordLeft, killWordRight
    case clearScreen
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D: deletes to the right; on an empty line, ends the input.
    case endOfInput
    /// Ctrl-Z.
    case suspend
}

extension Key {
    /// The meaning of a C0 control character or DEL, as in readline's default (Emacs) bindings.
    init?(control: UInt8) {
        switch control {
        case 0x01: self = .home  // Ctrl-A
        case 0x02: self = .left  // Ctrl-B
        case 0x03: self = .interrupt
        case 0x04: self = .endOfInput
        case 0x05: self = .end  // Ctrl-E
        case 0x06: self = .right  // Ctrl-F
        case 0x08, 0x7f: self = .backspace
        case 0x09: self = .text(" ")  // Tab
        case 0x0a, 0x0d: self = .enter
        case 0x0b: self = .killToEnd  // Ctrl-K
        case 0x0c: self = .clearScreen  // Ctrl-L
        case 0x0e: self = .down  // Ctrl-N
        case 0x10: self = .up  // Ctrl-P
        case 0x15: self = .killToStart  // Ctrl-U
        case 0x17: self = .killWordLeft  // Ctrl-W
        case 0x1a: self = .suspend
        default: return nil
        }
    }

    /// The meaning of a byte after ESC: Alt with that key.
    init?(alternate byte: UInt8) {
        switch byte {
        case UInt8(ascii: "b"): self = .wordLeft
        case UInt8(ascii: "f"): self = .wordRight
        case UInt8(ascii: "d"): self = .killWordRight
        case 0x08, 0x7f: self = .killWordLeft
        default: return nil
        }
    }

    /// The meaning of a control sequence `ESC [ parameters final` or `ESC O final` (xterm's and the Linux console's
    /// keys).
    init?(sequence parameters: String, final: UInt8) {
        let isWordwise = parameters.hasSuffix(";3") || parameters.hasSuffix(";5")
        switch (parameters, final) {
        case (_, UInt8(ascii: "A")): self = .up
        case (_, UInt8(ascii: "B")): self = .down
        case (_, UInt8(ascii: "C")): self = isWordwise ? .wordRight : .right
        case (_, UInt8(ascii: "D")): self = isWordwise ? .wordLeft : .left
        case (_, UInt8(ascii: "H")), ("1", UInt8(ascii: "~")), ("7", UInt8(ascii: "~")): self = .home
        case (_, UInt8(ascii: "F")), ("4", UInt8(ascii: "~")), ("8", UInt8(ascii: "~")): self = .end
        case ("3", UInt8(ascii: "~")): self = .delete
        case ("3;3", UInt8(ascii: "~")), ("3;5", UInt8(ascii: "~")): self = .killWordRight
        default: return nil
        }
    }
}
