/// The URL rules of services numbered so.
func serviceRules(_ numbers: Range<Int>) -> [String] { numbers.map { "/services/\($0)/deploys" } }
