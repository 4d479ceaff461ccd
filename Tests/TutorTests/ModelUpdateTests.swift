import Engine
import Foundation
import TerminalKit
import TestSupport
import Testing
import Tracer

@testable import Tutor

/// What keys and the mouse do, from a script of keys to the screen.
@Suite struct ModelUpdateTests {
  private func status(_ screen: Screen) -> String { screen.lines[0] }

  private func isAt(_ update: Int, _ step: Int, _ screen: Screen) -> Bool {
    let number = step < 10 ? " \(step)" : "\(step)"
    return status(screen).contains("update \(update)/3  step \(number)/24")
  }

  private func lastLine(_ screen: Screen) -> String { screen.lines[screen.size.rows - 1] }

  // MARK: Walking

  @Test func `steps, sections, layers, phases, ends`() throws {
    #expect(isAt(1, 1, try Play.screen("")))
    #expect(isAt(1, 3, try Play.screen("l<right>")))
    #expect(isAt(1, 2, try Play.screen("lll<left>h")))
    #expect(isAt(1, 2, try Play.screen(" ")))
    #expect(lastLine(try Play.screen("h")) == " this is the first step")
    #expect(status(try Play.screen("G")).contains("after update 3"))
    #expect(lastLine(try Play.screen("Gl")) == " this is the last step; g returns to the first")
    #expect(isAt(1, 1, try Play.screen("Gg")))
    #expect(isAt(1, 1, try Play.screen("np")))
    #expect(!isAt(1, 1, try Play.screen("n")))
    #expect(isAt(1, 4, try Play.screen("]]")))
    #expect(isAt(1, 10, try Play.screen("}")))
    #expect(isAt(1, 11, try Play.screen("}}")))
    #expect(isAt(1, 10, try Play.screen("}}{")))
  }

  @Test func `go to a step of this update or another`() throws {
    #expect(isAt(1, 12, try Play.screen(":12<enter>")))
    #expect(isAt(2, 3, try Play.screen(":2/3<enter>")))
    #expect(isAt(1, 12, try Play.screen(": 12 <enter>")))
    #expect(isAt(1, 1, try Play.screen(":12<esc>")))
    let missing = try Play.screen(":99<enter>")
    #expect(isAt(1, 1, missing) && lastLine(missing) == " there is no step 99")
    #expect(lastLine(try Play.screen(":x<enter>")).contains("type a step such as 12"))
    #expect(try Play.screen(":1<back>2").text.contains(" go to step: 2"))
  }

  @Test func `search finds words, goes on with the last ones, and says when there are none`() throws
  {
    let found = try Play.screen("/softmax<enter>")
    #expect(!isAt(1, 1, found))
    let again = try Play.screen("/softmax<enter>/<enter>")
    #expect(status(again) != status(found))
    let none = try Play.screen("/zebra<enter>")
    #expect(isAt(1, 1, none) && lastLine(none) == " no other step says \"zebra\"")
  }

  @Test func `the next step of the same layer`() throws {
    #expect(isAt(1, 3, try Play.screen("l*")))
    #expect(status(try Play.screen("l**")).contains("BACKWARD"))
  }

  @Test func `breaks are set, run to, and cleared`() throws {
    #expect(isAt(1, 3, try Play.screen("llbgc")))
    #expect(isAt(1, 3, try Play.screen("llbGC")))
    #expect(lastLine(try Play.screen("llb")) == " break set; c runs to it")
    #expect(lastLine(try Play.screen("llbb")) == " break cleared")
    #expect(lastLine(try Play.screen("llbbgc")) == " no break that way; b sets one")
    #expect(try Play.screen("llbL").text.contains("1/3  FORWARD at A  (break)"))
  }

  @Test func `marks are set and returned to`() throws {
    #expect(isAt(1, 4, try Play.screen("lllmaG'a")))
    #expect(lastLine(try Play.screen("ma")) == " marked; ' a returns here")
    #expect(lastLine(try Play.screen("'b")) == " there is no mark b; m b sets it")
    #expect(lastLine(try Play.screen("m1")) == " a mark is a letter")
    #expect(lastLine(try Play.screen("m")).contains("type a letter"))
    let cancelled = try Play.screen("m<esc>")
    #expect(lastLine(cancelled).contains("q quit"))
    #expect(try Play.model("l<enter>ma").mode == .cells)
  }

  @Test func `the list of the steps goes where Enter says`() throws {
    #expect(isAt(1, 3, try Play.screen("L<down><down><enter>")))
    #expect(isAt(1, 1, try Play.screen("L<down><esc>")))
    #expect(isAt(1, 1, try Play.screen("L<down>L")))
    #expect(status(try Play.screen("L<end><enter>")).contains("after update 3"))
  }

  // MARK: Cells

  @Test func `arrows walk the cells as they are drawn, Space still steps`() throws {
    func cell(_ keys: String) throws -> [Int]? { try Play.model(keys).focusedCell?.index }
    let start = try #require(try cell("l<enter>"))
    #expect(try cell("l<enter><down>") == [start[0], start[1] + 1, start[2], start[3]])
    #expect(try cell("l<enter>k<right>") == [start[0], start[1] - 1, start[2] + 1, start[3]])
    #expect(
      try Play.model("l<enter>" + String(repeating: "h", count: 9)).message == "the edge of the map"
    )
    #expect(isAt(1, 3, try Play.screen("l<enter> ")))
    #expect(isAt(1, 3, try Play.screen("l<enter><esc>l")))
  }

  @Test func `Tab and Shift-Tab walk the tensors, Esc leads back`() throws {
    let count = try Play.model("l").focusable.count
    #expect(count > 2)
    #expect(try Play.model("l<tab>").focus == 1)
    #expect(try Play.model("l<backtab>").focus == count - 1)
    #expect(try Play.model("l<tab><esc>").focus == 0)
    #expect(try Play.model("l<tab>l").focus == 0)
    #expect(try Play.model("").message == nil)
    #expect(try Play.model("<esc>").message == "q quits")
  }

  @Test func `other maps of a tensor`() throws {
    let first = try #require(try Play.model("l").focusedCell?.index)
    let next = try #require(try Play.model("l>").focusedCell?.index)
    #expect(next[3] == 1 - first[3] && Array(next[0..<3]) == Array(first[0..<3]))
    #expect(try Play.model("l><").focusedCell?.index == first)
    #expect(try Play.model(">").message == "this tensor has one map only")
  }

  @Test func `the scale goes round`() throws {
    let words = try ["s", "ss", "sss"].map { try Play.model($0).message ?? "" }
    #expect(
      Set(words).count == 3 && words.allSatisfy { $0.hasPrefix("scale of the colours: over the") })
    #expect(try Play.model("sss").scaleMode == Model(Play.model("").walk).scaleMode)
  }

  @Test func `v turns the kernel and turns it back`() throws {
    let turned = try Play.screen(":18<enter>", size: Size(columns: 110, rows: 36))
    let stored = try Play.screen(":18<enter>v", size: Size(columns: 110, rows: 36))
    #expect(turned != stored)
    #expect(try Play.screen(":18<enter>vv", size: Size(columns: 110, rows: 36)) == turned)
  }

  @Test func `w shows the users of a cell and goes back to its rule`() throws {
    let shown = try Play.screen("llw")
    #expect(shown.text.contains("─ consumers "))
    #expect(try Play.screen("llww") == Play.screen("ll"))
    #expect(try Play.screen("llw<esc>") == Play.screen("ll"))
    #expect(try Play.model("llwl").panel == .rule)
  }

  // MARK: Edits

  @Test func `an edit changes what follows, and undo brings it back`() throws {
    let edited = try Play.screen("e2<enter>")
    #expect(status(edited).contains("(edited)"))
    #expect(lastLine(edited).contains("→ 2; all that follows is computed anew, u undoes"))
    let original = try Play.screen("G")
    #expect(try Play.screen("e2<enter>G").lines.dropFirst() != original.lines.dropFirst())
    let undone = try Play.screen("e2<enter>u")
    #expect(lastLine(undone).hasSuffix("again"))
    #expect(try Play.screen("e2<enter>uG") == original)
    #expect(lastLine(try Play.screen("u")) == " nothing to undo")
    #expect(try Play.screen("e2<enter>e3<enter>u") == Play.screen("e2<enter>e3<enter>u"))
    #expect(status(try Play.screen("e2<enter>e3<enter>u")).contains("(edited)"))
  }

  /// The prompt once refused blanks and pastes, and called 1e300 no number.
  @Test func `a number may stand among blanks or be pasted`() throws {
    #expect(lastLine(try Play.screen("e 2 <enter>")).contains("→ 2;"))
    let pasted = try Play.lesson([
      .key(.character("e")), .event(.paste("0.25")), .key(.enter),
    ])
    #expect(lastLine(try #require(pasted.last)).contains("→ .25;"))
    let elsewhere = try #require(try Play.lesson([.event(.paste("q"))]).last)
    #expect(lastLine(elsewhere) == " pasted text is ignored: only a line to type in takes it")
    let searched = try Play.lesson([
      .key(.character("/")), .event(.paste("softmax\n")), .key(.enter),
    ])
    #expect(try #require(searched.last) == Play.screen("/softmax<enter>"))
  }

  /// `e`, `1e38`, Enter once ended the program.
  @Test(arguments: [Play.usual, Size(columns: 200, rows: 60), Size(columns: 40, rows: 12)])
  func `the largest numbers can be typed and walked through`(size: Size) throws {
    for number in ["1e38", "-3.4028235e38", "1e-38"] {
      let shown = try Play.lesson(
        Play.keys("e\(number)<enter>" + String(repeating: "l", count: 24)), size: size)
      #expect(shown.last?.lines[0].contains("(edited)") == true)
    }
  }

  @Test func `what is no number stays in its line, with what is wrong`() throws {
    let screen = try Play.screen("e1e300<enter>")
    #expect(screen.lines[22] == " 1e300 is too large for a Float, whose largest is 3.4028235e+38")
    #expect(lastLine(screen) == " new value: 1e300")
    #expect(lastLine(try Play.screen("e1e300<enter><back><back><enter>")).contains("→ 1000;"))
    #expect(
      try Play.screen("eabc<enter>").lines[22] == " \"abc\" is no number such as -0.25 or 3e-4")
    #expect(try Play.screen("e<enter>").lines[22] == " no number was typed")
    #expect(lastLine(try Play.screen("eabc<enter><esc>")).contains("q quit"))
  }

  @Test func `after a prompt the arrows do what they did before`() throws {
    #expect(try Play.model("<enter>e2<enter>").mode == .cells)
    #expect(try Play.model("<enter>e<esc>").mode == .cells)
    #expect(try Play.model("e<esc>").mode == .steps)
    #expect(try Play.model("<enter>/zebra<enter>").mode == .cells)
  }

  @Test func `where there is nothing to edit it says where to go`() throws {
    #expect(lastLine(try Play.screen("le")).contains("choose a weight or a pixel first"))
  }

  // MARK: Work

  @Test func `a check is asked for, shown, and closed`() throws {
    let shown = try Play.screen(":17<enter>f")
    #expect(shown.text.contains("─ check "))
    #expect(try Play.screen(":17<enter>ff") == Play.screen(":17<enter>"))
    #expect(try Play.screen(":17<enter>f<esc>") == Play.screen(":17<enter>"))
  }

  @Test func `keys go on during a check, and its outcome is dropped when another cell is chosen`()
    throws
  {
    let held = HeldWorker()
    let keys = Play.keys(":17<enter>f").map(ScriptedTerminal.Step.key)
    let waiting = try Play.lesson(keys + [.event(.timeout)], worker: held)
    #expect(lastLine(try #require(waiting.last)).contains("computing the check"))
    let moved = try Play.lesson(keys + [.key(.right), held.release], worker: held)
    #expect(try #require(moved.last) == Play.screen(":17<enter>l"))
    let dropped = try Play.lesson(keys + [.key(.escape), held.release], worker: held)
    #expect(lastLine(try #require(dropped.last)) == " the check is dropped")
    #expect(!(try #require(dropped.last).text.contains("─ check ")))
  }

  @Test func `keys go on while a run is computed anew, and a later edit takes its place`() throws {
    let held = HeldWorker()
    let keys = Play.keys("e2<enter>").map(ScriptedTerminal.Step.key)
    let begun = try #require(try Play.lesson(keys, worker: held).last)
    #expect(!status(begun).contains("(edited)"))
    let waiting = try #require(try Play.lesson(keys + [.event(.timeout)], worker: held).last)
    #expect(lastLine(waiting).contains("computing all that follows X"))
    let stepped = try #require(
      try Play.lesson(keys + [.key(.right), held.release], worker: held).last)
    #expect(isAt(1, 2, stepped) && status(stepped).contains("(edited)"))
    let dropped = try #require(
      try Play.lesson(keys + [.key(.escape), held.release], worker: held).last)
    #expect(!status(dropped).contains("(edited)"))
    let again = Play.keys("e3<enter>").map(ScriptedTerminal.Step.key)
    let both = try #require(
      try Play.lesson(
        keys + again + [held.release, .key(.character("u")), held.release], worker: held
      ).last)
    #expect(status(both).contains("(edited)"))
    #expect(lastLine(both).hasSuffix("again"))
  }

  @Test func `updates that repeat say what a number was, and d goes to the next change`() throws {
    let first = try Play.model("")
    #expect(first.changeNote == nil)
    // The input of update 2 is as it was; the first sum is not.
    let second = try Play.model(":2/1<enter>")
    #expect(second.changeNote?.contains("is as it was") == true)
    let changed = try Play.model(":2/1<enter>d")
    #expect(changed.stop?.number == 2 && changed.stop?.update == 2)
    #expect(changed.changeNote?.contains(" was ") == true)
    let screen = try Play.screen(":2/1<enter>d")
    #expect(screen.text.contains("─ lesson   S_A[3,2,0] was "))
    #expect(try Play.model("Gd").message?.hasPrefix("nothing changes after this") == true)
  }
}
