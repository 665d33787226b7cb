import HarkXML

/// Counts stanzas both ways, so that a lost connection can be taken up again (XEP-0198). All counts are modulo 2^32.
struct StreamManagement {
    /// A stanza that the server has not counted yet, and the message in it.
    struct Stanza {
        /// Nil for one that its sender has given up: it is counted, and not sent again.
        var xml: String?
        let message: Int?
    }

    /// Most stanzas that wait to be counted, and most bytes of them.
    private static let limit = 1000
    private static let byteLimit = 4_194_304
    /// After so many stanzas the server is asked for its count.
    private static let interval = 5

    /// Whether the server counts.
    private(set) var isOn = false
    /// By which the server knows the session when it is taken up again; nil when that is impossible.
    private(set) var identifier: String?
    private(set) var receivedCount: UInt32 = 0
    private var acknowledgedCount: UInt32 = 0
    private(set) var unacknowledged: [Stanza] = []
    private var sinceRequest = 0

    var canResume: Bool { identifier != nil }

    /// Whether more waits to be counted than is kept.
    var isFull: Bool {
        unacknowledged.count > Self.limit
            || unacknowledged.reduce(0) { $0 + ($1.xml?.utf8.count ?? 0) } > Self.byteLimit
    }

    /// Begins to count what is sent: the server counts from here on.
    mutating func begin() {
        self = StreamManagement()
        isOn = true
    }

    /// The server counts, or does not.
    mutating func receiveAnswer(_ element: XMLElement) {
        guard element.name == "enabled" else {
            self = StreamManagement()
            return
        }
        receivedCount = 0
        let mayResume = ["true", "1"].contains(element["resume"] ?? "")
        identifier = mayResume ? element["id"].flatMap { $0.isEmpty ? nil : $0 } : nil
    }

    /// Takes note of a stanza that is sent.
    /// - Returns: whether to ask the server for its count now.
    mutating func noteSent(_ xml: String, message: Int?) -> Bool {
        guard isOn else { return false }
        unacknowledged.append(Stanza(xml: xml, message: message))
        sinceRequest += 1
        guard sinceRequest >= Self.interval else { return false }
        sinceRequest = 0
        return true
    }

    mutating func noteReceived() { receivedCount &+= 1 }

    /// The server has counted so many stanzas.
    /// - Returns: whether that is possible.
    mutating func acknowledge(_ text: String?) -> Bool {
        guard let count = text.flatMap({ UInt32($0) }) else { return false }
        let new = Int(count &- acknowledgedCount)
        guard new <= unacknowledged.count else { return false }
        unacknowledged.removeFirst(new)
        acknowledgedCount = count
        return true
    }

    /// The server has taken the session up again: what it has not counted is sent again.
    mutating func resume() -> [String] {
        sinceRequest = 0
        unacknowledged.removeAll { $0.xml == nil }
        return unacknowledged.compactMap(\.xml)
    }

    /// A message must not be sent again when the session is taken up: its sender has given it up.
    mutating func forget(message: Int, whileOffline isOffline: Bool) {
        // While the connection stands, the server counts it.
        guard isOffline else { return }
        for index in unacknowledged.indices where unacknowledged[index].message == message {
            unacknowledged[index].xml = nil
        }
    }

    /// The session cannot be taken up again.
    mutating func end() { self = StreamManagement() }
}
