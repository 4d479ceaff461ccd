import Engine
import Foundation

/// A first lesson to start from: it works, and shows what a lesson is made of.
package enum NewLesson {
  /// Writes a folder with a lesson and its case.
  ///
  /// - Parameters:
  ///   - name: the lesson's id.
  ///   - directory: where the folder is made.
  /// - Returns: the paths of the files.
  /// - Throws: `FileError` when the name is none, or when there is such a folder already.
  package static func write(named name: String, into directory: String) throws -> [String] {
    guard !name.isEmpty,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else {
      throw FileError(
        file: name, reason: "is no name for a lesson: use letters, digits and hyphens")
    }
    let folder = directory == "." ? name : directory + "/" + name
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw FileError(file: folder, reason: "is there already; choose another name")
    }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let files = [
      (folder + "/\(name).md", lesson.replacingOccurrences(of: "NAME", with: name)),
      (folder + "/\(name).json", experiment.replacingOccurrences(of: "NAME", with: name)),
    ]
    for (path, text) in files { try FileAccess.replace(path, with: Data(text.utf8)) }
    return files.map(\.0)
  }

  private static let experiment = """
    {
      "name": "NAME",
      "network": "D(2,r);D(1);",
      "inputShape": [2],
      "loss": "half_squared_error",
      "batchReduction": "mean",
      "optimizer": {"name": "sgd", "learningRate": 0.1},
      "parameters": {
        "d0.W": {"shape": [2, 2], "data": [0.5, -0.2, 0.4, 0.3]},
        "d0.b": {"shape": [2], "data": [0.1, 0]},
        "d1.W": {"shape": [1, 2], "data": [0.6, -0.5]},
        "d1.b": {"shape": [1], "data": [0.2]}
      },
      "steps": [
        {"input": {"shape": [1, 2], "data": [1, 2]}, "target": {"shape": [1, 1], "data": [1]}},
        {"input": {"shape": [1, 2], "data": [1, 2]}, "target": {"shape": [1, 1], "data": [1]}}
      ]
    }

    """

  private static let lesson = """
    ---
    format: 2
    id: NAME
    title: A lesson of my own
    question: What does one update change?
    minutes: 5
    can:
      - compute a weighted sum by hand
    cases: [NAME.json]
    labels: {d0: A, d1: Y}
    ---

    # A lesson of my own

    What stands here is the start page. The case has {updates} updates; change it in NAME.json, and these words here.

    ## Forward

    ### A weighted sum

    <!-- step: sum d0 cell=0 -->

    A[0] multiplies each signal by a weight, adds up, and adds a bias: {S(d0)[0,0]:2}.

    > What is the sum S of A[1]?

    <!-- ask: number -->
    <!-- answer: S(d0)[0,1] -->
    <!-- hint: Two products and a bias, with the second row of weights. -->
    <!-- hint: {W(d0)[1,0]} × {X[0,0]} + {W(d0)[1,1]} × {X[0,1]} + {b(d0)[1]}. -->
    <!-- wrong: S(d0)[0,0] | both cells use the same weights | Each cell has a row of weights of its own. -->
    <!-- explain: Every cell has its own row of W and its own bias. -->

    ### The answer

    <!-- step: sum d1 cell=0 -->

    Y answers {Y(d1)[0,0]:2}; wanted is {target[0,0]}.

    ## Backward

    ### The first delta

    <!-- step: delta d1 cell=0 -->

    The answer is off by {E[0,0]:2}: this is the delta of Y.

    > Which way will the answer go in the next update?

    <!-- ask: predict -->
    <!-- option: it rises -->
    <!-- option: it falls -->
    <!-- answer: it rises -->
    <!-- proof: Y(d1)[0,0]@2 > Y(d1)[0,0] -->
    <!-- explain: From {Y(d1)[0,0]:2} to {Y(d1)[0,0]@2:2}, towards the target. -->

    ### The next update

    <!-- step: loss update=2 -->

    The loss goes from {loss@1:3} to {loss:3}.

    ## End

    What was learnt stands on the end page.

    """
}
