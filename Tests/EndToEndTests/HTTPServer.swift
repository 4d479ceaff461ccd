import Foundation
import Synchronization

/// A server on this machine that answers GET, with ranges, and can break off in the middle.
final class HTTPServer: Sendable {
  struct Reply {
    var status = 200
    var body = Data()
    /// Bytes of the body that are sent before the connection is closed; all when nil.
    var sent: Int?
    /// Whether a range that is asked for is given.
    var givesRanges = true
  }

  struct Request: Equatable, Sendable {
    let path: String
    /// Where the range begins that is asked for; 0 without one.
    let start: Int
  }

  let port: UInt16
  private let descriptor: CInt
  private let log = Mutex<[Request]>([])

  /// Begins to listen.
  ///
  /// - Parameter reply: to the n-th request for a path, n counted from 1.
  /// - Throws: when no port can be had.
  init(_ reply: @escaping @Sendable (_ path: String, _ n: Int) -> Reply) throws {
    #if canImport(Darwin)
      let stream = SOCK_STREAM
    #else
      let stream = Int32(SOCK_STREAM.rawValue)
    #endif
    descriptor = socket(AF_INET, stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = descriptor
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 8) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw CocoaError(.featureUnsupported) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let self else { return }
        self.answer(connection, reply)
      }
    }
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
    close(descriptor)
  }

  var address: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { log.withLock { $0 } }

  private func answer(
    _ connection: CInt, _ reply: (_ path: String, _ n: Int) -> Reply
  ) {
    defer { close(connection) }
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let path = String(text.split(separator: " ").dropFirst().first ?? "")
    let range = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("range: bytes=") }
    let start = Int(range?.split(separator: "=").last?.split(separator: "-").first ?? "0") ?? 0
    let number = log.withLock { log in
      log.append(Request(path: path, start: start))
      return log.count { $0.path == path }
    }
    let reply = reply(path, number)
    let total = reply.body.count
    var head = "HTTP/1.1 \(reply.status) X\r\nContent-Length: \(total)\r\n"
    var body = reply.body
    if reply.status == 200, start > 0, reply.givesRanges {
      body = start < total ? Data(reply.body.dropFirst(start)) : Data()
      head =
        start < total
        ? "HTTP/1.1 206 X\r\nContent-Length: \(body.count)\r\n"
          + "Content-Range: bytes \(start)-\(total - 1)/\(total)\r\n"
        : "HTTP/1.1 416 X\r\nContent-Length: 0\r\nContent-Range: bytes */\(total)\r\n"
    }
    let answer = Data((head + "Connection: close\r\n\r\n").utf8) + body.prefix(reply.sent ?? .max)
    answer.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = send(
          connection, bytes.baseAddress.map { $0 + done }, bytes.count - done, CInt(MSG_NOSIGNAL))
        guard count > 0 else { return }
        done += count
      }
    }
  }
}
