import Testing

@testable import Runs

@Suite struct DataNameTests {
  /// XDG Base Directory Specification 0.8.
  @Test func `fetched data lie in the XDG data directory`() {
    func home(_ environment: [String: String]) -> String {
      DataName.mnist.homeDirectory(environment: environment)
    }
    #expect(home(["XDG_DATA_HOME": "/data", "HOME": "/me"]) == "/data/hmdl-tui/mnist")
    #expect(home(["HOME": "/me"]) == "/me/.local/share/hmdl-tui/mnist")
    #expect(home(["XDG_DATA_HOME": "", "HOME": "/me"]) == "/me/.local/share/hmdl-tui/mnist")
    #expect(home(["XDG_DATA_HOME": "x", "HOME": "/me"]) == "/me/.local/share/hmdl-tui/mnist")
    #expect(
      DataName.cifar10.homeDirectory(environment: ["HOME": "/me"]).hasSuffix("/cifar-10"))
  }
}
