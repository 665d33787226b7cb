/// Looks for member names so long that only an attacker sends them.
///
/// `JSONDecoder` keeps names as `String` keys of a dictionary, and hashing or comparing a `String` takes time quadratic in
/// a run of combining marks: 400 kB of them in one name cost seconds. Texts of up to 16 KiB are let through unseen; the
/// worst of them costs milliseconds.
struct MemberNameScan {
    /// Longest name, in bytes as it is written.
    static let limit = 1024

    /// Texts up to this length are not looked at, in bytes.
    static let harmlessLength = 16_384

    /// Whether there is a name of more than `limit` bytes. Says nothing about texts that are not JSON.
    let foundLongName: Bool

    init(_ json: [UInt8]) {
        foundLongName = json.count > Self.harmlessLength && Self.hasLongName(json.span)
    }

    private static func hasLongName(_ json: Span<UInt8>) -> Bool {
        var position = 0
        while position < json.count {
            guard json[position] == UInt8(ascii: "\"") else {
                position += 1
                continue
            }
            let start = position + 1
            position = start
            while position < json.count, json[position] != UInt8(ascii: "\"") {
                position += json[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let length = position - start
            position += 1
            if length > limit, isFollowedByColon(json, from: position) { return true }
        }
        return false
    }

    private static func isFollowedByColon(_ json: Span<UInt8>, from start: Int) -> Bool {
        var position = start
        while position < json.count, [0x20, 0x09, 0x0a, 0x0d].contains(json[position]) { position += 1 }
        return position < json.count && json[position] == UInt8(ascii: ":")
    }
}
