extension XMLElement {
    /// The root of a whole document with everything in it, except the text directly inside the root.
    /// - Parameters:
    ///   - document: the document, in UTF-8, UTF-16, ISO-8859-1 or ASCII, as its declaration says.
    ///   - limits: limits for each child of the root.
    /// - Throws: `XMLStreamError`, also for a document that ends too early.
    public init(document: [UInt8], limits: XMLStreamParser.Limits = .init()) throws(XMLStreamError) {
        var root: XMLElement?
        var isComplete = false
        for event in try XMLStreamParser(.document, limits: limits).parse(document) {
            switch event {
            case .opened(let element): root = element
            case .element(let element): root?.children.append(element)
            case .closed: isComplete = true
            }
        }
        guard let root, isComplete else { throw .malformed(reason: "the document ends too early") }
        self = root
    }

    /// The text of the element and of everything in it.
    public var wholeText: String { children.reduce(into: text) { $0 += $1.wholeText } }
}
