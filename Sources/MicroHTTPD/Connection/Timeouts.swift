internal import HarkHTTP

/// The timeouts of a configuration, in the unit of `MonotonicTime`.
struct Timeouts: Sendable {
    /// Longest pause between requests.
    let idle: MonotonicTime.Interval
    /// Longest time for a header section.
    let head: MonotonicTime.Interval
    /// Longest time for a body.
    let body: MonotonicTime.Interval
    /// Longest time for a handler.
    let handler: MonotonicTime.Interval
    /// Longest time for a response of up to 64 KiB.
    let send: MonotonicTime.Interval

    /// How long, and how much of a request is read and dropped after an early response.
    let linger: Lingerer.Bounds

    /// The timeouts of a configuration.
    init(_ configuration: DaemonConfiguration) {
        idle = MonotonicTime.Interval(configuration.idleTimeout)
        head = MonotonicTime.Interval(configuration.headerTimeout)
        body = MonotonicTime.Interval(configuration.bodyTimeout)
        handler = MonotonicTime.Interval(configuration.handlerTimeout)
        send = MonotonicTime.Interval(configuration.sendTimeout)
        linger = Lingerer.Bounds(
            time: MonotonicTime.Interval(configuration.lingerTimeout),
            silence: MonotonicTime.Interval(configuration.lingerSilence), bytes: configuration.lingerLimit)
    }

    /// Longest time for this response: one second more for each 64 KiB, so that a large one can be read over a slow
    /// connection.
    func sending(_ response: Response) -> MonotonicTime.Interval {
        MonotonicTime.Interval(milliseconds: send.milliseconds + UInt64(response.body.count / 65536) * 1000)
    }
}
