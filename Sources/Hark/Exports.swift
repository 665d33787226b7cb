// A plugin imports Hark and no other module of this package: requests, responses and header names come along.
@_exported public import HTTPTypes
@_exported public import HarkHTTP
@_exported public import HarkVerification
@_exported public import Logging
