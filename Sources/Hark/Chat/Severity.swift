/// How bad or good news is. A network shows it as a colour or a mark.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Something works, or works again.
    case success
    /// Something happened.
    case info
    /// Somebody should look at it eventually.
    case warning
    /// Something failed.
    case error
    /// Somebody should look at it now.
    case critical

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .success: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        case .critical: 4
        }
    }

    /// A symbol in front of a text, for networks without colours; empty for `info`.
    public var mark: String {
        switch self {
        case .success: "✅ "
        case .info: ""
        case .warning: "⚠️ "
        case .error: "❌ "
        case .critical: "🚨 "
        }
    }

    /// The colour of a bar beside a text, as six hexadecimal digits; nil for `info`.
    public var color: String? {
        switch self {
        case .success: "2EB67D"
        case .info: nil
        case .warning: "ECB22E"
        case .error: "E01E5A"
        case .critical: "8B0000"
        }
    }
}
