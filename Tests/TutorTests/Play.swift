import Engine
import Foundation
import TerminalKit
import TestSupport
import Testing
import Tracer

@testable import Tutor

/// The four-layer lesson, played by scripts on the scripted terminal.
enum Play {
  static let usual = Size(columns: 80, rows: 24)

  /// What it shows, from its start on, after every step of the script.
  static func lesson(
    _ script: [ScriptedTerminal.Step], size: Size = usual, glyphs: Glyphs = .unicode,
    worker: any Worker = AtOnce(), directory: URL = FileManager.default.temporaryDirectory
  ) throws -> [Screen] {
    let run = try LessonRun(LessonLibrary.lesson("four-layer"))
    return Program.play(
      TutorPage(Walk(run), directory: directory), script, size: size, glyphs: glyphs,
      worker: worker)
  }

  /// The same for keys.
  static func lesson(_ keys: [Key], size: Size = usual) throws -> [Screen] {
    try lesson(keys.map(ScriptedTerminal.Step.key), size: size)
  }

  /// The last screen after keys, as `keys` spells them.
  static func screen(
    _ keys: String, size: Size = usual, directory: URL = FileManager.default.temporaryDirectory
  ) throws -> Screen {
    try #require(
      try lesson(Self.keys(keys).map(ScriptedTerminal.Step.key), size: size, directory: directory)
        .last)
  }

  /// A model after keys; requests for work are left aside.
  static func model(_ keys: String, from model: Model? = nil) throws -> Model {
    var model = try model ?? TutorViewTests.lesson()
    for key in Self.keys(keys) { model = model.updated(.key(key)).model }
    return model
  }

  /// Keys by name: words in `<…>` for those without a character, all else as it stands.
  static func keys(_ text: String) -> [Key] {
    let names: [String: Key] = [
      "enter": .enter, "esc": .escape, "tab": .tab, "backtab": .backTab, "up": .up, "down": .down,
      "left": .left, "right": .right, "pgup": .pageUp, "pgdn": .pageDown, "home": .home,
      "end": .end, "back": .backspace,
    ]
    var keys: [Key] = []
    var rest = text[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">"),
        let key = names[String(rest[rest.index(after: rest.startIndex)..<end])]
      {
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      } else {
        keys.append(.character(character))
        rest = rest.dropFirst()
      }
    }
    return keys
  }
}
