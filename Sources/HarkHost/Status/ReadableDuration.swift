/// A duration for people: `2 d 3 h`, `5 min`, `12 s`.
package struct ReadableDuration: CustomStringConvertible {
    package let description: String

    /// A duration in whole seconds.
    package init(seconds: Int) {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
        description =
            if days > 0 {
                "\(days) d \(hours) h"
            } else if hours > 0 {
                "\(hours) h \(minutes) min"
            } else {
                minutes > 0 ? "\(minutes) min" : "\(seconds) s"
            }
    }
}
