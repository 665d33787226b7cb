import HarkStore
import HarkTesting

import struct FoundationEssentials.Date

extension NewDelivery {
    /// A delivery with the usual values.
    static func sample(
        _ requestID: String = "request", key: String? = nil, _ policy: StoredKeyPolicy = .serial,
        duplicateKey: UInt128? = nil, expiry: Date, route: StoredRoute = .sample
    ) -> NewDelivery {
        NewDelivery(
            requestID: requestID, route: route, key: key, policy: policy, duplicateKey: duplicateKey, expiry: expiry,
            head: Array("{}".utf8), body: Array("body of \(requestID)".utf8))
    }
}

extension StoredRoute {
    static let sample = StoredRoute(plugin: "ci", label: "POST /ci")
    static let other = StoredRoute(plugin: "deploys", label: "POST /deploys/<service>")
}

extension AddedDelivery {
    /// The run, if it was started.
    var run: DeliveryRun? { if case .running(let run) = self { run } else { nil } }

    /// Its number.
    var id: StoredDeliveryID {
        switch self {
        case .running(let run): run.id
        case .stored(let id, _, _, _), .duplicate(let id, _), .replayed(let id): id
        }
    }
}

extension TestClock {
    /// The time that is so many seconds from now.
    func later(_ seconds: Int) -> Date { now.addingTimeInterval(Double(seconds)) }
}
