internal import HarkPostgreSQL
internal import HarkStore

/// Two connections that write: while the server works for one, the other collects and sends. What has to be in order is
/// always written by the same one.
struct Writers: Sendable {
    private let writers: [(session: PostgreSQLSession, queue: WriteQueue)]

    init(_ configuration: StoreConfiguration, _ machine: Machine) throws(PostgreSQLError) {
        var writers: [(session: PostgreSQLSession, queue: WriteQueue)] = []
        for _ in 1...2 {
            let session = try PostgreSQLSession(configuration.server, hooks: configuration.hooks("writer"))
            writers.append((session, WriteQueue(session, machine)))
        }
        self.writers = writers
    }

    /// Where deliveries of a lane, or without one, are written.
    func queue(for lane: Lane?) -> WriteQueue {
        let place = lane.map { Int(bitPattern: UInt($0.hashValue.magnitude) % UInt(writers.count)) }
        let shortest = writers.indices.min { writers[$0].queue.load < writers[$1].queue.load }
        return writers[place ?? shortest ?? 0].queue
    }

    /// Where messages are written: those to a room are in the order of their numbers.
    var queueOfMessages: WriteQueue { writers[0].queue }

    /// Waits until everything is written.
    func finish() async { for writer in writers { await writer.queue.finish() } }

    func close() async { for writer in writers { await writer.session.close() } }
}
