import Foundation
import Tracer

@testable import Tutor

/// Small lessons about the case `neurons`: two signals, layers of 3, 2 and 1 cells, A[1] off.
enum SmallLesson {
  static let head = """
    ---
    format: 2
    id: small
    title: A small lesson
    question: What is asked?
    minutes: 1
    can: [read a test]
    cases: [neurons.json, neurons-tanh.json]
    labels: {d0: A, d1: B, d2: Y}
    ---

    # Small

    {count(W(d0))} weights.

    ## First

    ### The sum

    <!-- step: sum d0 cell=0 -->

    A[0] gets {S(d0)[0,0]}.


    """

  static let tail = """


    ### The answer

    <!-- step: sum d2 cell=0 -->

    Y is {Y(d2)[0,0]:2}.

    ## End

    Well done.
    """

  static func find(_ name: String) throws -> Data {
    try Data(contentsOf: RecordedCases.root.appendingPathComponent("lessons/\(name)"))
  }

  static func read(_ body: String) throws -> Lesson {
    try LessonFile.read(head + body + tail, name: "small.md", find: find)
  }

  /// With one question behind its first step.
  static func read(question comments: String) throws -> Lesson {
    try read("> What is it?\n\n" + comments)
  }
}
