import Foundation

/// Writes the manual pages of a program from what it says of itself:
///
///     hmdl-tui --experimental-dump-help | manual-pages DIRECTORY VERSION
@main
enum Main {
  static func main() {
    do {
      try writePages(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("manual-pages: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func writePages(_ arguments: [String]) throws {
    guard arguments.count == 2 else { throw Usage() }
    let help = try JSONDecoder().decode(
      CommandHelp.Dump.self, from: FileHandle.standardInput.readDataToEndOfFile())
    let directory = URL(fileURLWithPath: arguments[0])
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for page in ManualPage.all(help.command, version: arguments[1]) {
      try page.text.write(
        to: directory.appending(path: page.file), atomically: true, encoding: .utf8)
    }
  }

  private struct Usage: Error, CustomStringConvertible {
    let description = "usage: PROGRAM --experimental-dump-help | manual-pages DIRECTORY VERSION"
  }
}
