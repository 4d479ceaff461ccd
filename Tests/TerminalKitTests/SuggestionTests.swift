import Testing

@testable import TerminalKit

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("trian", ["train", "trace", "data"], ["train"]), ("Adam", ["sgd", "adam"], ["adam"]),
    ("minst", ["disk", "mnist"], ["mnist"]), ("xyz", ["he", "sgd"], []), ("", ["he"], []),
    ("ab", ["cd"], []), ("hee", ["he", "her", "glorot"], ["he", "her"]),
    ("categorical_crosentropie", ["categorical_crossentropy"], ["categorical_crossentropy"]),
  ])
  func `the nearest of what is near`(typed: String, names: [String], near: [String]) {
    #expect(Suggestion.nearest(to: typed, among: names) == near)
  }

  @Test func `a question, or none`() {
    #expect(
      Suggestion.question("hee", among: ["he", "her"]) == "did you mean 'he' or 'her'?")
    #expect(Suggestion.question("quicksilver", among: ["he"]) == nil)
  }

  @Test func `the distance of Levenshtein`() {
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("", "abc") == 3 && editDistance("abc", "") == 3)
  }
}
