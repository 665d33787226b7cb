import HarkEvents

/// Lines that wait for the server's rate limit: a burst, then one in each interval, with targets taking turns.
struct SendQueue {
    typealias Instant = ContinuousClock.Instant

    struct Entry: Equatable {
        let line: IRCLine
        /// The message that it belongs to; nil for a command.
        let message: Int?
        /// Whether it is the last line of its message.
        var isLast = false
    }

    /// Lines that may be sent at once after a pause.
    static let burst = 4

    /// Most lines that may wait for one target.
    static let targetLimit = 100

    private var meter: PaceMeter
    private var commands: [Entry] = []
    private var queues: [String: [Entry]] = [:]
    /// The targets with waiting lines, the next one first.
    private var turns: [String] = []

    init(interval: Duration) {
        meter = PaceMeter(Pace(burst: Self.burst, interval: max(interval, .milliseconds(1))))
    }

    var isEmpty: Bool { commands.isEmpty && turns.isEmpty }

    /// Queues a command before all messages.
    mutating func append(_ command: IRCLine) { commands.append(Entry(line: command, message: nil)) }

    /// Queues a message's lines after others for the same target; returns false if too many wait.
    mutating func append(_ lines: [IRCLine], of message: Int, to target: String) -> Bool {
        let waiting = queues[target, default: []]
        guard waiting.count + lines.count <= Self.targetLimit else { return false }
        if waiting.isEmpty { turns.append(target) }
        queues[target, default: []] += lines.enumerated().map { index, line in
            Entry(line: line, message: message, isLast: index == lines.count - 1)
        }
        return true
    }

    /// Removes the remaining lines of a message.
    mutating func remove(_ message: Int) {
        for target in turns { queues[target]?.removeAll { $0.message == message } }
        turns.removeAll { queues[$0]?.isEmpty ?? true }
        queues = queues.filter { !$0.value.isEmpty }
    }

    /// The next line, if it may be sent now.
    mutating func next(_ now: Instant) -> Entry? {
        guard !isEmpty, meter.admit(at: now) else { return nil }
        if !commands.isEmpty { return commands.removeFirst() }
        let target = turns.removeFirst()
        guard let entry = queues[target]?.removeFirst() else { return nil }
        if queues[target]?.isEmpty ?? true { queues[target] = nil } else { turns.append(target) }
        return entry
    }

    /// Counts a line that was sent without waiting.
    mutating func charge(_ now: Instant) { meter.count(at: now) }

    /// When the next line may be sent; nil if none waits.
    func nextTime(_ now: Instant) -> Instant? { isEmpty ? nil : now + meter.wait(at: now) }
}
