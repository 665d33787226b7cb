extension Host {
    /// The rule of the route that takes a request, or nil when none does and the answer is 404, 405 or a redirect.
    package func rule(for method: HTTPRequest.Method, _ target: RequestTarget) -> String? {
        guard case .found(let endpoint, _) = router.match(path: target.path, method: method) else { return nil }
        return endpoint.rule.text
    }
}
