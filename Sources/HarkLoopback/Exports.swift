// The same vocabulary as without a socket.
@_exported public import HarkTesting
