import Hark

/// `create`: a branch or tag was created.
struct CreateEvent: Event {
    private let change: RefChange

    init(from decoder: any Decoder) throws { change = try RefChange(from: decoder) }

    var line: Line? { change.line("created") }
}

/// `delete`: a branch or tag was deleted.
struct DeleteEvent: Event {
    private let change: RefChange

    init(from decoder: any Decoder) throws { change = try RefChange(from: decoder) }

    var line: Line? { change.line("deleted") }
}

/// What both events tell.
private struct RefChange: Decodable {
    let ref: String?
    let kind: String?
    let repository: Repository?
    let sender: User?

    private enum CodingKeys: String, CodingKey {
        case ref
        case kind = "ref_type"
        case repository, sender
    }

    func line(_ verb: Words) -> Line? {
        guard let ref, let kind else { return nil }
        return Line(in: repository, "\(sender) \(verb) \(kind) \(ref)", link: repository?.page)
    }
}
