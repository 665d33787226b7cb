internal import CExpat
internal import HarkHTTP

/// Parses one long XML document incrementally, as XMPP sends it (RFC 6120, 4.2): each child of the root is returned as
/// a tree once it is complete, and then forgotten. For one task at a time.
///
/// Document types (and therefore entities) are refused; comments and processing instructions too, unless it is a
/// document. A stream is UTF-8; a document may also be in another encoding that expat knows and its declaration names.
@safe
public final class XMLStreamParser {
    /// What has been parsed.
    public enum Event: Sendable, Equatable {
        /// The root has begun; it has no children.
        case opened(XMLElement)
        /// A child of the root is complete.
        case element(XMLElement)
        /// The root has ended.
        case closed
    }

    /// Limits for one child of the root.
    public struct Limits: Sendable {
        /// Most bytes, checked once per piece of input.
        public var bytes = 524_288
        /// Deepest nesting, including the root.
        public var depth = 64
        /// Most elements.
        public var elements = 10_000
        /// Most bytes of all names with their namespaces, which short prefixes can stand for.
        public var names = 1_048_576

        /// The default limits.
        public init() {}
    }

    /// What is parsed.
    public enum Kind: Sendable, Equatable {
        /// A stream of XMPP.
        case stream
        /// A document, such as a feed: comments and processing instructions are skipped.
        case document
    }

    private let parser: XML_Parser
    private let limits: Limits
    private var events: [Event] = []
    private var fault: XMLStreamError?
    /// The open elements below the root.
    private var open: [XMLElement] = []
    /// The text of each open element, in bytes. It becomes a string once it is complete, because the limit on combining
    /// marks applies to the whole text, not to the pieces between the children.
    private var texts: [[UInt8]] = []
    private var depth = 0
    private var elementCount = 0
    private var nameBytes = 0
    private var total = 0
    /// The end of the last complete child of the root, or the start of the root.
    private var end = 0

    /// A parser for a stream or document that has not begun.
    /// - Throws: `XMLStreamError.noMemory`.
    public init(_ kind: Kind = .stream, limits: Limits = Limits()) throws(XMLStreamError) {
        let separator = XML_Char(UInt8(ascii: " "))
        let made = unsafe kind == .stream ? XML_ParserCreateNS("UTF-8", separator) : XML_ParserCreateNS(nil, separator)
        guard let parser = unsafe made else { throw .noMemory }
        unsafe self.parser = parser
        self.limits = limits
        unsafe hark_expat_parse_at_once(parser)
        setHandlers()
        if kind == .stream { refuseAsides() }
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// The number of bytes after the last event.
    public var trailingBytes: Int { total - end }

    /// Parses the next bytes.
    /// - Returns: the events that they complete.
    /// - Throws: `XMLStreamError`; the parser cannot be used after that.
    public func parse(_ bytes: [UInt8]) throws(XMLStreamError) -> [Event] {
        if let fault { throw fault }
        // The caller holds the parser until this call returns, and expat calls back only within it.
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        let status = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                unsafe XML_Parse(parser, characters.baseAddress, Int32(characters.count), 0)
            }
        }
        total += bytes.count
        // XML_STATUS_ERROR is 0.
        if fault == nil, status.rawValue == 0 { fault = .malformed(reason: reason) }
        if fault == nil, total - end > limits.bytes {
            fault = .tooLarge(reason: "more than \(limits.bytes) bytes")
        }
        if let fault { throw fault }
        defer { events = [] }
        return events
    }

    /// expat's error message.
    private var reason: String {
        guard let text = unsafe XML_ErrorString(XML_GetErrorCode(parser)) else { return "expat gives no reason" }
        return unsafe String(cString: text)
    }

    private func setHandlers() {
        unsafe XML_SetElementHandler(
            parser,
            { owner, name, attributes in
                // expat passes the pointer given to XML_SetUserData, and names and a null-terminated list.
                guard let owner = unsafe owner, let name = unsafe name else { return }
                let parser = unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue()
                unsafe parser.begin(name, attributes)
            },
            { owner, _ in
                guard let owner = unsafe owner else { return }
                unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue().finishElement()
            })
        unsafe XML_SetCharacterDataHandler(parser) { owner, characters, count in
            guard let owner = unsafe owner, let characters = unsafe characters else { return }
            let parser = unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue()
            unsafe parser.take(UnsafeBufferPointer(start: characters, count: Int(count)))
        }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { owner, _, _, _, _ in
            guard let owner = unsafe owner else { return }
            unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue()
                .stop(.forbidden(what: "document type"))
        }
    }

    /// Refuses comments and processing instructions; without handlers expat skips them.
    private func refuseAsides() {
        unsafe XML_SetCommentHandler(parser) { owner, _ in
            guard let owner = unsafe owner else { return }
            unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue().stop(.forbidden(what: "comment"))
        }
        unsafe XML_SetProcessingInstructionHandler(parser) { owner, _, _ in
            guard let owner = unsafe owner else { return }
            unsafe Unmanaged<XMLStreamParser>.fromOpaque(owner).takeUnretainedValue()
                .stop(.forbidden(what: "processing instruction"))
        }
    }

    /// Stops parsing. expat may call one more handler after that.
    private func stop(_ error: XMLStreamError) {
        fault = fault ?? error
        unsafe _ = XML_StopParser(parser, XML_Bool(0))
    }

    // MARK: Elements

    private func begin(_ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        guard fault == nil else { return }
        depth += 1
        elementCount += 1
        guard depth <= limits.depth else { return stop(.tooLarge(reason: "more than \(limits.depth) levels")) }
        guard elementCount <= limits.elements else {
            return stop(.tooLarge(reason: "more than \(limits.elements) elements"))
        }
        let (namespace, localName) = Self.split(unsafe string(name))
        var values: [String: String?] = [:]
        if let list = unsafe attributes {
            var index = 0
            while let key = unsafe list[index], let value = unsafe list[index + 1] {
                values[unsafe string(key)] = unsafe String(untrusted: String(cString: value).utf8)
                index += 2
            }
        }
        guard nameBytes <= limits.names else {
            return stop(.tooLarge(reason: "more than \(limits.names) bytes of names"))
        }
        let element = XMLElement(localName, in: namespace, values)
        if depth == 1 {
            events.append(.opened(element))
            finishStanza()
        } else {
            open.append(element)
            texts.append([])
        }
    }

    private func finishElement() {
        guard fault == nil else { return }
        depth -= 1
        guard var element = open.popLast(), let text = texts.popLast() else {
            if depth == 0 {
                events.append(.closed)
                finishStanza()
            }
            return
        }
        element.text = String(untrusted: text)
        if open.isEmpty {
            events.append(.element(element))
            finishStanza()
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    /// Text between the children of the root is ignored.
    private func take(_ characters: UnsafeBufferPointer<XML_Char>) {
        guard fault == nil else { return }
        guard !open.isEmpty else {
            // White space that keeps the connection open belongs to no child.
            end = unsafe Int(XML_GetCurrentByteIndex(parser)) + Int(XML_GetCurrentByteCount(parser))
            return
        }
        unsafe texts[texts.count - 1].append(contentsOf: characters.lazy.map { UInt8(truncatingIfNeeded: $0) })
    }

    private func finishStanza() {
        (elementCount, nameBytes) = (0, 0)
        end = unsafe Int(XML_GetCurrentByteIndex(parser)) + Int(XML_GetCurrentByteCount(parser))
    }

    /// A name, which counts towards the limit on names.
    private func string(_ name: UnsafePointer<XML_Char>) -> String {
        let name = unsafe String(untrusted: String(cString: name).utf8)
        nameBytes += name.utf8.count
        return name
    }

    /// Splits a name from expat, which has a space between namespace and local name.
    private static func split(_ name: String) -> (namespace: String, name: String) {
        guard let space = name.utf8.lastIndex(of: UInt8(ascii: " ")) else { return ("", name) }
        return (String(name[..<space]), String(name[space...].dropFirst()))
    }
}

/// Why reading a stream of XML failed.
public enum XMLStreamError: Error, Sendable, Equatable {
    /// It is not well-formed; with expat's reason.
    case malformed(reason: String)
    /// It contains something that a stream must not contain: `what` is a document type, a comment or a processing
    /// instruction (RFC 6120, 11.1).
    case forbidden(what: String)
    /// An element exceeds a limit.
    case tooLarge(reason: String)
    /// There is not enough memory for a parser.
    case noMemory
}

extension XMLStreamError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let reason): "The other end did not send well-formed XML (\(reason))."
        case .forbidden(let what): "The other end sends a \(what), which a stream of XML must not have."
        case .tooLarge(let reason): "The other end sends too much in one element: \(reason)."
        case .noMemory: "There is no memory for a parser of XML."
        }
    }
}
