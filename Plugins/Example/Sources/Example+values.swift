import Hark

// Placeholders become parameters, by position. Their numbers must be equal, which is checked before anything is served.
extension Example {
    /// `curl -X POST localhost:3141/example/gbin/running/`
    func performAction(name: String, action: String) -> String { "User \(name) is performing \(action)" }

    /// A value of a custom type. `/lights/purple` is not a valid value, so it is answered 404 and never gets here.
    func switchLight(to state: LightState) async throws -> String {
        try await chat.announce("Lights \(state.rawValue)!")
        return "The lights are \(state.rawValue)."
    }

    /// The exact bytes of the body, as many as the row allows, and a number from the path:
    /// `curl -T cat.png -H 'Content-Type: image/png' localhost:3141/pictures/7`
    func storePicture(_ delivery: Delivery<[UInt8]>, account: Int) throws -> Response {
        guard delivery.headers[.contentType] == "image/png" else {
            throw Rejection(.unsupportedMediaType, "Only PNG, please.")
        }
        return .text("\(delivery.body.count) bytes for account \(account)", status: .created)
    }
}

/// A placeholder can be any enum with string raw values that conforms to `ParameterValue`.
enum LightState: String, CaseIterable, ParameterValue {
    case on, off
}
