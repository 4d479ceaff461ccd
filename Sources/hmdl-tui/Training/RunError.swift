/// Why a run cannot begin or go on; one sentence.
struct RunError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
