private import Glibc

/// A system thread, for work that would block a thread of the tasks' pool.
package enum SystemThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread. Returns false if the system has none left.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // Released by the thread, or below if there is none.
        let argument = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                // pthread_create(3) passes on its fourth argument, which is not null.
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard result == 0 else {
            unsafe argument.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// The result of work on a new thread. If the system has no thread left, the task's own one does the work.
    package static func result<Value: Sendable, Failure: Error>(
        of body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            let work: @Sendable () -> Void = {
                continuation.resume(returning: Result { () throws(Failure) in try body() })
            }
            if !start(work) { work() }
        }
        return try result.get()
    }
}
