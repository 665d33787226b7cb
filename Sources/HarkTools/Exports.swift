// Whoever imports the tools also uses the host, plugins and requests.
@_exported public import HarkHost
