/// The result of a message that is still in a queue.
package struct PendingReceipt: Sendable {
    private let wait: @Sendable () async throws(ChatError) -> Receipt

    /// A receipt that `wait` delivers later.
    package init(_ wait: @escaping @Sendable () async throws(ChatError) -> Receipt) { self.wait = wait }

    /// A receipt that is known already.
    package init(_ receipt: Receipt) { wait = { () throws(ChatError) in receipt } }

    /// Waits for the receipt, for a time that began when the message was queued. Read it once.
    package var value: Receipt { get async throws(ChatError) { try await wait() } }
}
