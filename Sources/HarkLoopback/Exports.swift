// The same API as without a socket.
@_exported public import HarkTesting
