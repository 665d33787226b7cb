public import struct FoundationEssentials.Date

/// Keeps deliveries, messages, slots and values in an SQLite database: in a folder, or in memory.
///
/// One thread uses the database; lists are read on another connection. What is asked for while it writes is committed
/// together in the next transaction. A store must be closed; else its thread goes on until the process ends.
public final class SQLiteStore: DeliveryStore {
    /// What a store in a folder has besides the database.
    struct Files: Sendable {
        let folder: StoreFolder
        let bodies: BodyFiles
        let space: StoreSpace
        let inlineBody: Int
    }

    /// What was found at the opening.
    public let recovery: RecoveryReport
    let thread: StoreThread
    /// nil: in memory.
    let files: Files?

    private init(_ thread: StoreThread, _ recovery: RecoveryReport, _ files: Files?) {
        self.thread = thread
        self.recovery = recovery
        self.files = files
    }

    /// Opens the store in a folder, which is made if it does not exist. No other process may use it.
    /// - Parameters:
    ///   - folder: on a local disk. Its owner alone may write to it.
    ///   - clock: the time by the wall clock. It may jump.
    public static func open(
        folder path: String, clock: @escaping @Sendable () -> Date, options: SQLiteStoreOptions = SQLiteStoreOptions()
    ) async throws(StoreOpenError) -> SQLiteStore {
        let folder = try StoreFolder.made(path)
        let lock = try await FolderLock.take(folder, waitingFor: options.lockWait, options.onWait)
        let bodies = try BodyFiles.made(folder.bodies)
        let space = StoreSpace(folder, options, bodies: bodies, clock: clock)
        let hooks = StoreThread.Hooks(
            freeSpace: space.freeSpace, steady: options.steady,
            onFailure: { failure in
                lock.noteFailure()
                options.onFailure(failure)
            }, onClose: { $0.close() })
        let opening = StoreOpening(clock: clock, followsFailure: lock.followsFailure)
        let (thread, recovery) = try await StoreThread.start(hooks, owning: lock) { () throws(StoreOpenError) in
            do throws(StoreOpenError) {
                return try opening.open(folder, busyTimeout: options.busyTimeout, bodies: bodies)
            } catch {
                guard case .full = error, space.dropBallast() else { throw error }
                return try opening.open(folder, busyTimeout: options.busyTimeout, bodies: bodies)
            }
        }
        lock.forgetFailure()
        space.fillBallast()
        return SQLiteStore(
            thread, recovery,
            Files(folder: folder, bodies: bodies, space: space, inlineBody: options.inlineBody))
    }

    /// A new store in memory, which is lost when it is closed.
    public static func inMemory(clock: @escaping @Sendable () -> Date) async throws(StoreOpenError) -> SQLiteStore {
        let (thread, recovery) = try await StoreThread.start(StoreThread.Hooks()) { () throws(StoreOpenError) in
            try StoreOpening(clock: clock).openInMemory()
        }
        return SQLiteStore(thread, recovery, nil)
    }

    /// Sets who is told of commits to the disk, on the store's thread. A store in memory has none.
    public func setObserver(_ observer: StoreObserver) {
        if files != nil { thread.setObserver(observer) }
    }

    public func close() async { await thread.close() }

    /// Ends the use of the store as if the process had died.
    func abandon() async { await thread.abandon() }

    /// Finds the deliveries that are running as the next process would after a crash of this one, for tests.
    package func recoverAsAfterCrash() async throws(StoreError) -> RecoveryReport {
        try await thread.run(.write) { session in try session.deliveries.recover(from: .crash, at: session.now) }
    }
}
