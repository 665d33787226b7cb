/// Names that a bot's module cannot have, in any case, because file systems and SwiftPM may ignore case.
package enum ReservedNames {
    /// Whether a name is a Swift keyword, or that of a module that a bot is built from.
    package static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return all.contains(name) || NewBot.Choice.all.contains { $0.product.lowercased() == name }
    }

    /// Keywords, which cannot be, or should not be, the name of a module (The Swift Programming Language, “Keywords and
    /// Punctuation”).
    private static let words = [
        "any", "as", "associatedtype", "async", "await", "break", "case", "catch", "class", "continue", "default",
        "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func",
        "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "open", "operator",
        "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "type", "typealias", "var", "where", "while",
    ]

    /// Hark's own modules and products, and those of its dependencies.
    private static let modules = [
        "Hark", "HarkClient", "HarkEvents", "HarkHost", "HarkHTTP", "HarkLoopback", "HarkPostgreSQL", "HarkServer",
        "HarkStore", "HarkTesting", "HarkTLS", "HarkThreads", "HarkTools", "HarkVerification", "HarkXML", "MicroHTTPD",
        "StockBot",
        "TerminalPlugin", "CCurl", "CExpat", "CGnuTLS", "CMicroHTTPD", "CPostgreSQL", "CSQLite", "CTerminal",
        "ArgumentParser", "ArgumentParserToolInfo", "AsyncAlgorithms", "AsyncStreaming", "BasicContainers",
        "BitCollections",
        "Collections", "ConcurrencyHelpers", "ContainersPreview", "CSystem", "DequeModule", "HashTreeCollections",
        "HeapModule", "HTTPTypes", "HTTPTypesFoundation", "InMemoryLogging", "InternalCollectionsUtilities", "Logging",
        "Mustache", "OrderedCollections", "ServiceLifecycle", "ServiceLifecycleTestKit", "SortedCollections",
        "SystemPackage", "TrailingElementsModule", "UnixSignals",
    ]

    /// Modules of the toolchain.
    private static let toolchain = [
        "Builtin", "CDispatch", "Cxx", "CxxStdlib", "Dispatch", "Distributed", "Foundation", "FoundationEssentials",
        "FoundationInternationalization", "FoundationNetworking", "FoundationXML", "Glibc", "Musl", "Observation",
        "PackageDescription", "RegexBuilder", "Swift", "SwiftGlibc", "SwiftShims", "Synchronization", "Testing",
        "XCTest",
    ]

    private static let all = Set((words + modules + toolchain).map { $0.lowercased() })
}
