import ArgumentParser
import Testing

@testable import hmdl_tui

@Suite struct CommandLineFaultsTests {
  @Test(arguments: [
    (["train", "--learning-rate", "-1"], ["train", "--learning-rate=-1"]),
    (["train", "--l1", "-.5e-3", "--epochs", "2"], ["train", "--l1=-.5e-3", "--epochs", "2"]),
    (["data", "show", "mnist", "--index", "-1"], ["data", "show", "mnist", "--index=-1"]),
    (["train", "--seed=-1", "-h"], ["train", "--seed=-1", "-h"]),
    (["train", "--optimiser", "sgd"], ["train", "--optimizer", "sgd"]),
    (["train", "--initialiser=he-normal"], ["train", "--initializer=he-normal"]),
    (["predict", "--", "--l1", "-1"], ["predict", "--", "--l1", "-1"]), ([], []), (["-1"], ["-1"]),
  ])
  func `negative numbers are values, and both spellings are known`(
    typed: [String], understood: [String]
  ) {
    #expect(CommandLineFaults.normalized(typed) == understood)
  }

  @Test(arguments: [
    "--learning-rate", "--epsilon", "--momentum", "--beta1", "--beta2", "--rho", "--decay",
    "--step-factor", "--step-epochs", "--l1", "--l2", "--kernel-l1", "--kernel-l2", "--bias-l1",
    "--bias-l2", "--clip-value", "--clip-norm", "--validation", "--split", "--epochs", "--batches",
    "--batch-size", "--seed", "--threads", "--checkpoint-every",
  ])
  func `every number of train that must not be negative says what is wrong`(option: String) {
    // The other data sets have no splits.
    let data = option == "--split" ? ["--data", "olivetti"] : []
    let arguments = CommandLineFaults.normalized(data + [option, "-1"])
    let error = #expect(throws: (any Error).self) { try TrainCommand.parse(arguments) }
    let message = error.map { TrainCommand.message(for: $0) } ?? ""
    #expect(!message.contains("Missing"), "\(message)")
    #expect(message.contains("must") || message.contains("positive") || message.contains("'-1' is"))
  }

  @Test(arguments: [
    (["trian"], "There is no command and no lesson 'trian'; did you mean 'train'?"),
    (
      ["trian", "--epochs", "3"],
      "There is no command and no lesson 'trian'; did you mean 'train'?"
    ),
    (["four-layr"], "There is no command and no lesson 'four-layr'; did you mean 'four-layer'?"),
    (["data", "fech", "mnist"], "'data' has no command 'fech'; did you mean 'fetch'?"),
    (
      ["demo", "initialisaton"],
      "'demo' has no command 'initialisaton'; did you mean 'initialisation'?"
    ),
    (["trace", "xyzzy"], "'trace' has no command 'xyzzy'; it has record, show, replay."),
  ])
  func `a command that is not there is told with its neighbour`(
    arguments: [String], sentence: String
  ) {
    #expect(CommandLineFaults.unknownCommand(arguments) == sentence)
  }

  @Test func `without a neighbour all commands and lessons are named`() {
    let sentence = CommandLineFaults.unknownCommand(["quicksilver"])
    #expect(sentence?.contains("commands are lesson, demo, train,") == true)
    #expect(sentence?.contains("lessons are signals, blame, ") == true)
  }

  @Test(arguments: [
    [], ["four-layer"], ["own/path.md"], ["lesson", "own/lesson"], ["train", "anything"],
    ["--help"],
    ["help", "train"], ["demo", "initialisation"], ["demo", "initialization"], ["data"],
    ["data", "show", "minst"],
  ])
  func `what is there, or is judged by its command, passes`(arguments: [String]) {
    #expect(CommandLineFaults.unknownCommand(arguments) == nil)
  }

  @Test(arguments: [
    (["train", "--optimizer", "adm"], "Did you mean 'adam'?"),
    (["train", "--data", "minst"], "Did you mean 'mnist'?"),
    (["train", "--loss", "hubber"], nil),
    (["train", "--loss", "mena_squared_error"], "Did you mean 'mean_squared_error'?"),
    (["train", "--loss", "half_squard_error"], "Did you mean 'half_squared_error'?"),
    (["train", "--initializer", "he-normel"], "Did you mean 'he-normal'?"),
    (["train", "--reduction", "main"], "Did you mean 'mean'?"),
    (["train", "--schedule", "cosinus"], "Did you mean 'cosine'?"),
    (["demo", "initialization", "--activation", "rleu"], "Did you mean 'relu'?"),
    (["data", "show", "minst"], "Did you mean 'mnist'?"),
    (["train", "--optimizer", "quicksilver"], nil),
  ])
  func `a refused name is told with its neighbour`(arguments: [String], question: String?) {
    let error = #expect(throws: (any Error).self) { _ = try HmdlTui.parseAsRoot(arguments) }
    let message = error.map { HmdlTui.fullMessage(for: $0) } ?? ""
    let better = CommandLineFaults.withSuggestion(message)
    guard let question else { return #expect(better == message) }
    #expect(better.contains("\(question) Please provide one of"), "\(better)")
    #expect(better.replacing("\(question) ", with: "") == message)
  }
}
