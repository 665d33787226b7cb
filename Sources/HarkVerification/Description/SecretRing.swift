private import HarkHTTP
private import Synchronization

/// The values of one secret setting, shared by all holders of the secret, and replaced while the bot runs.
package final class SecretRing: Sendable {
    /// The content of a secret setting.
    package enum Content: Sendable {
        /// Not set.
        case unset
        /// These values, the current one first; never empty.
        case values([String])
        /// The operator accepts deliveries without proof.
        case unsigned
    }

    /// The variable of its setting, or nil for one that a plugin created.
    package let variable: String?

    private let state: Mutex<Content>

    /// A ring with this content.
    package init(_ content: Content, variable: String? = nil) {
        self.variable = variable
        state = Mutex(content)
    }

    /// The current content.
    package var content: Content {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// The values, the current one first; empty if there are none.
    package var values: [String] {
        if case .values(let values) = content { values } else { [] }
    }
}

/// Contents are compared byte for byte: keys are bytes, whatever characters they represent.
extension SecretRing.Content: Equatable {
    package static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.unset, .unset), (.unsigned, .unsigned): true
        case (.values(let ours), .values(let theirs)): ours.elementsEqual(theirs) { $0.hasSameBytes(as: $1) }
        case (.unset, _), (.unsigned, _), (.values, _): false
        }
    }
}

extension SecretRing.Content {
    /// The text that accepts deliveries without proof.
    package static let unsignedText = "unsigned"

    /// Longest value, in bytes.
    package static let longestValue = 16_384
}
