/// A webhook that a provider sent: the model for a plugin that `hark new plugin --provider` writes.
package struct ProviderSample {
    /// The header fields; nil if only the payload was recorded.
    let headers: HTTPFields?

    /// The payload.
    let payload: JSONValue

    /// The payload as it was sent.
    let text: String

    /// The first part of the file's name: the event of a recorded payload, as for fixtures.
    let nameWord: String

    /// Parses a file: a request, as `hark capture` writes it, if its name ends in `.http`; otherwise a payload.
    /// - Throws: `Fault` if it is no request, or its body is not JSON.
    package init(name: String, _ bytes: [UInt8]) throws(Fault) {
        var body = bytes
        if name.hasSuffix(".http") {
            do throws(CapturedRequest.Malformed) {
                let request = try CapturedRequest(bytes).request
                (headers, body) = (request.headers, request.body)
            } catch {
                throw Fault(name, error.description)
            }
        } else {
            headers = nil
        }
        guard let payload = try? JSONValue(parsing: body), let text = String(validating: body, as: UTF8.self),
            payload.objectValue != nil
        else { throw Fault(name, "its payload is not a JSON object; a provider's plugin takes no other.") }
        self.payload = payload
        self.text = text
        nameWord = String(name.prefix { $0 != "." })
    }

    /// The text or number at a path of names, such as `event.type`; nil if there is none, or it is empty.
    func value(at path: String) -> String? {
        let place = path.split(separator: ".").reduce(payload as JSONValue?) { $0?[String($1)] }
        let value = place?.stringValue ?? place?.intValue.map { "\($0)" }
        return value?.isEmpty == false ? value : nil
    }

    /// The first of these members that has a text: at the top, or else in an object there. Nil if there is none.
    func path(ofFirst names: [String]) -> String? {
        if let name = names.first(where: { payload[$0]?.stringValue?.isEmpty == false }) { return name }
        guard let members = payload.objectValue else { return nil }
        for name in names {
            for member in members where member.name.isMemberName {
                if member.value[name]?.stringValue?.isEmpty == false { return "\(member.name).\(name)" }
            }
        }
        return nil
    }
}

extension String {
    /// Whether a member's name can be part of a path in the source of a plugin: ASCII letters, digits, `_` and `-`.
    fileprivate var isMemberName: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || "_-".utf8.contains(byte)
            }
    }
}
