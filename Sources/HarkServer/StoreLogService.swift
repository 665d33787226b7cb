internal import HarkStore
internal import ServiceLifecycle

/// Warns when the store's write-ahead log becomes large: another program reads the store, and does not stop.
struct StoreLogService: Service {
    /// The log is emptied from 4 MiB on, and cut to 64 MiB when nobody reads it.
    private static let limit = 256 << 20
    private static let interval = Duration.seconds(10)

    let store: SQLiteStore
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isLarge = false
            while (try? await Task.sleep(for: Self.interval)) != nil {
                let size = store.logSize
                let wasLarge = isLarge
                isLarge = size > Self.limit
                guard isLarge, !wasLarge else { continue }
                logger.warning(
                    "another program reads the store without an end, so that its log grows; end that program",
                    metadata: ["size": "\(size >> 20)MiB"])
            }
        }
    }
}
