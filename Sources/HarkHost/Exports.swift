// Whoever embeds the host uses the types of plugins, requests and chat too.
@_exported public import Hark
