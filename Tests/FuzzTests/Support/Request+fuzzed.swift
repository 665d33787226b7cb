import HTTPTypes
import HarkHTTP

extension Request {
    /// A request out of any bytes: a line with the target, lines with header fields up to an empty one, and the body. A
    /// line that is no header field is left out.
    init(fuzzed bytes: some Collection<UInt8>, method: HTTPRequest.Method = .post, peer: PeerAddress = .local) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.isEmpty }
        self.init(
            method: method,
            target: RequestTarget(String(decoding: head.first ?? bytes[bytes.endIndex...], as: UTF8.self)),
            peer: peer,
            body: Array(lines.dropFirst(head.count + 1).joined(separator: [0x0A]))
        )
        for line in head.dropFirst() {
            let parts = line.split(separator: 0x3A, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(decoding: parts[0], as: UTF8.self)) else {
                continue
            }
            headers.append(HTTPField(name: name, value: String(decoding: parts[1], as: UTF8.self)))
        }
    }

    /// The bytes that this is read from.
    var fuzzable: [UInt8] {
        let fields = headers.map { "\n\($0.name.rawName):\($0.value)" }.joined()
        return Array("\(target)\(fields)\n\n".utf8) + body
    }
}
