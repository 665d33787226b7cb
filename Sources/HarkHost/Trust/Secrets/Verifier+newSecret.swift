extension Verifier {
    /// A secret of 256 random bits in the form that the first proof takes.
    func newSecret() -> String {
        // The system's own generator, which getrandom(2) seeds.
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let encoding =
            proofs.lazy.compactMap { proof -> KeyEncoding? in
                if case .signature(let scheme) = proof { scheme.key } else { .utf8 }
            }.first ?? .utf8
        return encoding.secret(of: bytes)
    }

    /// Whether a secret that this side makes is of use: not where the provider issues it, nor a public key, whose private
    /// half no one would have.
    var canBeGivenASecret: Bool {
        issuer == .operator
            && !proofs.contains { proof in
                guard case .signature(let scheme) = proof else { return false }
                return scheme.algorithm == .ed25519 || scheme.algorithm == .ecdsaP256
            }
    }

    /// What a secret of it has to be, for someone who gave another.
    var secretDescription: String {
        let forms = proofs.compactMap { proof -> String? in
            guard case .signature(let scheme) = proof else { return proof.needsSecret ? "text" : nil }
            let text =
                switch scheme.key {
                case .utf8: "text"
                case .base64: "base64"
                case .hex: "hexadecimal digits"
                case .prefixedBase64(let prefix, _): "\(prefix) and base64"
                }
            switch scheme.algorithm {
            case .ed25519: return "an Ed25519 public key (32 bytes) as \(text)"
            case .ecdsaP256: return "a P-256 public key (DER) as \(text)"
            case .hmacSHA1, .hmacSHA256, .hmacSHA384, .hmacSHA512: return "a key as \(text)"
            }
        }
        return Set(forms).sorted().joined(separator: ", or ")
    }
}
