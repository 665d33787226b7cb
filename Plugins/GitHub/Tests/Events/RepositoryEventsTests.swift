import XCTest

@testable import GitHubPlugin

final class RepositoryEventsTests: XCTestCase {
    func testPingLine_greetsTheRepository() throws {
        let line = try formatted("ping", #""zen": "Keep it logically awesome.""#)

        XCTAssertEqual(line, "GitHub says hello to octo/repo: Keep it logically awesome.")
    }

    func testPingLine_greetsTheOrganization_whenThereIsNoRepository() throws {
        let line = try formatted(
            "ping", #""repository": null, "organization": {"login": "octo"}, "zen": "Design for failure.""#)

        let enterprise = try formatted(
            "ping", #""repository": null, "enterprise": {"slug": "acme"}, "zen": "Design for failure.""#)

        XCTAssertEqual(line, "GitHub says hello to octo: Design for failure.")
        XCTAssertEqual(enterprise, "GitHub says hello to acme: Design for failure.")
    }

    func testStarLine_countsTheStars() throws {
        let lines = try [("created", 1), ("deleted", 0), ("created", 12)].map { action, stars in
            try formatted(
                "star",
                #""action": "\#(action)", "repository": {"full_name": "octo/repo", "stargazers_count": \#(stars)}"#
            )
        }

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada starred the repository: 1 star now",
                "[octo/repo] ada took a star back: 0 stars now",
                "[octo/repo] ada starred the repository: 12 stars now",
            ]
        )
    }

    func testForkLine_linksTheFork() throws {
        let line = try formatted(
            "fork", #""forkee": {"full_name": "ada/repo", "html_url": "https://github.com/ada/repo"}"#)

        XCTAssertEqual(line, "[octo/repo] ada forked the repository to ada/repo https://github.com/ada/repo")
    }

    func testReferenceLines_tellBranchesFromTags() throws {
        let created = try formatted("create", #""ref": "v1", "ref_type": "tag""#)
        let deleted = try formatted("delete", #""ref": "old", "ref_type": "branch""#)

        XCTAssertEqual(created, "[octo/repo] ada created tag v1 https://github.com/octo/repo/tree/v1")
        XCTAssertEqual(deleted, "[octo/repo] ada deleted branch old https://github.com/octo/repo/branches")
    }

    func testReleaseLine_tellsReleasesFromPreReleases() throws {
        let release = try formatted("release", #""action": "published", "release": {"tag_name": "1.0", "name": "1.0"}"#)
        let preRelease = try formatted(
            "release",
            #""action": "published", "release": {"tag_name": "2.0-b1", "name": "Two", "prerelease": true, "html_url": "https://x/r"}"#
        )

        XCTAssertEqual(release, "[octo/repo] ada published release 1.0")
        XCTAssertEqual(preRelease, "[octo/repo] ada published pre-release 2.0-b1: Two https://x/r")
    }

    func testReleaseLine_isNil_forTheEventsThatComeWithAPublication() throws {
        let lines = try ["released", "prereleased"].map {
            try formatted("release", #""action": "\#($0)", "release": {"tag_name": "1.0"}"#)
        }

        XCTAssertEqual(lines, [nil, nil])
    }
}
