// A provider's plugin imports HarkEvents and nothing else of ours: what every plugin needs comes along.
@_exported public import Hark
