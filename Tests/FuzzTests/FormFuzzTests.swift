import HarkHTTP
import XCTest

final class FormFuzzTests: FuzzTestCase {
    private static let multipart = [
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"x%22.txt\"\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\n\r\n-\r--\r\n--b--\r\n",
        "preamble\r\n--b \t\r\ncontent-disposition: form-data; name=a; filename*=utf-8''x\r\n\r\n\r\n--b--epilogue",
    ]

    private let fields = [
        "a=1&b=%C3%A9+x&a=2&&=&c", "payload=%7B%22a%22%3A1%7D", "count=3&ratio=0.5&tags=x&tags=y&on=true",
    ]

    func testURLEncodedForm_readsAsItIsWritten_whenMutated() {
        fuzz(fields.map { Array($0.utf8) }, upTo: 262_144) { body in
            guard let form = try? Form(contentType: "application/x-www-form-urlencoded", body: body) else {
                return true
            }
            return FormFields(urlEncoded: form.fields.urlEncoded.utf8) == form.fields
        }
    }

    func testMultipartForm_keepsItsLimits_whenMutated() {
        fuzz(Self.multipart.map { Array($0.utf8) }, upTo: 262_144) { body in
            guard let form = try? Form(contentType: "multipart/form-data; boundary=b", body: body) else { return true }
            return form.fields.count <= Form.fieldLimit && form.files.count <= Form.fileLimit
        }
    }

    func testMultipartForm_keepsItsLimits_whenItsBoundaryIsMutated() {
        let corpus = Self.multipart.map { Array("multipart/form-data; charset=utf-8; boundary=\"b\"\n\($0)".utf8) }
        fuzz(corpus, upTo: 16_384) { input in
            let type = input.prefix { $0 != 0x0A }
            let body = Array(input.dropFirst(type.count + 1))
            guard let form = try? Form(contentType: String(decoding: type, as: UTF8.self), body: body) else {
                return true
            }
            return form.fields.count <= Form.fieldLimit && form.files.count <= Form.fileLimit
        }
    }

    func testFormDecoder_givesWhatTheFieldsSay_whenMutated() {
        struct Order: Decodable {
            let count: Int8?
            let ratio: Float?
            let tags: [String]?
            let on: Bool?
        }
        fuzz(fields, upTo: 16_384) { text in
            let fields = FormFields(urlEncoded: text.utf8)
            guard let order = try? FormDecoder().decode(Order.self, from: fields) else { return true }
            return order.count == fields["count"].flatMap { Int8($0) } && order.tags ?? [] == fields.all("tags")
        }
    }
}
