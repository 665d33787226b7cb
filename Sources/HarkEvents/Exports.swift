// A provider's plugin imports HarkEvents and no other module of this package: what every plugin needs comes along.
@_exported public import Hark
