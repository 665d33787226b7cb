private import HTTPTypes
private import HarkHTTP
package import HarkTLS

package import struct FoundationEssentials.Date

/// A message of Amazon's Simple Notification Service
/// (docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
package struct AmazonSNS: Sendable {
    /// Oldest message that is accepted, in seconds: a day. Amazon repeats one for six hours at most, and repetitions
    /// are recognised for longer than a day.
    package static let longestAge = 86_400.0

    /// Longest URL that is read.
    private static let longestURL = 2048

    /// The URL of the certificate: `https`, of a host of the service.
    package let certificateURL: String
    /// When it was published.
    package let timestamp: Date
    /// The signature.
    package let signature: [UInt8]
    /// What is signed: names and values of some fields, each on a line.
    package let signed: [UInt8]
    /// SHA-1 for signature version 1, SHA-256 for version 2.
    package let hash: HashAlgorithm

    /// Reads a message, and compares its topic with those that the plugin expects.
    package init(_ signedRequest: SignedRequest) throws(VerificationError) {
        let field = { (name: String) in signedRequest.value(of: .field(name)) }
        try signedRequest.check("TopicArn", field("TopicArn"))
        var names: [String]
        switch field("Type") {
        case "Notification": names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        case "SubscriptionConfirmation", "UnsubscribeConfirmation":
            names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        default: throw .malformed("body field Type")
        }
        // Only the subject may be missing.
        if field("Subject") == nil { names.removeAll { $0 == "Subject" } }
        var signed: [UInt8] = []
        for name in names {
            guard let value = field(name) else { throw .incomplete("body field \(name)") }
            // Of another field's name and value within a value, the signature would be the same.
            guard name == "Message" || !value.utf8.contains(UInt8(ascii: "\n")) else {
                throw .malformed("body field \(name)")
            }
            signed += Array("\(name)\n\(value)\n".utf8)
        }
        self.signed = signed
        switch field("SignatureVersion") {
        case "1": hash = .sha1
        case "2": hash = .sha256
        default: throw .malformed("body field SignatureVersion")
        }
        guard let text = field("Signature"), let signature = [UInt8](base64: text) else {
            throw .malformed("body field Signature")
        }
        self.signature = signature
        guard let url = field("SigningCertURL"), Self.isCertificate(url) else {
            throw .malformed("body field SigningCertURL")
        }
        certificateURL = url
        guard let text = field("Timestamp"), text.utf8.count <= 40, let time = Date(rfc3339: text) else {
            throw .malformed("body field Timestamp")
        }
        timestamp = time
    }

    /// Compares the topic that the header section names, before the body arrives.
    static func checkHead(_ signedRequest: SignedRequest) throws(VerificationError) {
        if signedRequest.value(of: .header("x-amz-sns-rawdelivery")) == "true" {
            throw .incomplete("signature: switch raw message delivery off in the subscription")
        }
        let place = "header x-amz-sns-topic-arn"
        guard let topic = signedRequest.value(of: .header("x-amz-sns-topic-arn")) else { throw .missing([place]) }
        try signedRequest.check("TopicArn", topic)
    }

    /// Whether a URL is `https`, of a host `sns.<region>.amazonaws.com` or `.amazonaws.com.cn`, on its usual port.
    package static func isOfService(_ url: String) -> Bool {
        let start = "https://sns."
        guard url.utf8.count <= longestURL, url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), url.hasPrefix(start)
        else { return false }
        let host = url.utf8.dropFirst(start.utf8.count).prefix { !"/?#".utf8.contains($0) }
        let region = host.prefix { $0 != UInt8(ascii: ".") }
        let domain = host.dropFirst(region.count)
        let isRegion = region.allSatisfy { $0.isAlphanumeric && !$0.isCapital || $0 == UInt8(ascii: "-") }
        return isRegion && (3...32).contains(region.count)
            && [".amazonaws.com", ".amazonaws.com.cn"].contains { domain.elementsEqual($0.utf8) }
    }

    /// Whether a URL is that of a certificate: of the service, and a plain path that ends with `.pem`.
    private static func isCertificate(_ url: String) -> Bool {
        guard isOfService(url), url.hasSuffix(".pem") else { return false }
        return url.utf8.allSatisfy { $0.isAlphanumeric || "-._/:".utf8.contains($0) }
    }

    /// Whether a certificate belongs to the service by its names: `sns.amazonaws.com`, or that of a region, which may
    /// begin with `sns-signing.`.
    package static func isOwner(_ certificate: Certificate) -> Bool {
        certificate.names.contains { name in
            let domain = [".amazonaws.com", ".amazonaws.com.cn"].first { name.hasSuffix($0) }
            let labels = name.utf8.dropLast(domain?.utf8.count ?? name.utf8.count)
                .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
            return ["sns", "sns-signing"].contains(labels.first) && labels.count <= 2 && labels.last?.isEmpty == false
        }
    }
}
