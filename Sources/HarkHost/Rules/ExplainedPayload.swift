/// What the rules decide about a payload.
package struct ExplainedPayload: Sendable {
    /// The plugin that would announce it.
    package let plugin: String
    /// Why another plugin may be meant, as whole sentences; empty if that is certain.
    package let doubts: [String]
    /// The text.
    package let text: String
    /// Why it is not announced in any room, before rules are asked: the setting that filters the events does not ask
    /// for it. Nil if it does.
    package let reasonLeftOut: String?
    /// The result of each rule.
    package let explanation: RuleExplanation
}
