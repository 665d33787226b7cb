public import HTTPTypes
extension Verifier {
    public var acknowledgement: HTTPResponse.Status { .accepted }
    public var isRetried: Bool { true }
    public var acknowledgementLimit: Duration? { nil }
}
