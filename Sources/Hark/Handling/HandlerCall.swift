/// A handler with the values for it: the decoded body and the placeholders' values. It can run at once or later, and on
/// any instance of the plugin.
package struct HandlerCall<Owner: Plugin>: Sendable {
    /// Runs the plugin's method.
    package typealias Run = @Sendable (Owner) async throws -> HandlerOutcome

    /// The delivery's key at a durable route that has one; nil if the delivery is independent of all others.
    package let key: String?

    /// Runs the plugin's method.
    package let run: Run
}

extension Route {
    /// Reads the placeholders' values and decodes the body, without an instance.
    /// - Throws: `ParameterMismatch` for a placeholder's text, and what the body kind throws: `Rejection` 400 or 415.
    package typealias Prepare = @Sendable (Request, [String]) throws -> HandlerCall<Owner>

    /// The function that prepares the handler's calls.
    /// - Parameter placeholders: the names of the rule's placeholders, in order.
    package func preparation(placeholders: [String]) -> Prepare {
        let bind = bind
        let key = DeliveryKey(durableOptions, format: bodyKind?.format, placeholders: placeholders)
        return { request, texts in
            let run = try bind(request, texts)
            return HandlerCall(key: key?.text(of: request, path: texts), run: run)
        }
    }
}
