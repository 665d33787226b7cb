// Whoever imports the tools speaks of the host, and of plugins and requests, in the same terms.
@_exported public import HarkHost
