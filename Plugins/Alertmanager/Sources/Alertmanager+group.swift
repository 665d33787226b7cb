import Hark

extension Alertmanager {
    /// A group of alerts: how many fire and are resolved, which they are, what they say, and where to look.
    static func group(_ payload: Facts) -> Line? {
        let group = AlertGroup(payload)
        let saying = group.saying("summary", "description")
        return Line(
            "\(group.states) \(group.name)\(group.subjects)\(saying)\(group.cutOff)",
            link: group.shown.first?.generatorURL.text ?? payload.externalURL.text)
    }
}
