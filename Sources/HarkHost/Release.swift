/// Which Hark this is.
public enum Release {
    /// The version, as semver.org counts.
    public static let version = "0.1.0"
}
