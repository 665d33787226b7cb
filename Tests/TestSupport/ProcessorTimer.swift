private import Glibc

/// Measures how much time of the processor all threads of this process use. Unlike a clock, it does not count the time
/// in which other processes have the processor.
public struct ProcessorTimer {
    private let start = clock()

    /// A timer that begins now.
    public init() {}

    /// The processor time since it began.
    public var elapsed: Duration { .microseconds(clock() - start) }
}
