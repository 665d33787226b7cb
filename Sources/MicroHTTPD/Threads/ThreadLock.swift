private import Glibc

/// A value behind a POSIX mutex, for locks with contention: the thread sanitizer understands the ordering of a POSIX
/// mutex, but not that of a contended `Mutex`, because the standard library's slow path is not instrumented.
@safe
final class ThreadLock<Value: Sendable>: @unchecked Sendable {
    // Sendable: `value` is reached through `withLock` alone, one thread after the other.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Protects a value.
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
