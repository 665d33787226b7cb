extension URLRule.Converter {
    /// The converter that a rule names, with its arguments.
    init(named name: String, _ arguments: [ConverterArgument]) throws(URLRuleError) {
        if name == "any" {
            self = try Self.anyListed(arguments)
            return
        }
        var reader = try ArgumentReader(converter: name, arguments)
        switch name {
        case "string", "default":
            self = try Self.string(&reader)
        case "int":
            let min = try reader.int("min")
            let max = try reader.int("max")
            let digits = try reader.int("fixed_digits", atLeast: 1)
            try reader.check("min", min, isAtMost: "max", max)
            self = .int(min: min, max: max, fixedDigits: digits, signed: try reader.bool("signed"))
        case "float":
            let min = try reader.double("min")
            let max = try reader.double("max")
            try reader.check("min", min, isAtMost: "max", max)
            self = .float(min: min, max: max, signed: try reader.bool("signed"))
        case "path":
            self = .path
        case "uuid":
            self = .uuid
        default:
            throw .unknownConverter(name)
        }
        try reader.checkThatAllAreRead()
    }

    private static func string(_ reader: inout ArgumentReader) throws(URLRuleError) -> Self {
        let minLength = try reader.int("minlength", atLeast: 0)
        let maxLength = try reader.int("maxlength", atLeast: 1)
        guard let length = try reader.int("length", atLeast: 1) else {
            try reader.check("minlength", minLength ?? 1, isAtMost: "maxlength", maxLength)
            return .string(minLength: minLength ?? 1, maxLength: maxLength)
        }
        guard minLength == nil else { throw .contradictoryArguments("minlength", "length") }
        guard maxLength == nil else { throw .contradictoryArguments("maxlength", "length") }
        return .string(minLength: length, maxLength: length)
    }

    private static func anyListed(_ arguments: [ConverterArgument]) throws(URLRuleError) -> Self {
        if let name = arguments.lazy.compactMap(\.name).first { throw .unknownArgument(name, converter: "any") }
        let texts = arguments.map(\.value)
        guard !texts.isEmpty, !texts.contains("") else { throw .emptyAny }
        if texts.contains(where: { $0.utf8.contains(0) }) { throw .controlCharacter }
        return .any(texts)
    }
}

/// Returns the arguments of a converter by name and type, each once.
private struct ArgumentReader {
    private let converter: String
    private var values: [String: String] = [:]

    init(converter: String, _ arguments: [ConverterArgument]) throws(URLRuleError) {
        self.converter = converter
        for argument in arguments {
            guard let name = argument.name else { throw .malformedArguments(converter) }
            guard values.updateValue(argument.value, forKey: name) == nil else { throw .repeatedArgument(name) }
        }
    }

    mutating func int(_ name: String, atLeast minimum: Int = .min) throws(URLRuleError) -> Int? {
        guard let text = values.removeValue(forKey: name) else { return nil }
        guard let value = Int(text), value >= minimum else {
            let bound = minimum == .min ? "" : " of at least \(minimum)"
            throw .badArgument(name, value: text, expected: "a whole number\(bound)")
        }
        return value
    }

    mutating func double(_ name: String) throws(URLRuleError) -> Double? {
        guard let text = values.removeValue(forKey: name) else { return nil }
        guard let value = Double(text), value.isFinite else {
            throw .badArgument(name, value: text, expected: "a number")
        }
        return value
    }

    mutating func bool(_ name: String) throws(URLRuleError) -> Bool {
        switch values.removeValue(forKey: name) {
        case nil, "False": false
        case "True": true
        case let text?: throw .badArgument(name, value: text, expected: "True or False")
        }
    }

    func check<Value: Comparable>(
        _ lower: String, _ low: Value?, isAtMost upper: String, _ high: Value?
    ) throws(URLRuleError) {
        if let low, let high, low > high { throw .contradictoryArguments(lower, upper) }
    }

    func checkThatAllAreRead() throws(URLRuleError) {
        if let name = values.keys.min() { throw .unknownArgument(name, converter: converter) }
    }
}
