import Testing

@testable import Engine

@Suite struct ByteSpoolTests {
  @Test func `what is appended is mapped`() throws {
    var spool = try ByteSpool()
    try spool.append([1, 2])
    try spool.append([])
    try spool.append([3])
    let store = try spool.store()
    #expect(store.withBytes { Array($0) } == [1, 2, 3])
    #expect(try ByteSpool().store().count == 0)
  }
}
