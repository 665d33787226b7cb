public import HTTPTypes
public import HarkHTTP

/// Something that a responder never sees and an operator may want to. Of the events that clients cause, at most twenty
/// of a kind are reported a second, and the number of the others.
public enum DaemonEvent: Sendable {
    /// A request was answered before the responder saw it, or while its body was read.
    case refused(status: HTTPResponse.Status, reason: String, peer: PeerAddress)
    /// A deadline passed: the handler's client was answered 503, any other connection was cut.
    case expired(phase: RequestPhase, peer: PeerAddress)
    /// Connections gave way to newer ones since the last event of this kind: so many, the last of
    /// them with this peer and in this phase; nil between two requests.
    case displaced(count: Int, phase: RequestPhase?, peer: PeerAddress)
    /// New connections were closed at once since the last event of this kind, because there were too many: so many, the
    /// last of them with this peer.
    case turnedAway(count: Int, peer: PeerAddress)
    /// So many events were not reported in the second before.
    case suppressed(count: Int)
    /// A client left before its answer was ready; the handler's task was cancelled.
    case abandoned(peer: PeerAddress)
    /// A response field was left out, because its value is empty or would break the message (RFC 9110, 5.5).
    case fieldDropped(name: String)
    /// A response could not be sent as the responder made it; the client was answered 404 or 500.
    case responseUnusable(reason: String)
    /// A streamed response ended in an error; the connection was cut.
    case streamFailed(reason: String)
    /// What libmicrohttpd wrote to its log; at most ten lines a second.
    case library(message: String)
    /// The daemon works, but not quite as configured.
    case degraded(reason: String)
}

/// The part of a request in which a deadline passed.
public enum RequestPhase: String, Sendable, Hashable {
    /// Waiting for a request, or reading its header section.
    case head
    /// Reading the body.
    case body
    /// Waiting for the handler.
    case handler
    /// Sending the answer.
    case answer
    /// Reading and dropping what still comes after an early answer.
    case lingering
}
