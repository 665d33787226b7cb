import HarkXML

/// Counts stanzas in both directions, so that a session can be resumed after a lost connection (XEP-0198). All counts
/// are modulo 2^32.
struct StreamManagement {
    /// A stanza that the server has not acknowledged, and its message.
    struct Stanza {
        /// Nil for one that its sender has given up: it is counted, but not sent again.
        var xml: String?
        let message: Int?
    }

    /// Most unacknowledged stanzas, and their total size in bytes.
    private static let limit = 1000
    private static let byteLimit = 4_194_304
    /// After this many stanzas, an acknowledgement is requested.
    private static let interval = 5

    /// Whether the server counts.
    private(set) var isOn = false
    /// The identifier for resuming the session; nil if that is impossible.
    private(set) var identifier: String?
    private(set) var receivedCount: UInt32 = 0
    private var acknowledgedCount: UInt32 = 0
    private(set) var unacknowledged: [Stanza] = []
    private var sinceRequest = 0

    var canResume: Bool { identifier != nil }

    /// Whether the limits are exceeded.
    var isFull: Bool {
        unacknowledged.count > Self.limit
            || unacknowledged.reduce(0) { $0 + ($1.xml?.utf8.count ?? 0) } > Self.byteLimit
    }

    /// Starts counting sent stanzas, as the server does from here on.
    mutating func begin() {
        self = StreamManagement()
        isOn = true
    }

    /// The server has enabled counting, or refused it.
    mutating func receiveAnswer(_ element: XMLElement) {
        guard element.name == "enabled" else {
            self = StreamManagement()
            return
        }
        receivedCount = 0
        let mayResume = ["true", "1"].contains(element["resume"] ?? "")
        identifier = mayResume ? element["id"].flatMap { $0.isEmpty ? nil : $0 } : nil
    }

    /// Counts a sent stanza.
    /// - Returns: whether to request an acknowledgement now.
    mutating func noteSent(_ xml: String, message: Int?) -> Bool {
        guard isOn else { return false }
        unacknowledged.append(Stanza(xml: xml, message: message))
        sinceRequest += 1
        guard sinceRequest >= Self.interval else { return false }
        sinceRequest = 0
        return true
    }

    mutating func noteReceived() { receivedCount &+= 1 }

    /// The server has acknowledged this many stanzas.
    /// - Returns: whether that is possible.
    mutating func acknowledge(_ text: String?) -> Bool {
        guard let count = text.flatMap({ UInt32($0) }) else { return false }
        let new = Int(count &- acknowledgedCount)
        guard new <= unacknowledged.count else { return false }
        unacknowledged.removeFirst(new)
        acknowledgedCount = count
        return true
    }

    /// The server has resumed the session: unacknowledged stanzas are sent again.
    mutating func resume() -> [String] {
        sinceRequest = 0
        unacknowledged.removeAll { $0.xml == nil }
        return unacknowledged.compactMap(\.xml)
    }

    /// A message must not be sent again when the session is resumed: its sender has given it up.
    mutating func forget(message: Int, whileOffline isOffline: Bool) {
        // While the connection is open, the server counts it.
        guard isOffline else { return }
        for index in unacknowledged.indices where unacknowledged[index].message == message {
            unacknowledged[index].xml = nil
        }
    }

    /// The session cannot be resumed any more.
    mutating func end() { self = StreamManagement() }
}
