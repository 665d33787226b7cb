// Sequences that control terminals: colours, titles, links (ECMA-48, 5.3 to 5.6; XTerm, "Control Sequences"). Programs
// write them into logs and messages; without its first character the rest of a sequence would be readable text.

extension String {
    /// The text without escape sequences of terminals, each removed as a whole. Line breaks stay.
    package var withoutEscapeSequences: String {
        // ESC is one byte, and the 8-bit introducers begin with the same one. Hardly any text has either.
        guard utf8.span.mayIntroduceEscapeSequence, unicodeScalars.contains(where: \.introducesEscapeSequence) else {
            return self
        }
        let all = self[...].unicodeScalars
        var kept = String.UnicodeScalarView()
        var index = all.startIndex
        while index < all.endIndex {
            if let end = all.escapeSequenceEnd(at: index) {
                index = end
            } else {
                kept.append(all[index])
                all.formIndex(after: &index)
            }
        }
        return String(kept)
    }
}

extension Span<UInt8> {
    fileprivate var mayIntroduceEscapeSequence: Bool {
        for index in indices where self[index] == 0x1b || self[index] == 0xc2 { return true }
        return false
    }
}

extension Substring.UnicodeScalarView {
    /// The end of the escape sequence that begins at a position; nil if none does. One that is cut off ends with its
    /// line. An introducer that nothing follows is a sequence by itself.
    func escapeSequenceEnd(at start: Index) -> Index? {
        guard self[start].introducesEscapeSequence else { return nil }
        let rest = self[start...].dropFirst()
        switch self[start].value {
        case 0x9b: return rest.controlSequenceEnd
        case 0x9d: return rest.stringEnd(endsAtBell: true, isWhole: true) ?? rest.numberedStringEnd
        // An APC, for example, is also the second half of a wrongly decoded “ß”: it must not hide the rest of a line.
        case 0x90, 0x98, 0x9e, 0x9f: return rest.stringEnd(endsAtBell: false, isWhole: true) ?? rest.startIndex
        default: return rest.escapeEnd
        }
    }

    /// The end of what follows ESC.
    private var escapeEnd: Index {
        guard let kind = first else { return startIndex }
        let rest = dropFirst()
        switch kind {
        case "[": return rest.controlSequenceEnd
        case "]": return rest.stringEnd(endsAtBell: true) ?? rest.lineEnd
        // DCS, SOS, PM and APC; `k` is the title of a window of screen and tmux.
        case "P", "X", "^", "_", "k": return rest.stringEnd(endsAtBell: false) ?? rest.lineEnd
        // ESC SP F and its like; any other space is a space.
        case " ":
            return rest.first.map { "FGLMN".unicodeScalars.contains($0) } == true
                ? rest.dropFirst().startIndex : startIndex
        default: break
        }
        let intermediates = prefix { (0x20...0x2f).contains($0.value) }
        let final = self[intermediates.endIndex...].first
        return final.map { (0x30...0x7e).contains($0.value) } == true
            ? index(after: intermediates.endIndex) : intermediates.endIndex
    }

    /// The end of a control sequence after its introducer: parameters, intermediates and one final character, between
    /// which a terminal ignores other controls.
    private var controlSequenceEnd: Index {
        let end = firstIndex { !(0x20...0x3f).contains($0.value) && !$0.isIgnoredInSequence } ?? endIndex
        guard end < endIndex, (0x40...0x7e).contains(self[end].value) else { return end }
        return index(after: end)
    }

    /// The end of a control string: behind its terminator, or before another sequence, which aborts one that need not
    /// be whole; nil if it has no end in its line.
    private func stringEnd(endsAtBell: Bool, isWhole: Bool = false) -> Index? {
        let end = firstIndex { scalar in
            scalar.endsLine || scalar.introducesEscapeSequence || [0x18, 0x1a, 0x9c].contains(scalar.value)
                || endsAtBell && scalar.value == 0x07
        }
        guard let end, !self[end].endsLine else { return nil }
        guard self[end].introducesEscapeSequence else { return index(after: end) }
        // ESC and a backslash end the string, ESC and anything else begin another sequence.
        let next = self[end...].dropFirst()
        if self[end] == "\u{1b}", next.first == "\\" { return next.dropFirst().startIndex }
        return isWhole ? nil : end
    }

    /// The end of an operating system command that is cut off, which begins with its number.
    private var numberedStringEnd: Index {
        first.map { (0x30...0x39).contains($0.value) } == true ? lineEnd : startIndex
    }

    private var lineEnd: Index { firstIndex(where: \.endsLine) ?? endIndex }
}

extension Unicode.Scalar {
    /// Whether it begins an escape sequence: ESC, or one of the 8-bit introducers.
    fileprivate var introducesEscapeSequence: Bool {
        switch value {
        case 0x1b, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f: true
        default: false
        }
    }

    fileprivate var endsLine: Bool { [0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029].contains(value) }

    /// Whether it is a control that does not end a control sequence.
    fileprivate var isIgnoredInSequence: Bool {
        (value < 0x20 || value == 0x7f) && !endsLine && ![0x09, 0x18, 0x1a, 0x1b].contains(value)
    }
}
