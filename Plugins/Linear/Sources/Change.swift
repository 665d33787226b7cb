import HarkEvents

/// One object of Linear and what became of it: the common part of all data change webhooks
/// (linear.app/developers/webhooks, "Data change events payload").
struct Change {
    /// A field whose changes are announced.
    struct Field {
        /// Its names in `updatedFrom`, of which an object has one.
        let keys: [String]
        /// Its name as people write it.
        let name: StaticString
        /// What it is now; nil for a text that is too long to say.
        let text: PayloadView?

        init(_ keys: String..., as name: StaticString, _ text: PayloadView? = nil) {
            self.keys = keys
            self.name = name
            self.text = text
        }

        fileprivate var words: ChatText {
            guard let text else { return "\(name)" }
            return text.asText == nil ? "no \(name)" : "\(name) → \(text)"
        }
    }

    let payload: PayloadView

    init(_ payload: PayloadView) { self.payload = payload }

    var data: PayloadView { payload.data }

    /// Whoever did it: a person, an application or an integration, which has the name of a service alone.
    var actor: ChatText { "\(payload.actor.name.asPersonName.or(payload.actor.service), or: "somebody")" }

    /// The page of the object.
    var link: UntrustedText? { EventNotification.link(payload.url, data.url) }

    var isUpdate: Bool { payload.action.asText == "update" }

    /// Whether a field was changed.
    func changed(_ key: String) -> Bool { payload.updatedFrom.asMembers.contains { $0.name == key } }

    /// The sentence about what was done, such as `Ada created ENG-7`; nil for an unknown action, and for an update of
    /// nothing that people want to know.
    /// - Parameters:
    ///   - name: the object.
    ///   - fields: the fields whose changes are announced.
    ///   - created: the verb for a new object.
    func words(_ name: ChatText, _ fields: [Field], created: ChatText = "created") -> ChatText? {
        switch payload.action.asText {
        case "create": return "\(actor) \(created) \(name)"
        case "remove": return "\(actor) removed \(name)"
        case "restore": return "\(actor) restored \(name)"
        case "update":
            guard payload.updatedFrom.exists else { return "\(actor) updated \(name)" }
            let changes = fields.filter { $0.keys.contains(where: changed) }.map(\.words)
            return changes.isEmpty ? nil : "\(actor) updated \(name) (\(ChatText(changes)))"
        case nil: return "\(actor) \(payload.action) \(name)"
        default: return nil
        }
    }
}
