import Testing

@testable import Tutor

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("2", 2), ("-0.25", -0.25), (".5", 0.5), ("3e-4", 3e-4), ("1e38", 1e38), ("+7", 7),
      ("1e-300", 0), ("0x1p-2", 0.25), ("3.4028235e38", Float.greatestFiniteMagnitude),
    ] as [(String, Float)])
  func `numbers`(text: String, value: Float) {
    #expect(NumberText.float(text) == .success(value))
  }

  @Test(arguments: [
    ("1e300", "too large for a Float"), ("-1e39", "too large"), ("1e999", "too large"),
    ("inf", "not a finite number"), ("nan", "not a finite number"), ("-infinity", "not a finite"),
    ("0,25", "write it with a point"), ("abc", "is no number such as"), ("", "no number was typed"),
    ("1 2", "is no number"), ("2x", "is no number"),
  ])
  func `what is wrong with others`(text: String, words: String) throws {
    guard case .failure(let refusal) = NumberText.float(text) else {
      Issue.record("\(text) is taken for a number")
      return
    }
    #expect(refusal.reason.contains(words), "\(refusal.reason)")
  }
}
