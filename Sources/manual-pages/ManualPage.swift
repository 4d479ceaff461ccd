/// The page of a command in section 1 of the manual, in the language of man(7).
struct ManualPage {
  let command: CommandHelp
  let version: String

  private var name: String { command.words.joined(separator: "-") }
  private var program: String { command.words.first ?? name }

  /// `hmdl-tui-data-fetch.1`.
  var file: String { name + ".1" }

  /// The page and those of the commands below it.
  static func all(_ command: CommandHelp, version: String) -> [ManualPage] {
    [ManualPage(command: command, version: version)]
      + command.commands.flatMap { all($0, version: version) }
  }

  var text: String {
    let heading =
      ".TH \(quoted(name.uppercased())) 1 \"\" \(quoted("\(program) \(version)")) "
      + quoted("\(program) manual")
    var lines = [heading, ".SH NAME"]
    lines.append("\(escaped(name)) \\- \(escaped(sentence(command.abstract)))")
    lines += [".SH SYNOPSIS"] + synopsis
    if let discussion = command.discussion { lines += [".SH DESCRIPTION"] + paragraphs(discussion) }
    lines += options + commands + seeAlso
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Sections

  private var shown: [CommandHelp.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  private var synopsis: [String] {
    let words = "\\fB\(escaped(command.words.joined(separator: " ")))\\fR"
    guard command.commands.isEmpty else {
      return ["\(words) \\fIcommand\\fR [\\fIoptions\\fR]"]
    }
    let values = shown.filter { $0.kind == "positional" }.map { argument in
      let value =
        "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(value)]" : value
    }
    return [([words] + values + ["[\\fIoptions\\fR]"]).joined(separator: " ")]
  }

  /// Arguments under the titles of their groups.
  private var options: [String] {
    var lines: [String] = []
    var titles: [String?] = []
    for argument in shown where !titles.contains(argument.sectionTitle) {
      titles.append(argument.sectionTitle)
    }
    for title in titles {
      lines.append(title.map { ".SS \(quoted($0))" } ?? ".SH OPTIONS")
      for argument in shown where argument.sectionTitle == title { lines += entry(argument) }
    }
    // A group's title needs the heading above it.
    if titles.first.flatMap(\.self) != nil { lines.insert(".SH OPTIONS", at: 0) }
    return lines
  }

  private func entry(_ argument: CommandHelp.Argument) -> [String] {
    let value = argument.valueName.map { "\\fI\(escaped($0))\\fR" } ?? ""
    let names = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }
      .joined(separator: ", ")
    let head =
      switch argument.kind {
      case "positional": value
      case "flag": names
      default: "\(names) \(value)"
      }
    var notes: [String] = []
    if let values = argument.allValues, !values.isEmpty {
      notes.append("values: " + values.joined(separator: ", "))
    }
    if let standard = argument.defaultValue { notes.append("default: \(standard)") }
    let note = notes.isEmpty ? "" : "(\(notes.joined(separator: "; ")))"
    let texts = [argument.abstract, argument.discussion].compactMap(\.self) + [note]
    return [".TP", head] + texts.filter { !$0.isEmpty }.flatMap(lines)
  }

  private var commands: [String] {
    guard !command.commands.isEmpty else { return [] }
    return [".SH COMMANDS"]
      + command.commands.flatMap { sub in
        [".TP", reference(sub.words), escaped(sub.abstract ?? "")]
      }
  }

  private var seeAlso: [String] {
    guard command.words.count > 1 else { return [] }
    return [".SH SEE ALSO", reference(command.words.dropLast())]
  }

  private func reference(_ words: [String]) -> String {
    "\\fB\(escaped(words.joined(separator: "-")))\\fR(1)"
  }

  // MARK: - Text

  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n\n").enumerated().flatMap { index, paragraph in
      (index == 0 ? [] : [".PP"]) + lines(String(paragraph))
    }
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { escaped(String($0)) }
  }

  /// As the heading of a page wants it: no full stop, one line.
  private func sentence(_ text: String?) -> String {
    var text = (text ?? "").replacing("\n", with: " ")
    if text.last == "." { text.removeLast() }
    return text
  }

  private func quoted(_ text: String) -> String {
    "\"" + escaped(text).replacing("\"", with: "\\(dq") + "\""
  }

  /// Signs that man(7) would take for commands or hyphens.
  private func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }
}
