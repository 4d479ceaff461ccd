import Runs
import Testing

@testable import hmdl_tui

@Suite struct DataListCommandTests {
  @Test func `the list fits 80 columns and names licences and remedies`() {
    let lines = DataListCommand.lines { _ in "not here" }
    #expect(lines.allSatisfy { $0.count <= 80 })
    for catalogue in DataCatalogue.all {
      #expect(lines.contains { $0.hasPrefix("\(catalogue.name.rawValue): ") })
      #expect(lines.contains("  licence: \(catalogue.licence)"))
    }
    #expect(lines.contains { $0.contains("55.0 MB unpacked") })
  }
}
