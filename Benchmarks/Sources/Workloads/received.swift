/// The answer of every server to a body of `count` bytes; it shows that the body was read.
public func received(_ count: Int) -> String { "received \(count) bytes\n" }
