import Foundation
import TestSupport
import Testing

/// Colours of 24 bits, on a terminal whose description with exact colours is known to the system.
@Suite struct ExactColorTests {
  /// As ncurses' own `xterm-direct`, with the separators that every terminal understands.
  private static let description = #"""
    xterm-direct|xterm with exact colours, RGB, colors#0x1000000, pairs#0x10000, CO#8,
    	setab=\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    	setaf=\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
    	ccc@, initc@, oc@, use=xterm-256color,
    """#

  private func output(_ environment: [String: String?]) throws -> String {
    let terminal = try PseudoTerminal(
      [Product.path, "lesson", "four-layer"], environment: environment)
    #expect(terminal.waits(for: "begins"))
    // Past the question of an earlier lesson.
    terminal.send("l")
    #expect(terminal.waits(for: "do you remember?"))
    terminal.send("l")
    terminal.settle()
    terminal.send("q")
    #expect(terminal.end() == .exited(0))
    return terminal.text
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tic")))
  func `COLORTERM brings exact colours, and nothing redefines the terminal's table`() throws {
    let folder = try TemporaryDirectory()
    let source = folder.path + "/source"
    try Self.description.write(toFile: source, atomically: true, encoding: .utf8)
    let compiler = try PseudoTerminal(["/usr/bin/tic", "-x", "-o", folder.path, source])
    #expect(compiler.end() == .exited(0), "\(compiler.text)")
    let known = "\(folder.path):/etc/terminfo:/lib/terminfo:/usr/share/terminfo"
    let exact = try output(["TERMINFO_DIRS": known, "COLORTERM": "truecolor"])
    // 1.00 is the largest signal: L* 86 in the hue of orange, black on it.
    #expect(exact.contains("48;2;253;205;181m") && !exact.contains("48;5;"))
    let table = try output(["TERMINFO_DIRS": known])
    #expect(table.contains("48;5;215m") && !table.contains("48;2;"))
    let unknown = try output(["COLORTERM": "truecolor"])
    #expect(unknown.contains("48;5;215m") && !unknown.contains("48;2;"))
    for text in [exact, table, unknown] {
      #expect(!text.contains("\u{1b}]4;") && !text.contains("\u{1b}]104"))
    }
  }
}
