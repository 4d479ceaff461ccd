/// Why a file cannot be read, written or used; one sentence with the file and the place.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let file: String
  public let line: Int?
  public let reason: String

  public init(file: String, line: Int? = nil, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  public var description: String { "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)" }
}
