/// What will become of a message that has its place among those that wait.
package struct PendingReceipt: Sendable {
    private let wait: @Sendable () async throws(ChatError) -> Receipt

    /// A receipt that is waited for in some way.
    package init(_ wait: @escaping @Sendable () async throws(ChatError) -> Receipt) { self.wait = wait }

    /// A receipt that is there already.
    package init(_ receipt: Receipt) { wait = { () throws(ChatError) in receipt } }

    /// Waits for it, for a time that began when the message took its place; asked for once.
    package var value: Receipt { get async throws(ChatError) { try await wait() } }
}
