import Foundation

/// Three significant figures, as headings and axes print numbers.
package func figure(_ number: Double) -> String {
  number.isNaN ? "nan" : String(format: "%.3g", number)
}
