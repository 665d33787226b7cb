/// A chat network that this bot can speak on.
enum ChatKind: String, CaseIterable, SettingValue {
    /// The terminal that the bot was started in, or plain lines on standard output.
    case terminal
}
