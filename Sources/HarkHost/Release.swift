/// The version of Hark.
public enum Release {
    /// The version, according to semver.org.
    public static let version = "0.1.0"
}
