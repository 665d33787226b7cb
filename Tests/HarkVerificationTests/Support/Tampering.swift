import FoundationEssentials
import Hark
import HarkHTTP
import HarkVerification
import TestSupport

/// Changes one bit of what a sender proves.
struct Tampering {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// The request with one bit of a place flipped, such that what it says is another thing.
    mutating func request(_ request: Request, at place: SignedSample.Place) -> Request {
        var tampered = request
        switch place {
        case .body:
            tampered.body = flippedBody(request)
        case .bodyText(let text):
            tampered.body = Array(
                String(decoding: request.body, as: UTF8.self).replacing(text, with: flipped(text)).utf8)
        case .header(let name, let text), .encoded(let name, let text, _):
            tampered.headers[name] = request.headers[name]?.replacing(text, with: flipped(text))
        case .target(let text):
            tampered.target = RequestTarget(request.target.description.replacing(text, with: flipped(text)))
        }
        return tampered
    }

    /// A secret with one bit of its key flipped.
    mutating func secret(of sample: SignedSample) -> String {
        sample.key.prefix + flipped(String(sample.secret.dropFirst(sample.key.prefix.count)), sample.key.text)
    }

    /// A text with one of the low seven bits of a byte flipped, and no control character, which the server refuses.
    private mutating func flipped(_ text: String) -> String {
        while true {
            var bytes = Array(text.utf8)
            let index = Int.random(in: bytes.indices, using: &generator)
            bytes[index] ^= 1 << UInt8.random(in: 0..<7, using: &generator)
            if (0x20...0x7e).contains(bytes[index]) { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    /// A text with one bit flipped of the bytes that it stands for.
    private mutating func flipped(_ text: String, _ kind: SignedSample.SignatureText) -> String {
        switch kind {
        case .plain: return flipped(text)
        case .base64:
            var bytes = Array(Data(base64Encoded: text) ?? Data())
            flip(&bytes)
            return Data(bytes).base64EncodedString()
        case .hex:
            var digits = Array(text)
            let index = Int.random(in: digits.indices, using: &generator)
            let digit = (digits[index].hexDigitValue ?? 0) ^ 1 << Int.random(in: 0..<4, using: &generator)
            digits[index] = Array("0123456789abcdef")[digit]
            return String(digits)
        }
    }

    private mutating func flip(_ bytes: inout [UInt8]) {
        let index = Int.random(in: bytes.indices, using: &generator)
        bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }

    /// A form is signed by what it says: `%2F` and `%2f` are the same.
    private mutating func flippedBody(_ request: Request) -> [UInt8] {
        while true {
            var tampered = request
            flip(&tampered.body)
            guard let fields = try? request.form().fields else { return tampered.body }
            if (try? tampered.form().fields) != fields { return tampered.body }
        }
    }
}
