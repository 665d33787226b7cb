extension String {
    /// The word as shell input: in quotes if necessary (POSIX.1-2017, Shell & Utilities, 2.2.2).
    package var asShellWord: String {
        let isPlain = utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || "_-./:,@+=%".utf8.contains(byte)
        }
        guard !isPlain || isEmpty else { return self }
        // A quotation mark ends the quoted text, is escaped, and starts the next quoted text.
        let parts = split(separator: "'", omittingEmptySubsequences: false)
        return "'\(parts.joined(separator: "'\\''"))'"
    }
}
