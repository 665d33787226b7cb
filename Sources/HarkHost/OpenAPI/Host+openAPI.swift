extension Host {
    /// A description of every route (OpenAPI 3.1.0, spec.openapis.org/oas/v3.1.0), with the verifiers as security schemes
    /// and bodies as far as their types tell.
    /// - Parameter server: the bot's URL.
    public func openAPI(server: String) -> JSONValue {
        var paths = JSONObject()
        var schemes = JSONObject()
        for endpoint in plugins.flatMap(\.endpoints) {
            let path = endpoint.rule.openAPIPath
            var item = paths[path]?.objectValue ?? JSONObject()
            for method in endpoint.methods.map(\.rawValue).sorted() {
                item[method.lowercased()] = operation(endpoint, method)
            }
            paths[path] = .object(item)
            if let verifier = endpoint.gate?.verifier { schemes[verifier.schemeName] = verifier.openAPIScheme }
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Hark", "version": .string(Release.version)],
            "servers": [["url": .string(options.baseURL?.description ?? server)]],
            "paths": .object(paths),
            "components": ["securitySchemes": .object(schemes)],
        ]
    }

    private func operation(_ endpoint: Endpoint, _ method: String) -> JSONValue {
        let words = endpoint.rule.text.map { $0.isLetter || $0.isNumber ? $0 : "_" }
        var operation: JSONObject = [
            "operationId": .string("\(endpoint.plugin)_\(method.lowercased())_\(String(words))"),
            "tags": [.string(endpoint.plugin)],
            "responses": .object(responses(endpoint)),
        ]
        let parameters = endpoint.rule.placeholders.map { placeholder -> JSONValue in
            [
                "name": .string(placeholder.name), "in": "path", "required": true,
                "schema": placeholder.converter.openAPISchema,
            ]
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if method != "GET", method != "HEAD", let body = endpoint.bodyKind?.openAPIBody {
            operation["requestBody"] = body
        }
        if let verifier = endpoint.gate?.verifier {
            operation["security"] = [.object([verifier.schemeName: []])]
        }
        return .object(operation)
    }

    private func responses(_ endpoint: Endpoint) -> JSONObject {
        var responses: JSONObject = ["200": ["description": "It was handled."]]
        if endpoint.bodyKind != nil { responses["400"] = ["description": "The body is not what it should be."] }
        if endpoint.gate?.verifier != nil { responses["401"] = ["description": "The sender did not prove itself."] }
        responses["default"] = ["description": "It was refused, or failed."]
        return responses
    }
}

extension URLRule {
    /// The rule as an OpenAPI path template: `/x/{name}`.
    fileprivate var openAPIPath: String {
        var path = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let name = rest[rest.index(after: open)..<close].split(separator: ":").last ?? ""
            path += "\(rest[..<open]){\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return path + rest
    }
}

extension URLRule.Converter {
    fileprivate var openAPISchema: JSONValue {
        switch self {
        case .int: ["type": "integer"]
        case .float: ["type": "number"]
        case .uuid: ["type": "string", "format": "uuid"]
        case .any(let texts): ["type": "string", "enum": .array(texts.map(JSONValue.string))]
        default: ["type": "string"]
        }
    }
}

extension BodyDescription {
    fileprivate var openAPIBody: JSONValue {
        let schema = (type as? any Decodable.Type).flatMap { SchemaProbe.schema(of: $0, depth: 0) }
        let media: [String] =
            switch name {
            case ".json": ["application/json"]
            case _ where name.hasPrefix(".form"): ["application/x-www-form-urlencoded", "multipart/form-data"]
            case ".text": ["text/plain"]
            case ".event": ["application/json", "application/x-www-form-urlencoded"]
            default: ["*/*"]
            }
        var content = JSONObject()
        for type in media {
            let isJSON = type == "application/json" || name == ".form"
            content[type] = isJSON ? ["schema": schema ?? [:]] : [:]
        }
        return ["required": true, "content": .object(content)]
    }
}

extension Verifier {
    fileprivate var schemeName: String { String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }) }

    /// The first proof as a security scheme; OpenAPI knows a signature only as a value in a header field.
    fileprivate var openAPIScheme: JSONValue {
        switch proofs.first {
        case .basic: return ["type": "http", "scheme": "basic"]
        case .token(.header("Authorization"), prefix: "Bearer "): return ["type": "http", "scheme": "bearer"]
        case .token(.header(let header), _): return ["type": "apiKey", "in": "header", "name": .string(header)]
        case .token(.query(let field), _): return ["type": "apiKey", "in": "query", "name": .string(field)]
        case .signature(let scheme):
            let text = "\(scheme.algorithm.rawValue) signature of the request by \(name)."
            return [
                "type": "apiKey", "in": "header", "name": .string(scheme.headers.first ?? ""),
                "description": .string(text),
            ]
        case .clientCertificate: return ["type": "mutualTLS"]
        case .token(.field, _), nil:
            return ["type": "apiKey", "in": "header", "name": "none", "description": "A token in the body."]
        }
    }
}
