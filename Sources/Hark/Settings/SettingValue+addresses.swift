extension AddressRange: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let range = AddressRange(settingText) else {
            throw SettingMismatch(expected: "an address or a CIDR range such as 10.0.0.0/8 or 2001:db8::/32")
        }
        self = range
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "address range" }
}

extension ProxyAddress: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let address = ProxyAddress(settingText) else {
            throw SettingMismatch(expected: "an address, a CIDR range such as 10.0.0.0/8, or unix")
        }
        self = address
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "address range|unix" }
}

extension BaseURL: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let url = BaseURL(settingText) else {
            throw SettingMismatch(expected: "a URL such as https://bot.example.org/hooks")
        }
        self = url
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "URL" }
}
