private import Glibc
internal import HarkHTTP

/// The open connections of a daemon. Decides which one is closed when there are too many. Its lock is taken when a
/// connection opens or closes, and by the supervisor: never for a request.
final class ConnectionRegistry: Sendable {
    /// Connections that were closed for the same reason since the last report.
    struct Tally: Sendable, Equatable {
        /// Their number.
        var count = 0
        /// The phase of the last one.
        var phase = ConnectionWatch.Phase.head
        /// The peer of the last one.
        var peer = PeerAddress.local

        fileprivate mutating func add(_ watch: ConnectionWatch) {
            count += 1
            phase = watch.phase
            peer = watch.peer
        }
    }

    /// `POLLRDHUP` of poll(2), which Swift does not import.
    private static let peerHungUp: Int16 = 0x2000

    private struct Places {
        var sources: [Source: [ConnectionWatch]] = [:]
        /// All of them, including those that were cut and are not closed yet.
        var count = 0
        var displaced = Tally()
        var turnedAway = Tally()

        var all: some Sequence<ConnectionWatch> { sources.values.lazy.joined() }
    }

    private let limits: PlaceLimits
    private let places = ThreadLock(Places())

    /// A registry without connections.
    init(_ limits: PlaceLimits) { self.limits = limits }

    /// A connection was accepted. If there is no place for it, the longest-waiting unproven one is displaced; returns
    /// false if none can be, and the new one must be cut.
    func insert(_ watch: ConnectionWatch) -> Bool {
        places.withLock { places in
            guard places.count < limits.connections + limits.slack, makeRoom(for: watch, in: &places) else {
                places.turnedAway.add(watch)
                return false
            }
            places.sources[watch.source, default: []].append(watch)
            places.count += 1
            return true
        }
    }

    /// A connection is about to be closed.
    func remove(_ watch: ConnectionWatch) {
        places.withLock { places in
            guard var list = places.sources[watch.source], let index = list.firstIndex(where: { $0 === watch }) else {
                return
            }
            places.sources[watch.source] = nil
            list.remove(at: index)
            if !list.isEmpty { places.sources[watch.source] = list }
            places.count -= 1
        }
    }

    /// A connection was closed before it took a place.
    func turnAway(_ watch: ConnectionWatch) { places.withLock { $0.turnedAway.add(watch) } }

    /// The connections that were displaced and those that were turned away since the last call.
    func takeTallies() -> (displaced: Tally, turnedAway: Tally) {
        places.withLock { places in
            defer { (places.displaced, places.turnedAway) = (Tally(), Tally()) }
            return (places.displaced, places.turnedAway)
        }
    }

    /// The number of open connections.
    var count: Int { places.withLock { $0.count } }

    /// The connections with a request that is not answered.
    func inFlight() -> [ConnectionWatch] { places.withLock { $0.all.filter(\.isInFlight) } }

    /// Cuts the connections whose deadline has passed, and returns them. Under the lock that closing takes, so that no
    /// socket is shut down after its number was reused.
    func cutOverdue(at now: MonotonicTime) -> [(watch: ConnectionWatch, phase: ConnectionWatch.Phase)] {
        places.withLock { places in
            places.all.compactMap { watch in watch.cutIfOverdue(at: now).map { (watch, $0) } }
        }
    }

    /// Cuts the connections that linger.
    func cutLingering() {
        places.withLock { places in
            for watch in places.all where watch.phase == .lingering { watch.cut() }
        }
    }

    /// Lends the socket of a connection and keeps it from being closed meanwhile; nil if the connection was closed or
    /// cut.
    func withSocket<Result>(of watch: ConnectionWatch, _ body: (Int32) -> Result) -> Result? {
        places.withLock { places in
            guard places.sources[watch.source]?.contains(where: { $0 === watch }) == true, !watch.isCut else {
                return nil
            }
            return body(watch.socket)
        }
    }

    /// The waiting connections whose client has closed or half-closed: libmicrohttpd's poll loop does not tell these
    /// apart.
    func deserted() -> [ConnectionWatch] {
        places.withLock { places in
            let waiting = places.all.filter { $0.phase == .waiting }
            guard !waiting.isEmpty else { return [] }
            var probes = waiting.map { pollfd(fd: $0.socket, events: Self.peerHungUp, revents: 0) }
            guard unsafe poll(&probes, nfds_t(probes.count), 0) > 0 else { return [] }
            return zip(waiting, probes).filter { $0.1.revents != 0 }.map(\.0)
        }
    }

    /// Displaces connections to make room for a new one; returns false if the new one must be cut instead.
    private func makeRoom(for watch: ConnectionWatch, in places: inout Places) -> Bool {
        if !watch.hasNoShare {
            let others = places.sources[watch.source, default: []].filter { !$0.isCut }
            if let share = limits.share, others.count >= share {
                guard let victim = others.firstToGiveWay() else { return false }
                displace(victim, in: &places)
            }
            if watch.isInHandshake { boundHandshakes(besides: others, in: &places) }
        }
        // Counting them individually is cheap until the limit is near.
        guard places.count >= limits.connections, places.all.count(where: { !$0.isCut }) >= limits.connections else {
            return true
        }
        let unshared = places.all.filter(\.hasNoShare)
        if let victim = largestShares(of: places, proven: false).firstToGiveWay()
            ?? largestShares(of: places, proven: true).firstToGiveWay()
            ?? (watch.hasNoShare ? unshared.firstToGiveWay() : nil)
        {
            displace(victim, in: &places)
        }
        // If none can be displaced, all of them are being answered: the slack has room for a few more.
        return true
    }

    /// Closes the longest-waiting handshake if there are as many as allowed.
    private func boundHandshakes(besides others: [ConnectionWatch], in places: inout Places) {
        let own = others.filter { $0.isInHandshake && !$0.isCut }
        if own.count >= limits.handshakeShare {
            if let victim = own.firstToGiveWay() { displace(victim, in: &places) }
        } else if places.count >= limits.handshakes {
            let all = places.all.filter { $0.isInHandshake && !$0.isCut && !$0.hasNoShare }
            if all.count >= limits.handshakes, let victim = all.firstToGiveWay() { displace(victim, in: &places) }
        }
    }

    /// The connections, proven or not, of the sources with a share that have the most of those.
    private func largestShares(of places: Places, proven: Bool) -> [ConnectionWatch] {
        var largest: [ConnectionWatch] = []
        var size = 0
        for list in places.sources.values {
            let open = list.filter { !$0.isCut && !$0.hasNoShare && $0.isProven == proven }
            guard open.count >= size, open.firstToGiveWay() != nil else { continue }
            if open.count > size { largest.removeAll() }
            size = open.count
            largest += open
        }
        return largest
    }

    private func displace(_ watch: ConnectionWatch, in places: inout Places) {
        places.displaced.add(watch)
        watch.cut()
    }
}

extension [ConnectionWatch] {
    /// The one to displace first: the longest-waiting one of those that can be displaced, unproven ones before proven
    /// ones, and ones that wait for their client before those whose request is being answered.
    fileprivate func firstToGiveWay() -> ConnectionWatch? {
        var first: (watch: ConnectionWatch, rank: Int)?
        for watch in self {
            guard !watch.isCut, let rank = watch.rankOfGivingWay else { continue }
            guard let other = first else {
                first = (watch, rank)
                continue
            }
            if rank < other.rank || (rank == other.rank && watch.waitingSince < other.watch.waitingSince) {
                first = (watch, rank)
            }
        }
        return first?.watch
    }
}

extension ConnectionWatch {
    /// How early it is displaced, 0 first; nil for never.
    fileprivate var rankOfGivingWay: Int? {
        switch (isProven, phase) {
        case (false, .idle), (false, .head), (false, .body), (_, .lingering): 0
        case (false, .sending): 1
        case (false, .waiting): 2
        case (true, .idle): 3
        case (true, .head), (true, .body), (true, .waiting), (true, .sending), (_, .running): nil
        }
    }
}

/// The limits on the number of connections, in total and per source.
struct PlaceLimits: Sendable {
    /// Most connections in total.
    let connections: Int
    /// Most connections of one source that has a share; nil for no limit.
    let share: Int?
    /// Most connections of one source with a share that are in their TLS handshake and have sent no request.
    let handshakeShare: Int
    /// The same for all sources with a share together.
    let handshakes: Int

    /// The limits of a configuration, with as many connections as the process may open.
    init(_ configuration: DaemonConfiguration, connections: Int) {
        self.connections = connections
        share = configuration.perAddressLimit > 0 ? configuration.perAddressLimit : nil
        handshakeShare = configuration.perAddressHandshakeLimit
        handshakes = configuration.handshakeLimit
    }

    /// How many connections may be open in addition, while one that was cut is not closed yet, or if none can be
    /// displaced.
    var slack: Int { Self.slack(for: connections) }

    /// The slack for this many connections.
    static func slack(for connections: Int) -> Int { min(max(connections / 4, 16), 512) }
}

/// What counts as one sender: an IPv4 address, or the first 64 bits of an IPv6 address, a network whose owner controls
/// every address in it (RFC 6177, 2).
struct Source: Hashable, Sendable {
    /// The address without its port and, for IPv6, without its last 64 bits.
    private let address: PeerAddress

    /// The source of a peer.
    init(_ peer: PeerAddress) {
        address =
            switch peer {
            case .ipv4(let address, _): .ipv4(address, port: 0)
            case .ipv6(let network, _, _): .ipv6(network, 0, port: 0)
            case .local: .local
            }
    }
}
