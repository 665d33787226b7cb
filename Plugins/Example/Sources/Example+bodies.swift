import Hark

// A row that names a body kind hands its method a delivery: the body, decoded, and the whole request that carried it.
extension Example {
    /// Headers come with every delivery, whatever happens to the body.
    func readUserAgent(_ delivery: Delivery<[UInt8]>) -> String {
        "Your user-agent is \(delivery.headers[.userAgent] ?? "Unknown")"
    }

    /// JSON, decoded. Other media types are answered 415, and a body without `service` 400, naming it.
    func announceDeploy(_ delivery: Delivery<Deploy>) async throws {
        try await chat.send("\(delivery.body.service) is live.", to: Room(delivery.body.room ?? "#ops"))
    }

    /// A form, urlencoded or multipart, decoded the same way: `curl -d name=Ada localhost:3141/signups`
    func greetSignUp(_ delivery: Delivery<SignUp>) -> String { greet(name: delivery.body.name) }

    /// JSON in one field of a form, as Slack and others send it: `curl -d 'payload={"user":"Ada"}'
    /// localhost:3141/clicks`
    func greetClick(_ delivery: Delivery<Click>) -> String { greet(name: delivery.body.user) }

    /// Returns the body, sorted by its media type: the fields of a form as text, anything else unchanged. `curl -d
    /// '{"hello":"world"}' -H 'Content-Type: application/json' localhost:3141/echo`
    func echo(_ delivery: Delivery<Payload>) -> Response {
        switch delivery.body {
        case .json: .bytes(delivery.bytes, contentType: "application/json")
        case .form(let form): .text(form.fields.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        }
    }
}

/// What `/deploys` takes: `{"service": "api", "room": "#ops"}`, the room being optional.
struct Deploy: Decodable {
    let service: String
    let room: String?
}

/// What `/signups` takes.
struct SignUp: Decodable {
    let name: String
}

/// What the field `payload` of `/clicks` holds.
struct Click: Decodable {
    let user: String
}
