/// How a store in a folder works.
public struct SQLiteStoreOptions: Sendable {
    /// How long `SQLiteStore.open` waits for another process to leave the folder.
    public var lockWait: Duration
    /// How long a transaction waits for other programs that lock the database.
    public var busyTimeout: Duration
    /// The size of the file that is deleted when the disk is full, in bytes; 0 for none.
    public var ballast: Int
    /// While fewer bytes are free on the disk, deliveries are refused.
    public var reserve: Int
    /// A body with more bytes is kept in a file of its own.
    public var inlineBody: Int
    /// Called once, on the store's thread, when every further call fails with `StoreError.failed`: the process should
    /// end, and start anew.
    public var onFailure: @Sendable (StoreError) -> Void
    /// Called once if another process uses the folder and its end is waited for, with the number of that process if it
    /// can be read.
    public var onWait: @Sendable (Int?) -> Void = { _ in }
    /// A time that never jumps, by which commits are measured.
    public var steady: @Sendable () -> ContinuousClock.Instant = { .now }

    /// The default: 30 s, 5 s, 16 MiB, 64 MiB, 1 MiB.
    public init(
        lockWait: Duration = .seconds(30), busyTimeout: Duration = .seconds(5), ballast: Int = 16 << 20,
        reserve: Int = 64 << 20, inlineBody: Int = 1 << 20,
        onFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) {
        self.lockWait = lockWait
        self.busyTimeout = busyTimeout
        self.ballast = ballast
        self.reserve = reserve
        self.inlineBody = inlineBody
        self.onFailure = onFailure
    }
}
