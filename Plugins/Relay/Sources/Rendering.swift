/// One use of a template: what it looks for, and what it has not found so far.
final class Rendering {
    /// The fields that the template names, by number.
    let paths: [FieldPath]

    /// What the relay itself says of the payload.
    let summary: String

    /// How often something was to be said that is not there.
    var lacks = 0

    /// A use of a template with these fields.
    init(paths: [FieldPath], summary: String) {
        self.paths = paths
        self.summary = summary
    }
}
