private import HTTPTypes

extension Verifier {
    /// The faults of the description itself, one sentence each.
    package var faults: [String] {
        (proofs.isEmpty ? ["its verifier has no proof."] : []) + proofs.flatMap(\.faults)
            + (deliveryID?.sources ?? []).compactMap(\.fault) + [event].compactMap { $0?.fault }
    }
}

extension Proof {
    fileprivate var faults: [String] {
        switch self {
        case .signature(let scheme): scheme.faults
        case .token(let source, _): [source.fault].compactMap(\.self)
        case .basic, .clientCertificate, .publishedKey: []
        }
    }
}

extension SignatureScheme {
    fileprivate var faults: [String] {
        var faults = headers.compactMap { ValueSource.header($0).fault }
        if headers.isEmpty { faults.append("its signature has no header field.") }
        faults += content.unknown.map { "its signed content has the unknown placeholder {\($0)}." }
        if content.parts.contains(.timestamp), timestamp == nil {
            faults.append("its signed content has {timestamp}; say where the timestamp stands.")
        }
        if content.parts.contains(.timestamp), case .value(.field) = timestamp?.source {
            faults.append("its signed content has {timestamp}, which stands in the body: {body} holds it already.")
        }
        if content.parts.contains(.id), id == nil {
            faults.append("its signed content has {id}; say where the identifier stands.")
        }
        if !content.parts.contains(where: \.coversBody) {
            faults.append("its signed content does not hold the body; add {body}.")
        }
        if case .value(let source) = timestamp?.source, let fault = source.fault { faults.append(fault) }
        if let fault = id?.fault { faults.append(fault) }
        if case .pair = timestamp?.source, !wrapper.isPairs {
            faults.append("its timestamp is a pair of the signature's field; write wrapper: .pairs(…).")
        }
        return faults
    }
}

extension SignedContent.Part {
    fileprivate var coversBody: Bool { [.body, .payload, .fields].contains(self) }
}

extension SignatureScheme.Wrapper {
    fileprivate var isPairs: Bool {
        if case .pairs = self { true } else { false }
    }
}

extension ValueSource {
    fileprivate var fault: String? {
        switch self {
        case .header(let name): HTTPField.Name(name) == nil ? "“\(name)” is not a valid header name." : nil
        case .query(let name), .field(let name): name.isEmpty ? "the \(self) has no name." : nil
        }
    }
}
