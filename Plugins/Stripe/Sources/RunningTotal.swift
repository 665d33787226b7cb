import HarkEvents

/// A sum of an object that grows with each event, and its former value in the same event
/// (docs.stripe.com/api/events/object, "previous_attributes").
struct RunningTotal {
    private let total: PayloadView
    private let part: Int?
    private let currency: PayloadView

    /// The sum in a field of the event's object.
    init(_ field: String, of event: PayloadView) {
        let object = event.data.object
        let total = object[field]
        self.total = total
        currency = object.currency
        let before = event.data.previous_attributes[field].asInt.flatMap { $0 == 0 ? nil : $0 }
        part = before.flatMap { before in
            let difference = total.asInt?.subtractingReportingOverflow(before)
            // A sum that did not grow is not one of later parts.
            return difference.flatMap { $0.overflow || $0.partialValue <= 0 ? nil : $0.partialValue }
        }
    }

    /// Whether there were events of this kind about the object before.
    var isLaterPart: Bool { part != nil }

    /// What this event added; the whole sum if it is the first.
    var amount: Amount { Amount(part.map { PayloadView(.integer($0)) } ?? total, currency) }

    /// The sum, if it is more than what this event added: ` (15.00 USD in all)`.
    var remark: ChatText { isLaterPart ? " (\(Amount(total, currency)) in all)" : "" }
}
