/// The features that a server announces in numeric 005 (modern.ircdocs.horse, “Feature Advertisement”), with defaults
/// until then.
struct ServerFeatures: Equatable {
    private(set) var caseMapping = CaseMapping.rfc1459
    private(set) var channelTypes = "#&"
    /// The prefixes that address only some members of a channel.
    private(set) var statusPrefixes = ""
    private(set) var userLength = 10
    private(set) var hostLength = 63
    /// Longest line, in bytes, including its end.
    private(set) var lineLength = 512
    /// The mode that marks a bot.
    private(set) var botMode: String?
    /// Most channels in one JOIN.
    private(set) var joinTargets = 10

    /// Reads a line of numeric 005.
    mutating func apply(_ message: IRCMessage) {
        for token in message.parameters.dropFirst().dropLast() {
            let parts = token.split(separator: "=", maxSplits: 1)
            guard let name = parts.first else { continue }
            apply(String(name), parts.count == 2 ? String(parts[1]) : "")
        }
    }

    private mutating func apply(_ name: String, _ value: String) {
        let number = Int(value)
        switch name {
        case "CASEMAPPING": caseMapping = CaseMapping(rawValue: value) ?? .ascii
        case "CHANTYPES": channelTypes = value
        case "STATUSMSG": statusPrefixes = value
        case "USERLEN": userLength = Self.bounded(number, 1...200) ?? userLength
        case "HOSTLEN": hostLength = Self.bounded(number, 1...255) ?? hostLength
        case "LINELEN": lineLength = Self.bounded(number, 512...8192) ?? lineLength
        case "BOT": botMode = value.utf8.count == 1 ? value : nil
        case "TARGMAX":
            for limit in value.split(separator: ",") {
                let parts = limit.split(separator: ":")
                if parts.count == 2, parts[0] == "JOIN" { joinTargets = Self.bounded(Int(parts[1]), 1...20) ?? 10 }
            }
        default: break
        }
    }

    private static func bounded(_ number: Int?, _ range: ClosedRange<Int>) -> Int? {
        number.map { min(max($0, range.lowerBound), range.upperBound) }
    }

    /// Whether a target is a channel rather than a nick.
    func isChannel(_ target: String) -> Bool { target.first.map { channelTypes.contains($0) } ?? false }

    /// The channel of a target, such as `#ops` for `@#ops`; nil for a nick.
    func channel(of target: String) -> String? {
        let name = target.drop { statusPrefixes.contains($0) && !channelTypes.contains($0) }
        return isChannel(String(name)) ? String(name) : nil
    }

    /// The channel of a room's name before the server has announced its channel prefixes; nil for a nick.
    static func likelyChannel(of room: String) -> String? {
        let name = room.drop { "@%+".contains($0) }
        if let first = name.first, "#&".contains(first) { return String(name) }
        return room.first.map { "+!".contains($0) } == true ? room : nil
    }

    /// The folded form of a nick or a channel, which is the same for all spellings.
    func folded(_ name: String) -> String { caseMapping.folded(name) }

    /// Whether two spellings mean the same nick or channel.
    func isSame(_ one: String, _ other: String) -> Bool {
        folded(one).utf8.elementsEqual(folded(other).utf8)
    }
}

/// Which letters a server treats as equal (modern.ircdocs.horse, “CASEMAPPING Parameter”).
enum CaseMapping: String {
    case ascii
    case rfc1459
    case strict = "rfc1459-strict"

    /// A name in lower case.
    func folded(_ name: String) -> String {
        String(decoding: name.utf8.map(folded), as: UTF8.self)
    }

    private func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"): self == .ascii ? byte : byte + 32
        case UInt8(ascii: "^"): self == .rfc1459 ? UInt8(ascii: "~") : byte
        default: byte
        }
    }
}
