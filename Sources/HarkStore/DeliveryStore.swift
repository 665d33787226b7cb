public import struct FoundationEssentials.Date

/// Keeps what a bot must not lose: deliveries until they are handled, messages until they are sent, the slots of
/// schedules, and the values of plugins.
///
/// `SQLiteStore` is the built-in one, in a file or in memory. Every write has been committed when its method returns.
/// A method that fails throws a `StoreError`; it has changed nothing then if the error `isDefinite`. All machines that
/// share a store see the same rows; a row is running on one of them at a time. Times are kept to the millisecond.
/// `checkStore` of HarkTesting checks that a store keeps these rules.
public protocol DeliveryStore: Sendable {
    /// Stores a delivery, unless it is a duplicate.
    ///
    /// A redelivery of one that is dead, quarantined or cancelled replays that one, unless it is a slot of a schedule.
    /// - Parameter startsNow: whether the caller runs it at once if its key allows that. It is stored as running then,
    ///   and needs no `claim`.
    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery

    /// Marks ready deliveries that are due as running and returns them, the earliest due first. One whose expiry has
    /// come is left to `prune`.
    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries

    /// Records how a run ended, and makes the next delivery with its key ready if that one has left the key.
    /// - Returns: false if the run does not own the delivery any more, so that its result is dropped.
    @discardableResult
    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool

    /// Makes a delivery ready again that is done, dead, quarantined, superseded or cancelled: generation + 1,
    /// attempt 0, and as long until it expires as at first. It is due at `due`, or now. It waits if its key is busy,
    /// and is homeless if the bot does not have its route. One that was quarantined runs alone.
    ///
    /// One that is ready or waiting becomes due now. A running or homeless one is not changed.
    /// - Parameter note: who replays it, for its list of attempts.
    /// - Returns: the state before; nil if there is no such delivery, or its request has been deleted.
    func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState?

    /// Cancels a delivery that is ready, waiting or homeless.
    /// - Returns: the state before; nil if there is no such delivery. Any other one is not changed.
    func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState?

    /// Makes the ready and waiting deliveries of all routes that are not in this list homeless, and the homeless ones
    /// of the routes in it ready again, or waiting for their keys. The time in between does not count for their expiry.
    /// - Returns: how many are homeless now.
    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int

    /// Deliveries that match, the newest first.
    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord]

    /// The request of a delivery; nil if there is none any more.
    func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload?

    /// The failed attempts and the notes of a delivery, at most the last `StoreLimits.attempts`, the oldest first. A
    /// run during which the process died has failed.
    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt]

    /// How many deliveries and messages there are in each state. Finished ones are not counted.
    func summary() async throws(StoreError) -> StoreSummary

    /// The sizes of the store.
    func sizes() async throws(StoreError) -> StoreSizes

    /// What was found at the opening that a process which died had left.
    var recovery: RecoveryReport { get }

    /// Stores a message to a room. A message with a `repetitionKey` that is stored already is not stored again.
    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage

    /// Records what became of a message, if there is one with this number. One that has left the unsent states is not
    /// changed any more, except that it can still become `sent`: a machine that was stopped for a while may say late
    /// that it begins to send, and an admin may drop a message that has just been sent.
    func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError)

    /// Messages that match.
    func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage]

    /// Takes a slot of a schedule.
    /// - Returns: false if it was taken already, by this or another machine.
    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool

    /// The latest slot of a schedule that was taken; nil if none was.
    func latestSlot(of schedule: String) async throws(StoreError) -> Date?

    /// A value of a plugin; nil if there is none or it has expired.
    func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue?

    /// Stores a value of a plugin.
    /// - Parameters:
    ///   - expiry: when it is deleted; nil for never.
    ///   - version: the version that must be stored now, 0 if the key must be free; nil to replace any.
    /// - Returns: the new version; nil if another one was stored.
    /// - Throws: `StoreError.tooLarge` beyond `StoreLimits`.
    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64?

    /// Deletes a value of a plugin.
    /// - Parameter version: the version that must be stored now; nil for any.
    /// - Returns: whether a value was deleted.
    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) async throws(StoreError) -> Bool

    /// The keys of a plugin that begin with `prefix` and have not expired, sorted and compared as bytes, at most
    /// `limit`.
    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String]

    /// Deletes what has been kept long enough, and declares deliveries dead that are ready or waiting and whose expiry
    /// has come, or that have been homeless for too long. More than `StoreLimits.unseenTime` in which nobody claimed,
    /// stored or pruned makes nothing older: no bot ran, or the clock was set forward. That goes for what is kept, for
    /// messages that wait, and for how long repetitions are recognised; plugins' values alone expire by the clock. The
    /// newest delivery, the newest message and the latest slot of each schedule are not deleted.
    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport

    /// Takes what one machine at a time may hold, such as the connection to a chat network, or holds it for longer.
    /// - Parameters:
    ///   - name: what is held.
    ///   - duration: for how long, from when the store was asked. The machine measures it by its own clock that never
    ///     jumps, beginning before the call, and gives up before the end.
    /// - Returns: the term, which is greater with each new holder and stays the same while one holds it; nil if another
    ///   machine holds it.
    func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64?

    /// Gives up what this machine holds, so that another one can take it at once.
    func releaseLease(_ name: String) async throws(StoreError)

    /// The machine that holds it now, by the name that its operator knows; nil if none does.
    func leaseHolder(_ name: String) async throws(StoreError) -> String?

    /// How long a machine may be silent before others take over what it runs and holds; nil for a store of one process.
    var leaseDuration: Duration? { get }

    /// Fires when there may be something that this process does not know of: another machine has stored a delivery or
    /// released it, stored a message and holds nothing itself, or released a lease. One task at a time iterates over
    /// it; events that nobody waits for are merged.
    var wakeUps: AsyncStream<Void> { get }

    /// Sets who is told of commits, and of what is taken over from machines that are gone: while the store is open.
    func setObserver(_ observer: StoreObserver)

    /// Ends the use of the store: running deliveries of this machine become ready again without having crashed.
    /// Later calls throw `StoreError.closed`; a second `close` does nothing.
    func close() async
}

/// A store without a file of its own.
extension DeliveryStore {
    /// The size of the summary.
    public func sizes() async throws(StoreError) -> StoreSizes {
        StoreSizes(database: try await summary().size, log: nil, free: nil)
    }

    /// Nothing.
    public var recovery: RecoveryReport { RecoveryReport() }
}

/// The store of one process.
extension DeliveryStore {
    /// Always the first term: there is no other machine.
    public func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? { 1 }

    /// Does nothing.
    public func releaseLease(_ name: String) async throws(StoreError) {}

    /// Nil: there is nobody to tell apart.
    public func leaseHolder(_ name: String) async throws(StoreError) -> String? { nil }

    /// Nil.
    public var leaseDuration: Duration? { nil }

    /// Does nothing: a store without a disk has no commits, and there is no other machine.
    public func setObserver(_ observer: StoreObserver) {}

    /// Ends at once: there is nothing that the process does not know of.
    public var wakeUps: AsyncStream<Void> { AsyncStream { $0.finish() } }
}
