private import HarkStore
private import HarkTools

internal import struct FoundationEssentials.Date

/// Stored deliveries as text for people. What senders wrote is reduced to single lines without control characters.
struct DeliveryListing {
    /// Longest text of a cell, in bytes.
    private static let longestCell = 200

    /// Longest text of a sender in the description of a delivery, in bytes.
    private static let longestText = 2048

    private let entries: [DeliveryEntry]
    private let now: Date

    /// A list of deliveries at a time.
    init(_ entries: [DeliveryEntry], now: Date) {
        self.entries = entries
        self.now = now
    }

    /// A table with a row for each.
    /// - Parameter width: the columns of the terminal; nil for no limit.
    func table(width: Int?) -> String {
        let rows = entries.map { entry in
            [
                entry.id, Self.age(of: entry.received, now), entry.plugin, entry.event ?? "-", entry.state.rawValue,
                "\(entry.attempt)", outcome(of: entry),
            ].map { $0.sanitized(to: Self.longestCell) }
        }
        return TextTable(["ID", "AGE", "PLUGIN", "EVENT", "STATE", "TRIES", "OUTCOME"], rows, width: width).text
    }

    private func outcome(of entry: DeliveryEntry) -> String {
        [Self.wait(of: entry, now), entry.outcome].compactMap(\.self).joined(separator: ": ")
    }

    /// When a delivery runs that is ready, but not due; nil for others.
    private static func wait(of entry: DeliveryEntry, _ now: Date) -> String? {
        let seconds = Int(entry.due.timeIntervalSince(now).rounded(.up))
        return entry.state == .ready && seconds > 0 ? "in \(ReadableDuration(seconds: seconds))" : nil
    }

    private static func age(of date: Date, _ now: Date) -> String {
        "\(ReadableDuration(seconds: max(0, Int(now.timeIntervalSince(date)))))"
    }
}

extension DeliveryListing {
    /// Everything about a delivery, one line for each thing.
    static func description(of details: DeliveryDetails, now: Date) -> String {
        let entry = details.delivery
        var lines: [(name: String, text: String?)] = [
            ("id", entry.id),
            ("state", [entry.state.rawValue, wait(of: entry, now)].compactMap(\.self).joined(separator: " ")),
            ("outcome", entry.outcome), ("plugin", entry.plugin), ("route", entry.route), ("event", entry.event),
            ("key", entry.key), ("origin", entry.origin.rawValue),
            ("received", "\(entry.received.rfc3339), \(age(of: entry.received, now)) ago"),
            ("due", entry.state == .ready ? entry.due.rfc3339 : nil), ("started", entry.started?.rfc3339),
            ("finished", entry.finished?.rfc3339),
            ("expires", entry.state.isUnfinished ? entry.expires.rfc3339 : nil), ("attempts", "\(entry.attempt)"),
            ("replays", entry.replays > 0 ? "\(entry.replays)" : nil),
            ("crashes", entry.crashes > 0 ? "\(entry.crashes)" : nil), ("size", "\(entry.size) bytes"),
        ]
        if let request = details.request {
            lines += [("request", "\(request.method) \(request.target)"), ("client", request.client)]
            lines += request.headers.map { ("header", $0.joined(separator: ": ")) }
        } else {
            lines.append(("request", "not stored any more"))
        }
        lines += details.attempts.map { attempt in
            (attempt.attempt.map { "attempt \($0)" } ?? "note", "\(attempt.ended.rfc3339) \(attempt.text)")
        }
        lines.append(("body", details.bodyStart))
        return lines.compactMap { name, text in
            guard let text = text?.sanitized(to: longestText) else { return nil }
            return "\(name)\(String(repeating: " ", count: max(0, nameWidth - name.count)))  \(text)"
        }.joined(separator: "\n")
    }

    /// The width of the names: that of “attempt 10”.
    private static let nameWidth = 10
}
