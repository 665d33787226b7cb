internal import Synchronization

/// Work for the store's thread.
protocol StoreJob: AnyObject, Sendable {
    var kind: StoreJobKind { get }

    /// Does the work and keeps its result. It may be done again after a transaction was rolled back.
    /// - Returns: why it failed.
    func attempt(in session: StoreSession) -> (any Error)?

    /// Replaces the result.
    func fail(_ error: StoreError)

    /// Hands over the result, once.
    func complete()
}

/// What a job needs.
enum StoreJobKind: Sendable {
    /// It only reads, and needs no transaction.
    case read
    /// Its writes survive the death of the process when it returns.
    case write
    /// Its writes survive the loss of power when it returns.
    case durableWrite
}

/// Work whose result a task waits for.
final class AwaitedJob<Value: Sendable>: StoreJob {
    let kind: StoreJobKind
    private let body: @Sendable (StoreSession) throws -> Value
    private let continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    private let result = Mutex<Result<Value, StoreError>>(.failure(.closed))

    init(
        _ kind: StoreJobKind, _ body: @escaping @Sendable (StoreSession) throws -> Value,
        _ continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    ) {
        self.kind = kind
        self.body = body
        self.continuation = continuation
    }

    func attempt(in session: StoreSession) -> (any Error)? {
        do {
            let value = try body(session)
            result.withLock { $0 = .success(value) }
            return nil
        } catch {
            fail(error.forCaller)
            return error
        }
    }

    func fail(_ error: StoreError) { result.withLock { $0 = .failure(error) } }

    func complete() { continuation.resume(returning: result.withLock { $0 }) }
}

extension Error {
    /// What a caller of the store gets.
    fileprivate var forCaller: StoreError {
        switch self {
        case let error as StoreError: error
        case let error as SQLiteError: error.storeError
        default: .unavailable("The store could not do it (\(self)). Please report this.")
        }
    }
}
