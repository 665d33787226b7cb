import HarkHost

/// A chat that takes its time: it says when a message has come, and takes it when the test says so.
struct HeldChat: ChatNetwork {
    static let networkName: NetworkName = "held"
    static let capabilities = NetworkCapabilities([.immediateSending])

    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
        (releases, release) = AsyncStream.makeStream()
    }

    /// Waits until someone says something.
    func waitForArrival() async {
        for await _ in arrivals { return }
    }

    /// Takes one message, or the next one that comes.
    func takeOne() { release.yield() }

    func send(_ message: OutgoingMessage, to room: Room) async -> MessageID? {
        arrival.yield()
        for await _ in releases { break }
        return nil
    }

    func run(_ inbox: ChatInbox) async {}
}
