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

  @Test func `a slip in a long name leads to that name, not to one that ends alike`() {
    let losses = ["categorical_crossentropy", "half_squared_error", "mse", "mean_squared_error"]
    #expect(
      Suggestion.nearest(to: "mena_squared_error", among: losses) == ["mean_squared_error"])
    // Four of its letters are wrong: that is no slip.
    #expect(
      Suggestion.nearest(to: "mena_squared_error", among: losses.prefix(2)).isEmpty)
  }

  @Test func `the distance of Levenshtein, with an exchange of neighbours as one slip`() {
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("mena", "mean") == 1 && editDistance("trian", "train") == 1)
    // Optimal string alignment: no letter is moved twice.
    #expect(editDistance("ca", "abc") == 3)
    #expect(editDistance("", "abc") == 3 && editDistance("abc", "") == 3)
  }
}
