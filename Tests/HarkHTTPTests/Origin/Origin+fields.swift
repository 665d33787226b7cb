import HTTPTypes
import HarkHTTP

extension Origin {
    /// The origin of a request with the given fields, by the texts of the addresses; a peer that is none is a socket.
    init(_ fields: KeyValuePairs<String, String>, peer: String, trusting proxies: [String]) {
        var request = Request(target: "/", peer: IPAddress(peer).map { PeerAddress($0, port: 5000) } ?? .local)
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { request.headers.append(HTTPField(name: name, value: value)) }
        }
        self.init(of: request, trusting: TrustedProxies(proxies.compactMap(ProxyAddress.init)))
    }
}
