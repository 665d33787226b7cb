import HarkClient
import HarkEvents

/// The server: a host with or without a port, or a URL `ircs://` or `irc://`.
struct IRCServer: StreamServer {
    static let plain = (scheme: "irc", port: UInt16(6667))
    static let secure = (scheme: "ircs", port: UInt16(6697))
    static let startsWithTLSByDefault = true
    static let examples = "irc.example.org, irc.example.org:6697 or ircs://irc.example.org"

    let host: String
    let port: UInt16
    let startsWithTLS: Bool

    /// What to try after a connection failed in a way that is usual where the port does not use TLS; empty otherwise.
    func hint(after error: StreamError) -> String {
        guard startsWithTLS else { return "" }
        switch error {
        case .tlsFailed, .closed, .timedOut(.connecting):
            return " If that port does not use TLS, write irc:// in front of the server."
        default: return ""
        }
    }
}
