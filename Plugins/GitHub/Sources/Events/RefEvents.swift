/// `create`: a branch or tag was created.
struct CreateEvent: Event {
    let ref: String?
    let kind: String?
    let repository: Repository?
    let sender: User?

    private enum CodingKeys: String, CodingKey {
        case ref
        case kind = "ref_type"
        case repository, sender
    }

    var line: Line? {
        guard let ref, let kind else { return nil }
        return Line(in: repository, "\(sender) created \(kind) \(ref)", link: repository?.page)
    }
}

/// `delete`: a branch or tag was deleted.
struct DeleteEvent: Event {
    let ref: String?
    let kind: String?
    let repository: Repository?
    let sender: User?

    private enum CodingKeys: String, CodingKey {
        case ref
        case kind = "ref_type"
        case repository, sender
    }

    var line: Line? {
        guard let ref, let kind else { return nil }
        return Line(in: repository, "\(sender) deleted \(kind) \(ref)", link: repository?.page)
    }
}
