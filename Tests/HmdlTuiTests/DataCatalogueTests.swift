import Testing

@testable import hmdl_tui

@Suite struct DataCatalogueTests {
  @Test func `what can be fetched is in the catalogue, with sums and mirrors`() {
    #expect(
      DataName.allCases.filter(\.canBeFetched) == DataCatalogue.all.map(\.name))
    for catalogue in DataCatalogue.all {
      #expect(catalogue.mirrors.allSatisfy { $0.hasPrefix("https://") && !$0.hasSuffix("/") })
      #expect(catalogue.files.allSatisfy { $0.md5.count == 32 && $0.size > 0 })
    }
  }

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
