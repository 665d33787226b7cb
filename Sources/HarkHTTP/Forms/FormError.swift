/// Why a body is not a valid form.
public enum FormError: Error, Sendable, Hashable {
    /// The media type is not a form's.
    case unsupportedMediaType
    /// The body begins like JSON, which a form never does.
    case json
    /// There are more than `Form.fieldLimit` fields.
    case tooManyFields
    /// There are more than `Form.fileLimit` files.
    case tooManyFiles
    /// A field's name is longer than `Form.nameLimit`.
    case nameTooLong
    /// The multipart boundary is missing, longer than 70 characters, or contains an invalid character (RFC 2046,
    /// 5.1.1).
    case invalidBoundary
    /// There is no boundary line, or the last part does not end with the closing one: the form was cut off.
    case missingBoundary
    /// A boundary line contains something else.
    case malformedBoundaryLine
    /// A part's header section is longer than `Form.partHeaderLimit`.
    case partHeaderTooLong
    /// A part's header section does not consist of `Name: value` lines ending with CRLF, and an empty line.
    case malformedPartHeader
    /// A part does not name its field (RFC 7578, 4.2).
    case partWithoutName
    /// A part has a transfer encoding such as base64, which forms must not use (RFC 7578, 4.7).
    case encodedPart
}

extension FormError {
    /// Whether the media type is not a form's, which is answered 415 instead of 400.
    public var isUnsupportedMediaType: Bool { self == .unsupportedMediaType }
}

extension FormError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsupportedMediaType:
            "Send the body as \(MediaType.form.essence) or \(MediaType.multipartForm.essence)."
        case .json: "The body begins like JSON and is not a form; send it as \(MediaType.json.essence)."
        case .tooManyFields: "The form has more than \(Form.fieldLimit) fields."
        case .tooManyFiles: "The form has more than \(Form.fileLimit) files."
        case .nameTooLong: "The name of a form's field is longer than \(Form.nameLimit) bytes."
        case .invalidBoundary: "The multipart form's Content-Type has no valid boundary."
        case .missingBoundary: "The multipart form does not end with its boundary."
        case .malformedBoundaryLine: "The multipart form has a malformed boundary line."
        case .partHeaderTooLong: "The header of a form's part is longer than \(Form.partHeaderLimit) bytes."
        case .malformedPartHeader: "The header of a form's part is malformed."
        case .partWithoutName: "A part of the form has no name."
        case .encodedPart: "A part of the form has a transfer encoding, which forms do not have."
        }
    }
}
