public import HarkEvents

/// The environment that asks a provider's plugin for all of its events, those that are quiet too:
/// `checkAnnouncements(Forge.self, environment: everyEvent(of: Forge.self))`.
public func everyEvent<Owner: ProviderPlugin>(of plugin: Owner.Type) -> [String: String] {
    let provider = Owner.provider
    let quiet = provider.events.quiet.sorted().map { "+\($0)" }
    return quiet.isEmpty ? [:] : [provider.notifierSettings.events.variable: quiet.joined(separator: ",")]
}
