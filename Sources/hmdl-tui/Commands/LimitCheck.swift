import ArgumentParser
import Engine

extension NumberLimit {
  /// Whether an option keeps to the limit, which is that of every file that may say the same.
  ///
  /// - Throws: `ValidationError` with the option's name, its value and what it must be.
  func check(_ number: Number?, _ option: String) throws {
    guard let number, let fault = fault(number) else { return }
    throw ValidationError("\(option) \(fault).")
  }
}
