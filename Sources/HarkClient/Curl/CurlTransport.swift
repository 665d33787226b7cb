/// Sends requests with libcurl, on its own thread.
final class CurlTransport: HTTPTransport {
    private let queue: TransferQueue

    init(_ configuration: HTTPClientConfiguration) { queue = TransferQueue(configuration) }

    // No request is in flight, because each retains the transport.
    deinit { queue.stop() }

    func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        guard unsafe CurlLibrary.functions != nil else {
            throw HTTPClientError(.failed(reason: CurlLibrary.missingMessage), server: nil)
        }
        guard let url = RequestURL(request.url) else { throw HTTPClientError(.invalidURL, server: nil) }
        let ticket = TransferTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.submit(TransferJob(request: request, url: url, ticket: ticket, continuation: continuation))
            }
        } onCancel: {
            queue.cancel(ticket)
        }
        return try result.get()
    }

    func shutDown() async { await queue.stopAndWait() }
}
