extension LoadedPlugin {
    /// The methods that send a body, the most common first.
    static let sendingMethods: [HTTPRequest.Method] = [.post, .put, .patch]

    /// The row for events, or in a plugin without events the only row that takes a body by POST at a path without
    /// placeholders; and its method.
    /// - Throws: `Rejection` if there is none.
    func payloadEndpoint() throws(Rejection) -> (endpoint: Endpoint, method: HTTPRequest.Method) {
        let takers =
            events == nil
            ? endpoints.filter { $0.route.bodyKind != nil && $0.handles(.post) && $0.rule.placeholders.isEmpty }
            : Array(endpoints.filter(\.takesEvents).prefix(1))
        guard let taker = takers.first, takers.count == 1 else {
            throw Rejection(.notFound, "Plugin \(name) has no single route that payloads go to. \(bodyPlaces)")
        }
        return (taker, .post)
    }

    /// The row that takes a body at a target, and its method.
    /// - Throws: `Rejection` if the target is invalid, or no row of the plugin takes a body there.
    func endpoint(at target: RequestTarget) throws(Rejection) -> (endpoint: Endpoint, method: HTTPRequest.Method) {
        guard target.path.hasPrefix("/") else {
            throw Rejection(
                .badRequest, "“\(target)” is not a path: it does not begin with a slash. Write /\(target).")
        }
        guard target.description.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw Rejection(
                .badRequest, "“\(target)” is not a valid path in a URL. Write # as %23, a space as %20.")
        }
        let router = Router(endpoints)
        for method in Self.sendingMethods {
            guard case .found(let endpoint, _) = router.match(path: target.path, method: method),
                endpoint.handles(method), endpoint.route.bodyKind != nil
            else { continue }
            return (endpoint, method)
        }
        throw Rejection(.notFound, "Plugin \(name) takes no body at “\(target.path)”. \(bodyPlaces)")
    }
}
