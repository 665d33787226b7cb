extension RequestGuard {
    /// Gets the published key that a request is said to be signed with, if its proof is of that kind.
    /// - Throws: `LoggedRejection` if the request cannot be authentic, or the key cannot be had.
    func findPublishedKey(
        of signedRequest: SignedRequest, _ head: HeadProof, _ instance: InstanceValues, in keys: PublishedKeys
    ) async throws(LoggedRejection) {
        guard let verifier, case .wanted = head, !verifier.publishedKeySchemes.isEmpty else { return }
        let key: PublishedKeyName
        do throws(VerificationError) {
            guard let proof = try verifier.publishedKeyProof(in: signedRequest, now: clock.now) else { return }
            signedRequest.publishedKeyProof = proof
            key = proof.key
        } catch {
            throw LoggedRejection(unverifiedFor: verifier, because: error)
        }
        do throws(PublishedKeyFailure) {
            signedRequest.publishedKey = try await keys.key(key)
        } catch {
            throw LoggedRejection(
                .serviceUnavailable, "The delivery cannot be verified now.", after: Self.keyTime,
                because: "the key that it is signed with cannot be had: \(error.reason)")
        }
    }

    /// `Retry-After` while a published key cannot be had.
    private static let keyTime = Duration.seconds(30)
}
