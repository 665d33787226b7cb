internal import HarkTLS

extension SubjectName: ParameterValue {
    /// Parses an IP address or a DNS name of letters, digits, `-`, `_` and dots, at most 253 characters (RFC 1035,
    /// 2.3.4).
    package init?(parameter: String) {
        if let address = IPAddress(parameter) {
            self = .ip(address.bytes)
            return
        }
        guard parameter.utf8.count <= 253 else { return nil }
        let labels = parameter.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isName = labels.enumerated().allSatisfy { index, label in
            let isWildcard = index == 0 && label.elementsEqual("*".utf8) && labels.count > 2
            return isWildcard || (1...63).contains(label.count) && label.allSatisfy(\.isNameByte)
        }
        guard isName else { return nil }
        self = .dns(parameter)
    }

    package static var parameterDescription: String { "a DNS name or an IP address" }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
