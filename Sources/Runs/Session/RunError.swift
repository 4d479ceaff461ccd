/// Why a run cannot begin or go on; one sentence.
package struct RunError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A run was cancelled before its end; whoever watched it has been told how to go on.
package struct RunInterrupted: Error, Equatable {}
