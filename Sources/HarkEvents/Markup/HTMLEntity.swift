/// Character references of HTML (html.spec.whatwg.org, "Character references").
enum HTMLEntity {
    /// The character of a reference that begins at a position with `&`, and the end of the reference; nil if none does.
    static func character(in text: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
        // The longest name here has eight letters, the highest number seven digits.
        let rest = text[(start + 1)...].prefix(10)
        guard let semicolon = rest.firstIndex(of: UInt8(ascii: ";")), semicolon > start + 1 else { return nil }
        let name = String(decoding: rest[..<semicolon], as: UTF8.self)
        if name.utf8.first == UInt8(ascii: "#") {
            return number(name.dropFirst()).map { (Array("\($0)".utf8), semicolon + 1) }
        }
        return characters[name].map { (Array($0.utf8), semicolon + 1) }
    }

    private static func number(_ digits: Substring) -> Unicode.Scalar? {
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.map { $0 == 0 ? "\u{fffd}" : Unicode.Scalar($0) ?? "\u{fffd}" }
    }

    /// The names that people and editors write.
    private static let characters: [String: String] = [
        "amp": "&", "AMP": "&", "lt": "<", "LT": "<", "gt": ">", "GT": ">", "quot": "\"", "QUOT": "\"", "apos": "'",
        "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "zwj": "\u{200d}", "zwnj": "\u{200c}", "shy": "",
        "hellip": "…", "mdash": "—", "ndash": "–", "minus": "−", "lsquo": "‘", "rsquo": "’", "sbquo": "‚",
        "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«", "raquo": "»", "lsaquo": "‹", "rsaquo": "›",
        "bull": "•", "middot": "·", "copy": "©", "reg": "®", "trade": "™", "deg": "°", "plusmn": "±", "times": "×",
        "divide": "÷", "frac12": "½", "frac14": "¼", "sup2": "²", "sup3": "³", "micro": "µ", "para": "¶", "sect": "§",
        "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓", "harr": "↔", "rArr": "⇒", "ne": "≠", "le": "≤", "ge": "≥",
        "asymp": "≈", "infin": "∞", "check": "✓", "cross": "✗", "star": "☆", "hearts": "♥",
        "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "szlig": "ß", "iexcl": "¡", "iquest": "¿",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "aring": "å", "Aring": "Å",
        "aelig": "æ", "AElig": "Æ", "oslash": "ø", "Oslash": "Ø", "ccedil": "ç", "Ccedil": "Ç", "ntilde": "ñ",
        "Ntilde": "Ñ", "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "egrave": "è", "eacute": "é",
        "Eacute": "É", "ecirc": "ê", "euml": "ë", "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï",
        "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ", "ugrave": "ù", "uacute": "ú", "ucirc": "û",
        "lbrack": "[", "rbrack": "]", "lsqb": "[", "rsqb": "]", "lpar": "(", "rpar": ")", "ast": "*", "lowbar": "_",
        "grave": "`", "num": "#", "excl": "!", "vert": "|", "verbar": "|", "bsol": "\\", "sol": "/", "commat": "@",
        "colon": ":", "comma": ",", "period": ".", "semi": ";", "percnt": "%", "dollar": "$", "equals": "=",
        "plus": "+", "lbrace": "{", "rbrace": "}", "lcub": "{", "rcub": "}", "Tab": " ", "NewLine": " ",
    ]
}
