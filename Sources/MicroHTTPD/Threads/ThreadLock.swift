private import Glibc

/// A value behind a POSIX mutex, for locks that threads contend for: the thread sanitizer sees what a POSIX mutex
/// orders, but not what a contended `Mutex` does, because the standard library's slow path is not instrumented.
@safe
final class ThreadLock<Value: Sendable>: @unchecked Sendable {
    // Sendable: `value` is reached through `withLock` alone, one thread after the other.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Guards a value.
    init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Lends the value to `body`, which must not call this again.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
