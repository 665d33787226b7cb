import HarkEvents
import HarkTLS

private import struct FoundationEssentials.Data

/// The client's side of SCRAM (RFC 5802, RFC 7677) without channel binding: messages of the server go in, answers come
/// out.
struct SCRAM {
    /// Why the exchange failed.
    enum Failure: Error, Equatable {
        /// The server violates the protocol; the text is part of a sentence.
        case violation(String)
        /// The server does not prove that it knows the password.
        case impostor
    }

    /// The slow computation that protects a password from guessing.
    struct Hashing: Sendable {
        fileprivate let algorithm: HashAlgorithm
        fileprivate let password: Secret
        fileprivate let salt: [UInt8]
        fileprivate let iterations: Int

        /// Computes the salted password.
        func run() -> [UInt8] {
            algorithm.key(
                fromPassword: Array(password.reveal().utf8), salt: salt, iterations: iterations,
                count: algorithm.length)
        }
    }

    /// With fewer iterations, an impersonated server could find the password quickly from the proof (RFC 5802, 5.1; RFC
    /// 7677, 4); more would keep the bot busy.
    static let iterationRange = 4096...500_000

    /// The client's first message.
    let first: String

    private let algorithm: HashAlgorithm
    private let password: Secret
    private let nonce: String
    private let bare: String
    private var challenge: (text: String, nonce: String)?
    private var expectedSignature: [UInt8]?
    /// Whether the server has proved that it knows the password.
    private(set) var isVerified = false

    /// An exchange that has not begun.
    /// - Parameter nonce: unpredictable printable ASCII without a comma.
    init(_ algorithm: HashAlgorithm, user: String, password: Secret, nonce: String) {
        self.algorithm = algorithm
        self.password = password
        self.nonce = nonce
        let name = user.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : String($0) }.joined()
        bare = "n=\(name),r=\(nonce)"
        first = "n,,\(bare)"
    }

    /// Reads the server's challenge; a second one contains the server's proof.
    /// - Returns: the computation whose result `answer(with:)` needs; nil if the response is empty.
    mutating func receive(_ text: String) throws(Failure) -> Hashing? {
        if expectedSignature != nil {
            try verify(text)
            return nil
        }
        let fields = Self.fields(text)
        guard fields["m"] == nil else { throw .violation("it wants an extension of SCRAM that is unknown") }
        guard challenge == nil, let full = fields["r"], full.hasPrefix(nonce), full.utf8.count > nonce.utf8.count,
            let salt = fields["s"].flatMap({ Data(base64Encoded: $0) }), !salt.isEmpty,
            let iterations = fields["i"].flatMap({ Int($0) }), iterations > 0
        else { throw .violation("its challenge is not one of SCRAM") }
        guard Self.iterationRange.contains(iterations) else {
            throw .violation("it wants \(iterations) rounds of hashing")
        }
        challenge = (text, full)
        return Hashing(algorithm: algorithm, password: password, salt: Array(salt), iterations: iterations)
    }

    /// The response to the server's challenge, from the salted password; nil if no challenge waits for one.
    mutating func answer(with salted: [UInt8]) -> String? {
        guard let challenge, expectedSignature == nil else { return nil }
        let last = "c=biws,r=\(challenge.nonce)"
        let message = Array("\(bare),\(challenge.text),\(last)".utf8)
        let clientKey = algorithm.authenticationCode(of: [Array("Client Key".utf8)], key: salted)
        let signature = algorithm.authenticationCode(of: [message], key: algorithm.digest(of: clientKey))
        let proof = zip(clientKey, signature).map { $0 ^ $1 }
        let serverKey = algorithm.authenticationCode(of: [Array("Server Key".utf8)], key: salted)
        expectedSignature = algorithm.authenticationCode(of: [message], key: serverKey)
        return "\(last),p=\(Data(proof).base64EncodedString())"
    }

    /// Verifies the server's proof.
    mutating func verify(_ text: String) throws(Failure) {
        guard let expectedSignature, let value = Self.fields(text)["v"], let signature = Data(base64Encoded: value),
            Array(signature).isEqualInConstantTime(to: expectedSignature)
        else { throw .impostor }
        isVerified = true
    }

    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for part in text.split(separator: ",").prefix(20) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].utf8.count == 1 else { continue }
            fields[String(pair[0])] = String(pair[1])
        }
        return fields
    }
}
