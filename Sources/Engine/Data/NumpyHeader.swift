/// The header of an NPY file: a Python dictionary such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (400, 64, 64), }`.
struct NumpyHeader: Equatable {
  /// NumPy's name of the element type: `<f4`, `|u1`.
  var descriptor: String
  var isFortranOrder: Bool
  var shape: [Int]

  /// What is wrong with a header, and at which byte of its text.
  struct Fault: Error {
    let offset: Int
    let reason: String
  }

  init(parsing text: some Collection<UInt8>) throws(Fault) {
    var scanner = DictionaryScanner(bytes: Array(text))
    self = try scanner.header()
  }

  fileprivate init(descriptor: String, isFortranOrder: Bool, shape: [Int]) {
    self.descriptor = descriptor
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }
}

/// Reads the dictionary byte by byte: exactly the three keys, in any order.
private struct DictionaryScanner {
  let bytes: [UInt8]
  private var next = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func fault(_ reason: String) -> NumpyHeader.Fault {
    NumpyHeader.Fault(offset: next, reason: reason)
  }

  mutating func header() throws(NumpyHeader.Fault) -> NumpyHeader {
    var descriptor: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let key = try quoted("a key")
      try expect(":")
      switch key {
      case "descr" where descriptor == nil: descriptor = try elementType()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try truth()
      case "shape" where shape == nil: shape = try tuple()
      default: throw fault("the key '\(key)' is unknown or stands there twice")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard next == bytes.count else { throw fault("something follows the dictionary") }
    guard let descriptor, let isFortranOrder, let shape else {
      throw fault("one of the keys 'descr', 'fortran_order', 'shape' is missing")
    }
    return NumpyHeader(descriptor: descriptor, isFortranOrder: isFortranOrder, shape: shape)
  }

  private mutating func elementType() throws(NumpyHeader.Fault) -> String {
    if take("[") { throw fault("records of several fields are not supported; save plain numbers") }
    return try quoted("the element type")
  }

  private mutating func truth() throws(NumpyHeader.Fault) -> Bool {
    for (word, value) in [("True", true), ("False", false)]
    where bytes[next...].starts(with: word.utf8) {
      next += word.utf8.count
      return value
    }
    throw fault("'fortran_order' is neither True nor False")
  }

  /// `()`, `(3,)`, `(3, 4)`.
  private mutating func tuple() throws(NumpyHeader.Fault) -> [Int] {
    var extents: [Int] = []
    try expect("(")
    while !take(")") {
      extents.append(try whole())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return extents
  }

  private mutating func whole() throws(NumpyHeader.Fault) -> Int {
    skipSpace()
    let digits = bytes[next...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw fault("an extent of the shape is no whole number")
    }
    next += digits.count
    return value
  }

  private mutating func quoted(_ what: String) throws(NumpyHeader.Fault) -> String {
    skipSpace()
    guard next < bytes.count, bytes[next] == UInt8(ascii: "'") || bytes[next] == UInt8(ascii: "\"")
    else { throw fault("expected \(what) in quotes") }
    guard let end = bytes[(next + 1)...].firstIndex(of: bytes[next]) else {
      throw fault("a quote without its end")
    }
    let text = String(decoding: bytes[(next + 1)..<end], as: UTF8.self)
    next = end + 1
    skipSpace()
    return text
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NumpyHeader.Fault) {
    guard take(character) else { throw fault("expected '\(character)'") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next < bytes.count, bytes[next] == UInt8(ascii: character) else { return false }
    next += 1
    skipSpace()
    return true
  }

  private mutating func skipSpace() {
    while next < bytes.count, [0x20, 0x0a, 0x09, 0x0d].contains(bytes[next]) { next += 1 }
  }
}
