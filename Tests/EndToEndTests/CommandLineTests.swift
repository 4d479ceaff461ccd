import Testing

/// What the built product answers to slips of the fingers.
@Suite struct CommandLineTests {
  @Test(arguments: [
    (["trian", "--epochs", "3"], "did you mean 'train'?"), (["trian"], "did you mean 'train'?"),
    (["data", "fech", "mnist"], "did you mean 'fetch'?"),
    (["train", "--optimizer", "adm"], "Did you mean 'adam'?"),
    (["lesson", "four-layr"], "did you mean 'four-layer'?"),
    (
      ["train", "--learning-rate", "-1"],
      "--learning-rate is -1.0; it must be a number from 1e-30 to 1e30."
    ),
    (
      ["train", "--learning-rate=-1"],
      "--learning-rate is -1.0; it must be a number from 1e-30 to 1e30."
    ),
    (["train", "--epochs", "-3"], "--epochs is -3; it must be from 1 to 1000000000."),
  ])
  func `a slip is answered with the remedy`(arguments: [String], sentence: String) throws {
    let run = try CommandRun(arguments)
    #expect(run.status != 0)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(!run.errors.contains("Missing value"))
  }

  @Test func `both spellings are understood`() throws {
    let options = ["--layers", "2", "--width", "4", "--plain"]
    let american = try CommandRun(
      ["demo", "initialization", "--initializer", "he-normal"] + options)
    let british = try CommandRun(
      ["demo", "initialisation", "--initialiser", "he-normal"] + options)
    #expect(american.status == 0 && british.status == 0)
    #expect(british.output == american.output)
  }

  @Test(arguments: [["--version"], ["--help"], ["train", "--help"], ["help", "data", "fetch"]])
  func `what is asked for goes to standard output with status 0`(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 0 && run.errors.isEmpty && !run.output.isEmpty)
  }
}
