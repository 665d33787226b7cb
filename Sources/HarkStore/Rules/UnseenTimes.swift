/// The times in which nobody used a store, because no bot ran or because someone set the clock forward: what is kept
/// for a while does not become older by them. Times are milliseconds.
///
/// A store keeps them in its table `meta`, as rows whose names begin with `prefix`.
package struct UnseenTimes {
    /// What the names of the rows begin with. The end of the time follows; the value is how long it was.
    package static let prefix = "unseen until "
    /// Nothing is kept by its age for longer than this.
    private static let longestMemory: Int64 = 400 * 86_400_000

    private let times: [(end: Int64, length: Int64)]

    /// The times of these rows. Those that end later than now are left out: the clock has been set back since.
    package init(_ rows: [(name: String, length: Int64)], now: Int64) {
        var times: [(end: Int64, length: Int64)] = []
        for row in rows {
            guard let end = Int64(row.name.dropFirst(Self.prefix.count)), end <= now else { continue }
            times.append((end, row.length))
        }
        self.times = times.sorted { $0.end > $1.end }
    }

    /// When something happened at the latest that is so old now.
    package func time(_ age: Duration, before now: Int64) -> Int64 {
        var time = now - age.milliseconds
        for unseen in times {
            if unseen.end <= time { break }
            time -= unseen.length
        }
        return time
    }

    /// How long those are together that ended after this time: how much longer something lasts that began then.
    package func length(after time: Int64) -> Int64 {
        times.reduce(0) { sum, unseen in unseen.end > time ? sum + unseen.length : sum }
    }

    /// How long all are together.
    package var length: Int64 { length(after: .min) }

    /// The names among these of rows whose time is still to come: the clock was set forward and is set back.
    package static func names(_ names: [String], after now: Int64) -> [String] {
        names.filter { Int64($0.dropFirst(prefix.count)).map { $0 > now } ?? false }
    }

    /// The names of rows that matter no more.
    package func forgotten(at now: Int64) -> [String] {
        times.map(\.end).filter { $0 < now - Self.longestMemory }.map { "\(Self.prefix)\($0)" }
    }
}
