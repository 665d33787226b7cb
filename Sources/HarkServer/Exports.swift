// A bot's main.swift imports HarkServer and its plugins; whatever it says about them is in the same terms.
@_exported public import HarkHost
