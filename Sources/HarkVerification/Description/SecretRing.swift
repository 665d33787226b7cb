private import Synchronization

/// The values of one secret setting, shared by everyone who holds the secret, and replaced while the bot runs.
package final class SecretRing: Sendable {
    /// What a secret setting says.
    package enum Content: Sendable {
        /// Nothing yet.
        case unset
        /// These, the current one first; never empty.
        case values([String])
        /// The operator takes deliveries without any proof.
        case unsigned
    }

    /// The setting that it belongs to, or nil for one that a plugin made itself.
    package let variable: String?

    private let state: Mutex<Content>

    /// A ring of the given content.
    package init(_ content: Content, variable: String? = nil) {
        self.variable = variable
        state = Mutex(content)
    }

    /// What it holds now.
    package var content: Content {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// The values, the current one first; empty when there are none.
    package var values: [String] {
        if case .values(let values) = content { values } else { [] }
    }
}

/// Contents are compared byte for byte: keys are bytes, whatever characters they spell.
extension SecretRing.Content: Equatable {
    package static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.unset, .unset), (.unsigned, .unsigned): true
        case (.values(let ours), .values(let theirs)): ours.elementsEqual(theirs, by: isSame)
        case (.unset, _), (.unsigned, _), (.values, _): false
        }
    }
}

extension SecretRing.Content {
    /// What takes deliveries without any proof.
    package static let unsignedText = "unsigned"

    /// Longest value, in bytes.
    package static let longestValue = 16_384

    /// Whether two texts are made of the same bytes.
    package static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
}
