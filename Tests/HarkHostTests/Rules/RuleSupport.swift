import XCTest

@testable import HarkHost

extension RulePlugin: ExpressibleByStringLiteral {
    /// A plugin that declares no events.
    public init(stringLiteral name: String) { self.init(name: name, events: nil) }
}

extension RuleSet {
    /// The rules of a text without faults.
    init(text: String, plugins: [RulePlugin] = ["alertmanager", "github", "gitlab"]) throws {
        var parser = RuleParser(plugins: plugins) { zone throws(ZoneError) in try ZoneDatabase.system.rules(of: zone) }
        self = parser.parse(text)
        if let fault = parser.faults.first { throw fault }
    }

    /// The names of the rooms that get a notification whose plugin announces in `#general`; empty for none.
    func rooms(_ facts: NotificationFacts, at time: Int = 0) -> [String] {
        guard case .rooms(let rooms) = decision(facts, at: time, usual: ["#general"]).choice else { return [] }
        return rooms.map(\.description)
    }
}

extension NotificationFacts {
    /// Facts of an event of GitHub.
    static func github(
        _ event: UntrustedText, _ action: UntrustedText? = nil, _ fill: (inout NotificationFacts) -> Void = { _ in }
    ) -> NotificationFacts {
        var facts = NotificationFacts(plugin: "github", event: event, action: action)
        fill(&facts)
        return facts
    }
}
