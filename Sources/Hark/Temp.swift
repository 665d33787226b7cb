public enum JSONValue: Sendable, Equatable { case null; public init(parsing: [UInt8]) throws(JSONSyntaxError) { self = .null } }
public struct JSONSyntaxError: Error {}
public struct FormFields: Sendable, Equatable { public subscript(_ n: String) -> String? { nil } }
public struct UploadedFile: Sendable, Equatable { public var name: String; public var bytes: [UInt8] }
public struct FormError: Error { public var isUnsupportedMediaType: Bool }
public struct Form: Sendable, Equatable { public var fields: FormFields; public var files: [UploadedFile]; public init(contentType: String, body: [UInt8]) throws(FormError) { throw FormError(isUnsupportedMediaType: true)} }
public struct Cookie: Sendable {}
extension Request { public var query: FormFields { .init() }; public var cookies: [Cookie] { [] } }
public struct FormDecoder { public init() {}; public func decode<T: Decodable>(_ t: T.Type, from: FormFields) throws -> T { throw CancellationError() } }
public struct MediaType { public init?(_ s: String) {}; public var isJSON: Bool { true }; public var isForm: Bool { true } }
