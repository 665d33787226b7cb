public import HTTPTypes
public import HarkHTTP

/// Something that a responder does not see and an operator may want to know. Of each kind of event that clients cause,
/// at most twenty per second are reported, and the number of the others.
public enum DaemonEvent: Sendable {
    /// A request was answered before the responder saw it, or while its body was read.
    case refused(status: HTTPResponse.Status, reason: String, peer: PeerAddress)
    /// A deadline passed: the handler's client was answered 503, or any other connection was closed.
    case expired(phase: RequestPhase, peer: PeerAddress)
    /// Connections were closed for newer ones since the last event of this kind: their number, and the peer and the
    /// phase of the last one; nil between two requests.
    case displaced(count: Int, phase: RequestPhase?, peer: PeerAddress)
    /// New connections were closed at once since the last event of this kind, because there were too many: their
    /// number, and the peer of the last one.
    case turnedAway(count: Int, peer: PeerAddress)
    /// The number of events that were not reported in the previous second.
    case suppressed(count: Int)
    /// A client disconnected before its response was ready; the handler's task was cancelled.
    case abandoned(peer: PeerAddress)
    /// A response field was left out, because its value is empty or not allowed (RFC 9110, 5.5).
    case fieldDropped(name: String)
    /// A response could not be sent as the responder made it; the client was answered 500.
    case responseUnusable(reason: String)
    /// A line that libmicrohttpd logged; at most ten lines per second.
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
    /// Reading and dropping the rest of a request after an early response.
    case lingering
}
