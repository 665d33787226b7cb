internal import HTTPTypes

/// The rules for request targets (RFC 9112, 3.2; RFC 3986, 2).
enum TargetCheck {
    /// Throws unless this server can route the target: a path, an `http` or `https` URL, or `*` for OPTIONS.
    static func check(_ target: [UInt8], _ method: HTTPRequest.Method) throws(Refusal) {
        if target.count == 1, target[0] == UInt8(ascii: "*") {
            guard method == .options else { throw .malformed("Only OPTIONS accepts the target *.") }
            return
        }
        guard let pathStart = pathStart(of: target) else {
            throw .malformed("The request target is neither a path nor an http URL.")
        }
        let authority = target[authorityStart(of: target)..<pathStart]
        // An http URL has a host (RFC 9110, 4.2.1).
        guard pathStart == 0 || (!authority.isEmpty && Syntax.isHost(authority)) else {
            throw .malformed("The host of the request target is malformed.")
        }
        try checkBytes(of: target)
    }

    /// The target in origin form: what follows the authority of an absolute one (RFC 9112, 3.2.2). Call only after
    /// `check`.
    static func originForm(of target: [UInt8]) -> String {
        guard let start = pathStart(of: target), start > 0 else { return String(decoding: target, as: UTF8.self) }
        let path = String(decoding: target[start...], as: UTF8.self)
        return path.utf8.first == UInt8(ascii: "/") ? path : "/\(path)"
    }

    /// The host and port of an absolute target, nil for any other. Call only after `check`.
    static func authority(of target: [UInt8]) -> ArraySlice<UInt8>? {
        guard let end = pathStart(of: target), end > 0 else { return nil }
        return target[authorityStart(of: target)..<end]
    }

    /// The start of the path, or of the query of an absolute target without a path; nil if the target has neither form.
    private static func pathStart(of target: [UInt8]) -> Int? {
        guard target.first != UInt8(ascii: "/") else { return 0 }
        let authority = authorityStart(of: target)
        guard authority > 0 else { return nil }
        return target[authority...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? target.count
    }

    private static func authorityStart(of target: [UInt8]) -> Int {
        if target.count > 7, Syntax.equal(target[..<7], "http://") { return 7 }
        if target.count > 8, Syntax.equal(target[..<8], "https://") { return 8 }
        return 0
    }

    private static func checkBytes(of target: [UInt8]) throws(Refusal) {
        var index = 0
        while index < target.count {
            let byte = target[index]
            guard Syntax.isTargetByte(byte) else {
                throw .malformed("The request target has a character that is not allowed.")
            }
            if byte == UInt8(ascii: "%") {
                guard index + 2 < target.count, let high = Syntax.hexValue(target[index + 1]),
                    let low = Syntax.hexValue(target[index + 2])
                else { throw .malformed("The request target has a malformed percent escape.") }
                guard high | low != 0 else { throw .malformed("The request target has a NUL in it.") }
                index += 2
            }
            index += 1
        }
    }
}
