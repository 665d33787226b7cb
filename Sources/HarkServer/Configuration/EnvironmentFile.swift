/// An env file: `NAME=value` lines as systemd reads them (systemd.exec(5), “EnvironmentFile=”). podman and docker read
/// lines without quotes the same way, but take quotes as part of the value.
///
/// Blank lines and lines that begin with `#` or `;` are skipped, and so is `export ` before a name. A value in single
/// quotes is literal; in double quotes, `\n`, `\"`, `\\`, `\$` and `` \` `` are escapes. White space around names and
/// values is dropped. Nothing is expanded.
struct EnvironmentFile {
    /// The values by name; if a name is repeated, the last one counts.
    private(set) var values: [String: String] = [:]

    /// Parses the text of the file at `path`.
    /// - Throws: `Faults`, one for each invalid line.
    init(_ text: String, path: String) throws(Faults) {
        var faults: [Fault] = []
        // Bytes, because CRLF is a single character that does not equal "\n".
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Substring.init)
        for (index, raw) in lines.enumerated() {
            let marked = index == 0 && raw.hasPrefix("\u{feff}") ? raw.dropFirst() : raw
            let line = (marked.hasSuffix("\r") ? marked.dropLast() : marked).trimmingSpaces
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let bare = line.hasPrefix("export ") ? line.dropFirst(7).trimmingSpaces : line
            let parts = bare.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.isName(parts[0].trimmingSpaces),
                let value = Self.value(parts[1].trimmingSpaces)
            else {
                faults.append(Fault("\(path), line \(index + 1)", "it is not NAME=value."))
                continue
            }
            values[String(parts[0].trimmingSpaces)] = value
        }
        guard faults.isEmpty else { throw Faults(faults) }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.first?.isNumber == false
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf) || $0 == 0x5f }
    }

    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return String(text) }
        guard text.count >= 2, text.last == quote else { return nil }
        let inner = text.dropFirst().dropLast()
        guard quote == "\"" else { return inner.contains("'") ? nil : String(inner) }
        var value = ""
        var isEscaped = false
        for character in inner {
            if isEscaped {
                value += character == "n" ? "\n" : "\"\\$`".contains(character) ? "\(character)" : "\\\(character)"
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return nil
            } else {
                value.append(character)
            }
        }
        return isEscaped ? nil : value
    }
}

extension EnvironmentFile {
    /// Longest file, in bytes.
    private static let longest = 1 << 20

    /// Reads the file at `path`.
    /// - Throws: `Faults` if it cannot be read or has a line that is not `NAME=value`.
    init(at path: String) throws(Faults) {
        let text: String
        do throws(FileError) { text = try SmallFile(path, atMost: Self.longest).text() } catch .tooLong, .notText {
            throw Faults([Fault("--env-file", "“\(path)” is not a UTF-8 text of at most 1 MiB.")])
        } catch {
            throw Faults([Fault("--env-file", "“\(path)” cannot be read (\(error)).")])
        }
        try self.init(text, path: path)
    }
}
