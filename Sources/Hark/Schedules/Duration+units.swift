extension Duration {
    /// This many minutes.
    public static func minutes(_ count: Int) -> Duration { .seconds(count) * 60 }

    /// This many hours.
    public static func hours(_ count: Int) -> Duration { .seconds(count) * 3600 }

    /// This many days of 24 hours.
    public static func days(_ count: Int) -> Duration { .seconds(count) * 86_400 }
}
