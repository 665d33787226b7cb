// A bot's main.swift imports HarkServer and its plugins, and uses the host's types too.
@_exported public import HarkHost
