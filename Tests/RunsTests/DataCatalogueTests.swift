import Testing

@testable import Runs

@Suite struct DataCatalogueTests {
  @Test func `what can be fetched is in the catalogue, with sums and mirrors`() {
    #expect(
      DataName.allCases.filter(\.canBeFetched) == DataCatalogue.all.map(\.name))
    for catalogue in DataCatalogue.all {
      #expect(catalogue.mirrors.allSatisfy { $0.hasPrefix("https://") && !$0.hasSuffix("/") })
      #expect(catalogue.files.allSatisfy { $0.md5.count == 32 && $0.size > 0 })
    }
  }
}
