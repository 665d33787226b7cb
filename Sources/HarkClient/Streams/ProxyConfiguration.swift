internal import HarkHTTP

private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URLComponents

/// An HTTP proxy that opens connections to other hosts (CONNECT; RFC 9110, 9.3.6). It prints without its credentials.
public struct ProxyConfiguration: Sendable, Equatable {
    /// The name or address of the proxy.
    public let host: String

    /// Its port.
    public let port: UInt16

    /// The value of the field `Proxy-Authorization`; nil without credentials.
    let authorization: String?

    private let exceptions: [String]

    /// A proxy, with the hosts that are reached without it.
    /// - Parameters:
    ///   - user: the name for Basic authentication (RFC 7617), which has no colon; nil for none.
    ///   - exceptions: names, each of which stands for its subdomains too, addresses, blocks of addresses such as
    ///     `10.0.0.0/8`, or `*` for every host.
    public init(host: String, port: UInt16, user: String? = nil, password: String = "", exceptions: [String] = []) {
        self.host = host
        self.port = port
        authorization = user.map { "Basic " + Data("\($0):\(password)".utf8).base64EncodedString() }
        self.exceptions = exceptions.map { $0.lowercased() }
    }

    /// The proxy that environment variables name: `https_proxy` or `HTTPS_PROXY` is
    /// `http://user:password@host:port`, with port 1080 unless it says otherwise, as curl has it; `no_proxy` or
    /// `NO_PROXY` has the exceptions, with commas or spaces between them. Nil when there is none.
    /// - Throws: `StreamError.proxyFailed` when the URL is not one of an HTTP proxy.
    public init?(environment: [String: String]) throws(StreamError) {
        guard let text = environment["https_proxy"] ?? environment["HTTPS_PROXY"], !text.isEmpty else { return nil }
        guard let url = URLComponents(string: text.contains("://") ? text : "http://\(text)"),
            url.scheme?.lowercased() == "http", let host = url.host, !host.isEmpty,
            let port = UInt16(exactly: url.port ?? 1080)
        else { throw .proxyFailed(reason: "has an invalid URL: it must be http://host:port") }
        let exceptions = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "").split { $0 == "," || $0 == " " }
        self.init(
            host: host.withoutBrackets, port: port, user: url.user, password: url.password ?? "",
            exceptions: exceptions.map(String.init))
    }

    /// Whether connections to a host go through the proxy.
    public func isUsed(for host: String) -> Bool {
        let host = host.lowercased()
        let address = IPAddress(host)
        return !exceptions.contains { exception in
            if exception == "*" { return true }
            if let address { return AddressRange(exception.withoutBrackets)?.contains(address) ?? false }
            let name = exception.drop { $0 == "." }
            return !name.isEmpty && (host == name || host.hasSuffix(".\(name)"))
        }
    }
}

extension ProxyConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<proxy \(host):\(port)>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension String {
    /// An IPv6 address without the brackets that URLs write around it (RFC 3986, 3.2.2); anything else as it is.
    var withoutBrackets: String { hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self }

    /// A host as it stands in a URL: an IPv6 address in brackets, anything else as it is.
    var inURL: String { utf8.contains(UInt8(ascii: ":")) ? "[\(self)]" : self }
}
