import TerminalKit
import Foundation

/// Writes a screen to a file, never over an existing one.
enum SavedView {
  /// The kind of file, by the ending of its name: characters alone, or with the colours for a terminal (ANSI), or
  /// as a picture.
  static let endings = ["txt", "ans", "svg"]

  /// Writes a screen.
  ///
  /// - Parameters:
  ///   - screen: the screen as it is shown.
  ///   - name: its ending says how it is written; without one it is text. When a file is there already, a
  ///     number is put before the ending.
  ///   - directory: where names without a directory of their own go.
  ///   - ground: what colours are seen on.
  /// - Returns: the name that the file got.
  /// - Throws: `Refusal`, with nothing written.
  static func write(
    _ screen: Screen, name: String, directory: URL, ground: Ground
  ) throws -> String {
    let ending = Self.ending(of: name) ?? "txt"
    let stem = Self.ending(of: name) == nil ? name : String(name.dropLast(ending.count + 1))
    guard let text = text(of: screen, ending: ending.lowercased(), ground: ground) else {
      throw Refusal("a view is saved as .txt, .ans (with colours) or .svg, not as .\(ending)")
    }
    for number in 1...999 {
      let candidate = stem + (number == 1 ? "" : "-\(number)") + "." + ending
      let path = URL(fileURLWithPath: candidate, relativeTo: directory).path
      do {
        guard !FileManager.default.fileExists(atPath: path) else { continue }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        return candidate
      } catch {
        throw Refusal("cannot write \(candidate): \(reason(for: path)); type another name or path")
      }
    }
    throw Refusal("there are 999 views of that name here already: type another one")
  }

  /// The name with the next of the endings, for a key that goes through them.
  static func nextEnding(of name: String) -> String {
    guard let ending = ending(of: name) else { return name + "." + endings[0] }
    let next = endings.firstIndex(of: ending).map { ($0 + 1) % endings.count } ?? 0
    return name.dropLast(ending.count) + endings[next]
  }

  /// The letters behind the last point of the last part of a path; nil if there is none.
  private static func ending(of name: String) -> String? {
    let last = name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let point = last.lastIndex(of: "."), point != last.startIndex,
      last.index(after: point) != last.endIndex
    else { return nil }
    return String(last[last.index(after: point)...])
  }

  private static func text(of screen: Screen, ending: String, ground: Ground) -> String? {
    switch ending {
    case "txt": screen.text + "\n"
    case "ans": screen.ansi(ground: ground)
    case "svg": screen.svg(ground: ground)
    default: nil
    }
  }

  private static func reason(for path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory)
    if !exists { return "there is no directory \(folder)" }
    if !isDirectory.boolValue { return "\(folder) is no directory" }
    if !FileManager.default.isWritableFile(atPath: folder) { return "\(folder) may not be written" }
    return "the disk may be full"
  }
}
