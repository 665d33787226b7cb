extension Catalog {
    /// A description of every route (OpenAPI 3.1.0, spec.openapis.org/oas/v3.1.0), with the verifiers as security
    /// schemes, and the bodies as far as their types reveal them.
    /// - Parameter server: the bot's URL.
    package func openAPI(server: String) -> JSONValue {
        var paths = JSONObject()
        var schemes = SecuritySchemes()
        var templates = PathTemplates()
        var identifiers: Set<String> = []
        for route in entries.flatMap(\.routes) {
            let (path, names) = templates.template(of: route.rule)
            var item = paths[path]?.objectValue ?? JSONObject()
            let security = route.verifier.map { schemes.requirement(of: $0) }
            for method in route.methods.map(\.rawValue).sorted() {
                // Two rules that differ only in a converter are the same path here: the first one is described.
                guard item[method.lowercased()] == nil else { continue }
                var operation = operation(route, method, names, security)
                operation["operationId"] = .string(identifiers.insertUnique(identifier(route, method)))
                item[method.lowercased()] = .object(operation)
            }
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Hark", "version": .string(Release.version)],
            "servers": [["url": .string(server)]],
            "paths": .object(paths),
            "components": ["securitySchemes": .object(schemes.byName)],
        ]
    }

    private func identifier(_ route: CatalogRoute, _ method: String) -> String {
        let words = route.rule.text.map { $0.isLetter || $0.isNumber ? $0 : "_" }
        return "\(route.plugin)_\(method.lowercased())_\(String(words))"
    }

    private func operation(
        _ route: CatalogRoute, _ method: String, _ names: [String], _ security: JSONValue?
    ) -> JSONObject {
        var operation: JSONObject = [
            "operationId": "",
            "tags": [.string(route.plugin)],
            "responses": .object(responses(route)),
        ]
        let parameters = zip(route.rule.placeholders, names).map { placeholder, name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": placeholder.converter.openAPISchema,
            ]
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if method != "GET", method != "HEAD", let body = route.bodyKind?.openAPIBody {
            operation["requestBody"] = body
        }
        operation["security"] = security
        if let fields = route.verifier?.tokenFields, !fields.isEmpty {
            let places = fields.joined(separator: " or ")
            operation["description"] = .string("The sender proves itself by a token in the body's \(places).")
        }
        return operation
    }

    private func responses(_ route: CatalogRoute) -> JSONObject {
        var responses: JSONObject = ["200": ["description": "It was handled."]]
        if route.durable != nil {
            let status = route.verifier?.acknowledgement ?? .accepted
            responses["200"] = ["description": "It was handled at once, without being stored."]
            responses["\(status.code)"] = ["description": "It was stored, and is handled soon."]
        }
        if route.bodyKind != nil { responses["400"] = ["description": "The body is not what it should be."] }
        if route.verifier != nil {
            responses["401"] = ["description": "The sender did not prove itself."]
        }
        responses["default"] = ["description": "It was refused, or failed."]
        return responses
    }
}

extension Set<String> {
    /// Inserts a text, with a number appended if it exists already.
    fileprivate mutating func insertUnique(_ text: String) -> String {
        var unique = text
        var number = 2
        while !insert(unique).inserted {
            unique = "\(text)_\(number)"
            number += 1
        }
        return unique
    }
}

extension Verifier {
    /// The fields of a body that may contain a token.
    fileprivate var tokenFields: [String] {
        proofs.compactMap { proof in
            if case .field(let path)? = proof.tokenPlace { "field \(path)" } else { nil }
        }
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
        let schema = (type as? any Decodable.Type).flatMap { SchemaProbe.schema(of: $0, path: ProbePath()) }
        let media: [String] =
            switch format {
            case .json: ["application/json"]
            case .form, .formField: ["application/x-www-form-urlencoded", "multipart/form-data"]
            case .text: ["text/plain"]
            case .event: ["application/json", "application/x-www-form-urlencoded"]
            case .any: ["*/*"]
            }
        var content = JSONObject()
        for type in media {
            let isJSON = type == "application/json" || format == .form
            content[type] = isJSON ? ["schema": schema ?? [:]] : [:]
        }
        return ["required": true, "content": .object(content)]
    }
}
