/// Where the package of a new bot finds Hark: a folder or a URL.
package struct PackageLocation {
    private let text: String
    private let isURL: Bool

    /// The path of a folder, or nil for a URL.
    package var path: String? { isURL ? nil : text }

    /// The package identity, which manifests use for Hark's products: the last component, as SwiftPM derives it.
    package let identity: String

    /// - Parameter text: a path relative to the new folder, or a URL.
    /// - Throws: `Fault` if it is not allowed in a manifest, or does not end with a name.
    package init(_ text: String) throws(Fault) {
        isURL = text.contains("://")
        let isWritable = text.unicodeScalars.allSatisfy { scalar in
            scalar == " " ? !text.contains("://") : !scalar.properties.isWhitespace && !Self.isSpecial(scalar)
        }
        guard isWritable else {
            let what = "a quotation mark, a backslash, a control character or white space cannot stand in it"
            throw Fault("--hark", "\(what); \(Self.advice)")
        }
        let last = text.split(separator: "/").last.map(String.init) ?? ""
        let name = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
        guard !["", ".", ".."].contains(name), !isURL || text.split(separator: "/").count > 2 else {
            throw Fault("--hark", "“\(text)” does not end with the name of Hark's folder or repository; \(Self.advice)")
        }
        self.text = text
        identity = name
    }

    /// The dependency as a manifest writes it.
    package var dependency: String {
        isURL
            ? ".package(url: \"\(text)\", branch: \"main\", traits: [])" : ".package(path: \"\(text)\", traits: [])"
    }

    /// Whether a character would end or change a quoted text.
    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "\\" || scalar.properties.generalCategory == .control
    }

    private static let advice = "write a path such as ../hark, or a URL such as https://example.org/hark.git."
}
