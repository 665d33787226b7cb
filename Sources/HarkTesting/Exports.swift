// A test imports HarkTesting and its plugin, and uses requests, statuses and rooms as the plugin does.
@_exported public import HarkClient
@_exported public import HarkHost
@_exported public import HarkStore
