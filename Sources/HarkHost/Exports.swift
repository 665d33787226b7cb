// Whoever embeds the host speaks of plugins, requests and chat in the same terms.
@_exported public import Hark
