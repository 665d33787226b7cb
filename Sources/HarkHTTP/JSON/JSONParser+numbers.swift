extension JSONParser {
    /// A number (RFC 8259, 6); the position is at its minus sign or first digit.
    mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let integer = try integerPart(isNegative: isNegative)
        var isInteger = true
        if byte == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if isInteger, let integer { return .integer(integer) }
        let written = String(decoding: text[start..<position], as: UTF8.self)
        guard let number = Double(written), number.isFinite else {
            position = start
            throw fault("this number is too large.")
        }
        return JSONValue.isExact(written) ? .number(number) : .longNumber(written)
    }

    /// The digits before fraction and exponent, without a leading zero; nil when they do not fit.
    private mutating func integerPart(isNegative: Bool) throws(JSONSyntaxError) -> Int? {
        let start = position
        var integer: Int? = 0
        while let digit = digit {
            if let current = integer {
                let (tens, overflow) = current.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(isNegative ? -digit : digit)
                integer = overflow || carry ? nil : sum
            }
            position += 1
        }
        guard position > start else { throw fault("a digit is expected here.") }
        if text[start] == UInt8(ascii: "0"), position > start + 1 {
            position = start
            throw fault("a number may not begin with a zero.")
        }
        return integer
    }

    /// One digit or more.
    private mutating func digits() throws(JSONSyntaxError) {
        guard digit != nil else { throw fault("a digit is expected here.") }
        repeat { position += 1 } while digit != nil
    }

    /// The digit at the position, if there is one.
    private var digit: Int? {
        let byte = byte
        return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte & 0x0F) : nil
    }
}
