import ArgumentParser
import TerminalKit

/// The command line: `hmdl-tui` alone opens the course.
@main
struct HmdlTui: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hmdl-tui",
    abstract: "See how signals and gradients flow through a deep network, number by number.",
    version: "0.1.0",
    subcommands: [
      LessonCommand.self, DemoCommand.self, TrainCommand.self, EvaluateCommand.self,
      PredictCommand.self, DataCommand.self, ExperimentCommand.self, ReportCommand.self,
      SummaryCommand.self, TraceCommand.self, CheckCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: LessonCommand.self)

  static func main() {
    CrashReports.begin(program: "hmdl-tui")
    run(Array(CommandLine.arguments.dropFirst()))
  }
}
