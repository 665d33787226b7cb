/// The line being typed: keys in, text and cursor out. It edits user-perceived characters, so that backspace deletes a
/// whole emoji or accented letter.
struct LineEditor {
    /// The effect of a key beyond editing.
    enum Event: Equatable {
        /// A line was entered; the editor is empty again.
        case line(String)
        /// Ctrl-D or Ctrl-C on an empty line: the person leaves.
        case leave
        /// Ctrl-Z.
        case suspend
        /// Ctrl-L.
        case clearScreen
    }

    /// Longest line, in characters; further input is ignored.
    static let limit = 4096

    /// Longest character, in bytes of UTF-8, so that combining marks cannot pile up without limit.
    private static let longestCharacter = 64

    /// The line so far.
    private(set) var characters: [Character] = []

    /// The position of the next character: from 0 to the number of characters.
    private(set) var cursor = 0

    private var decoder = KeyDecoder()
    private var history = History()

    /// The line so far.
    var text: String { String(characters) }

    /// Handles bytes from the keyboard.
    mutating func feed(_ bytes: [UInt8]) -> [Event] {
        bytes.flatMap { decoder.feed($0) }.compactMap { press($0) }
    }

    /// Handles one key.
    mutating func press(_ key: Key) -> Event? {
        switch key {
        case .text(let scalar): insert(scalar)
        case .left: cursor = max(cursor - 1, 0)
        case .right: cursor = min(cursor + 1, characters.count)
        case .wordLeft: cursor = wordStart
        case .wordRight: cursor = wordEnd
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .backspace: remove(max(cursor - 1, 0)..<cursor)
        case .delete: remove(cursor..<min(cursor + 1, characters.count))
        case .killToStart: remove(0..<cursor)
        case .killToEnd: remove(cursor..<characters.count)
        case .killWordLeft: remove(wordStart..<cursor)
        case .killWordRight: remove(cursor..<wordEnd)
        case .up: if let line = history.older(than: text) { show(line) }
        case .down: if let line = history.newer() { show(line) }
        case .enter: return enter()
        case .interrupt: return interrupt()
        case .endOfInput: return endOfInput()
        case .suspend: return .suspend
        case .clearScreen: return .clearScreen
        }
        return nil
    }

    private mutating func enter() -> Event {
        let line = text
        history.add(line)
        show("")
        return .line(line)
    }

    private mutating func interrupt() -> Event? {
        if characters.isEmpty { return .leave }
        history.leave()
        show("")
        return nil
    }

    private mutating func endOfInput() -> Event? {
        if characters.isEmpty { return .leave }
        return press(.delete)
    }

    private mutating func show(_ line: String) {
        characters = Array(line)
        cursor = characters.count
    }

    /// Appends a scalar to the character before the cursor if they combine, otherwise inserts a new character. Control
    /// characters cannot be part of a line.
    private mutating func insert(_ scalar: Unicode.Scalar) {
        guard scalar.properties.generalCategory != .control else { return }
        if cursor > 0 {
            if scalar.isMark, characters[cursor - 1].utf8.count >= Self.longestCharacter { return }
            let joined = String(characters[cursor - 1]) + String(scalar)
            if joined.count == 1 {
                guard joined.utf8.count <= Self.longestCharacter else { return }
                characters[cursor - 1] = Character(joined)
                return
            }
        }
        guard characters.count < Self.limit else { return }
        characters.insert(Character(scalar), at: cursor)
        cursor += 1
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    /// The start of the word left of the cursor.
    private var wordStart: Int {
        let word = characters[..<cursor].lastIndex { !$0.isSpace } ?? 0
        return characters[..<word].lastIndex(where: \.isSpace).map { $0 + 1 } ?? 0
    }

    /// The end of the word right of the cursor.
    private var wordEnd: Int {
        let word = characters[cursor...].firstIndex { !$0.isSpace } ?? characters.count
        return characters[word...].firstIndex(where: \.isSpace) ?? characters.count
    }
}

extension Character {
    /// Whether it is U+0020. `==` would normalize both sides.
    fileprivate var isSpace: Bool { utf8.count == 1 && utf8.first == UInt8(ascii: " ") }
}
