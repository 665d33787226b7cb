package import HarkHost

extension JSONObject {
    /// The object with these members added, or in place of its own of the same names.
    package func merging(_ more: JSONObject) -> JSONObject { JSONObject(Array(self) + more) }
}
