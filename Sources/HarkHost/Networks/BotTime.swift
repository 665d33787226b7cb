internal import struct FoundationEssentials.Date

/// A time of day for people: `14:02 UTC`.
struct BotTime: Sendable, Hashable, CustomStringConvertible {
    private let minutes: Int

    init(_ date: Date) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        minutes = ((seconds % 86_400 + 86_400) % 86_400) / 60
    }

    var description: String {
        let parts = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(parts[0]):\(parts[1]) UTC"
    }
}
