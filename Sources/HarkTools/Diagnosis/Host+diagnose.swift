package import struct FoundationEssentials.Date

extension Host {
    /// Checks whether a request passes its route's verifier, and explains why if it does not.
    /// - Parameters:
    ///   - path: the path that selects the route, instead of the request's own.
    ///   - now: the time to compare its timestamp with.
    /// - Throws: `Rejection` if no route matches.
    package func diagnose(_ captured: CapturedRequest, routedBy path: String?, at now: Date) throws(Rejection)
        -> Diagnosis
    {
        var request = captured.request
        // A capture does not contain the peer: a proxy's fields are trusted if any proxy is.
        let proxies = TrustedProxies(options.proxies.addresses.isEmpty ? [] : [.unixSocket])
        request.baseURL = options.baseURL?.description ?? Origin(of: request, trusting: proxies).baseURL
        let endpoint = try endpoint(for: path ?? request.target.path, request.method)
        var diagnosis = judge(request, endpoint, now)
        let route = "The route is \(endpoint.label) of plugin \(endpoint.plugin)."
        diagnosis.lines = [route] + captured.remarks + diagnosis.lines
        return diagnosis
    }

    private func judge(_ request: Request, _ endpoint: Endpoint, _ now: Date) -> Diagnosis {
        if endpoint.readsBody, let coding = ContentCoding(of: request) {
            return .refused(
                "Its Content-Encoding is \(coding.name): the route answers 415.",
                "The sender must not compress the body.")
        }
        guard let requestGuard = endpoint.requestGuard, let verifier = requestGuard.verifier else {
            let who =
                endpoint.requestGuard?.isVerifiedByHandler == true
                ? "its handler authenticates senders, which is not tried here" : "anyone may call it"
            return .accepted("The route has no verifier: \(who).")
        }
        if let diagnosis = judge(secrets.trust(in: endpoint)) { return diagnosis }
        if !verifier.publishedKeySchemes.isEmpty { return judgeClaims(request, requestGuard, verifier, now) }
        if requestGuard.isChallenge(request) { return question(request, requestGuard) }
        return judgeProof(request, requestGuard, verifier, now)
    }

    /// The diagnosis of any request to a route whose secret is in this state; nil if it depends on the request.
    private func judge(_ state: TrustState) -> Diagnosis? {
        switch state {
        case .waiting(let variable): .refused("\(variable) is not set: the route answers 503.")
        case .unsigned(let variable): .accepted("\(variable) is “unsigned”: the route takes every delivery.")
        case .generated(let variable, let place) where (try? secrets.store.secret(for: variable)) == nil:
            .refused("\(variable) is not set, and no secret is kept in “\(place)”: is this the bot's environment?")
        case .open, .verified, .generated: nil
        }
    }

    /// Compares the claims of a sender that signs with a published key.
    private func judgeClaims(
        _ request: Request, _ requestGuard: RequestGuard, _ verifier: Verifier, _ now: Date
    ) -> Diagnosis {
        let signedRequest = SignedRequest(request)
        signedRequest.expected = requestGuard.instance.expected
        do throws(VerificationError) {
            _ = try verifier.publishedKeyProof(in: signedRequest, now: now)
            let what = "It is what “\(verifier.name)” sends, and its claims are the expected ones"
            return .accepted("\(what); its signature is not verified here, because the key would have to be requested.")
        } catch {
            return .refused("It does not pass the verifier “\(verifier.name)”: \(error).")
        }
    }

    /// Verifies a proof with the secrets of the bot.
    private func judgeProof(
        _ request: Request, _ requestGuard: RequestGuard, _ verifier: Verifier, _ now: Date
    ) -> Diagnosis {
        let own = requestGuard.instance.secret?.ring
        do throws(VerificationError) {
            let index = try verifier.verify(SignedRequest(request), secrets: own?.values ?? [], now: now).secret
            var diagnosis = Diagnosis.accepted("It passes the verifier “\(verifier.name)”.")
            if requestGuard.handshakeAnswer(
                to: request, isVerified: true, secret: index, requestGuard.instance) != nil
            {
                diagnosis.lines.append("It is what the provider asks before it delivers; the bot answers that itself.")
            }
            if index > 0 {
                diagnosis.lines.append("Only old secret \(index) of \(own?.variable ?? "the plugin") matches.")
            }
            return diagnosis
        } catch {
            var diagnosis = Diagnosis.refused("It does not pass the verifier “\(verifier.name)”: \(error).")
            if case .missing = error {
                diagnosis.lines.append(Self.hint(request, verifier))
            } else {
                diagnosis.lines += findings(verifier, request, own, now)
            }
            return diagnosis
        }
    }

    /// A hint for a request without any proof.
    private static func hint(_ request: Request, _ verifier: Verifier) -> String {
        let own = Set(verifier.proofs.flatMap(\.places).compactMap { $0.headerName?.lowercased() })
        let likely = request.headers.filter { field in
            let name = field.name.canonicalName
            guard !own.contains(name) else { return false }
            return name.contains("signature") || name.contains("hmac") || name.contains("token")
        }.prefix(8).map { $0.name.rawName.scalars(upTo: 64) }
        return likely.isEmpty
            ? "Is a secret set on the sender's side?"
            : "It has \(likely.joined(separator: ", ")): is it another sender's?"
    }

    /// The diagnosis of an unsigned handshake request.
    private func question(_ request: Request, _ requestGuard: RequestGuard) -> Diagnosis {
        let what = "It is what the provider asks before it delivers"
        guard let answer = requestGuard.handshakeAnswer(to: request, isVerified: false, requestGuard.instance),
            answer.status.code < 400
        else {
            let reason = "\(what), but not as the handshake “\(requestGuard.handshake?.name ?? "")” wants it"
            let variable =
                requestGuard.instance.handshakeSecret?.ring.variable.map { ": is its token the one in \($0)?" } ?? "."
            return .refused(reason + variable)
        }
        return .accepted("\(what); the bot answers that itself.")
    }

    private func endpoint(for path: String, _ method: HTTPRequest.Method) throws(Rejection) -> Endpoint {
        switch registry.allRoutes.match(path: path, method: method) {
        case .found(let endpoint, _): return endpoint
        case .methodNotAllowed(let methods):
            let list = methods.map(\.rawValue).joined(separator: ", ")
            throw Rejection(.methodNotAllowed, "\(path.scalars(upTo: 300)) takes \(list), not \(method.rawValue).")
        case .redirect, .notFound, .malformed:
            let rules = registry.plugins.flatMap(\.endpoints).map(\.label).joined(separator: ", ")
            throw Rejection(.notFound, "No route takes \(path.scalars(upTo: 300)). The routes are: \(rules).")
        }
    }

    /// The reasons for a failure, without repetitions.
    private func findings(_ verifier: Verifier, _ request: Request, _ own: SecretRing?, _ now: Date) -> [String] {
        let ownSecrets = (own?.values ?? []).enumerated().map { index, text in
            let name = own?.variable ?? "the plugin's secret"
            return SignatureDiagnosis.NamedSecret(name: index == 0 ? name : "value \(index + 1) of \(name)", text: text)
        }
        let others = knownSecrets.filter { secret in !ownSecrets.contains { $0.text == secret.text } }
        var findings: [String] = []
        let budget = WorkBudget()
        for scheme in verifier.schemes(nearestTo: SignedRequest(request)) {
            let diagnosis = SignatureDiagnosis(
                scheme: scheme, request: request, now: now, secrets: ownSecrets + others, ownCount: ownSecrets.count,
                budget: budget)
            for finding in diagnosis.findings where !findings.contains(finding) { findings.append(finding) }
        }
        for secret in others where verifier.proofs.contains(where: { !$0.isSignature }) {
            guard (try? verifier.verify(SignedRequest(request), secrets: [secret.text], now: now)) != nil else {
                continue
            }
            findings.append("It has another secret: \(secret.name).")
        }
        return findings
    }

    /// Every secret of the bot, and generated ones that are not in use any more.
    private var knownSecrets: [SignatureDiagnosis.NamedSecret] {
        var known: [SignatureDiagnosis.NamedSecret] = []
        for secret in secrets.secrets {
            for (index, text) in secret.ring.values.enumerated() {
                let name = index == 0 ? secret.variable : "value \(index + 1) of \(secret.variable)"
                known.append(SignatureDiagnosis.NamedSecret(name: name, text: text))
            }
            if secrets.generated[secret.variable] == nil, let text = try? secrets.store.secret(for: secret.variable) {
                let place = secrets.store.place(of: secret.variable)
                known.append(
                    SignatureDiagnosis.NamedSecret(
                        name: "the one that the bot once generated, in “\(place)”", text: text))
            }
        }
        return known
    }
}

extension Proof {
    fileprivate var isSignature: Bool {
        if case .signature = self { true } else { false }
    }
}

extension Host {
    /// The suffix of a path that is a route, as behind a proxy that strips a prefix: `/github` for `/hooks/github`. Nil
    /// if there is none, or the whole path is a route.
    package func routeBehindPrefix(of path: String, method: HTTPRequest.Method) -> String? {
        // A limited number of prefixes, because a hostile path may have thousands of slashes.
        let starts = path.indices.filter { path[$0] == "/" }.prefix(16)
        return starts.map { String(path[$0...]) }.first { rest in
            guard case .found = registry.allRoutes.match(path: rest, method: method) else { return false }
            return true
        }.flatMap { $0 == path ? nil : $0 }
    }
}
