import Engine
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request for a file, which continues where an earlier one stopped.
///
/// What arrives is appended to the part already there, which stays when the connection breaks. The session calls
/// one method at a time, and whoever waits for the request reads its result only after the last call.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum End: Equatable {
    case done
    /// The server refuses the request.
    case refused(status: Int)
    /// The connection ended too early; another request may continue.
    case broken(reason: String)
    /// The part cannot be written to the disk.
    case unwritable(reason: String)
  }

  /// Bytes received so far.
  private(set) var count: Int
  /// Bytes of the whole file; nil when the server does not say.
  private(set) var total: Int?

  private let url: URL
  private let file: CInt
  private let progress: (_ count: Int, _ total: Int?) -> Void
  private var end: End?
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - url: of the file.
  ///   - file: open for writing; it holds what arrived before.
  ///   - count: bytes in it.
  ///   - progress: called after every piece.
  init(
    _ url: URL, to file: CInt, count: Int, progress: @escaping (_ count: Int, _ total: Int?) -> Void
  ) {
    self.url = url
    self.file = file
    self.count = count
    self.progress = progress
  }

  /// Makes the request and waits for its end.
  func run() -> End {
    var request = URLRequest(url: url)
    if count > 0 { request.setValue("bytes=\(count)-", forHTTPHeaderField: "Range") }
    let settings = URLSessionConfiguration.ephemeral
    settings.timeoutIntervalForRequest = 30
    settings.urlCache = nil
    let session = URLSession(configuration: settings, delegate: self, delegateQueue: nil)
    session.dataTask(with: request).resume()
    finished.wait()
    session.finishTasksAndInvalidate()
    return end ?? .broken(reason: "it was cancelled")
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    switch status {
    case 206: break
    case 200: startAnew()  // the server sends the whole file
    case 416:
      // The server has no bytes after those we have: either the file is complete, or it is another file.
      if (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Range")
        == "bytes */\(count)"
      {
        end = .done
      } else {
        startAnew()
        end = end ?? .broken(reason: "the part did not fit")
      }
    default: end = .refused(status: status)
    }
    if end == nil, response.expectedContentLength >= 0 {
      total = count + Int(response.expectedContentLength)
    }
    completionHandler(end == nil ? .allow : .cancel)
  }

  private func startAnew() {
    count = 0
    guard ftruncate(file, 0) == 0 else {
      end = .unwritable(reason: String(cString: strerror(errno)))
      return
    }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard end == nil else { return }
    var done = 0
    while done < data.count {
      let written = data.withUnsafeBytes { bytes in
        pwrite(file, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(count))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        end = .unwritable(reason: String(cString: strerror(errno)))
        return dataTask.cancel()
      }
      done += written
      count += written
    }
    progress(count, total)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if end == nil {
      if let error {
        end = .broken(reason: Self.reason(error))
      } else if let total, count < total {
        end = .broken(reason: "the server closed it")
      } else {
        end = .done
      }
    }
    finished.signal()
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotFindHost, .dnsLookupFailed: "the host is not known"
    case .cannotConnectToHost: "the host does not answer"
    case .timedOut: "nothing came for 30 seconds"
    case .networkConnectionLost: "the server closed it"
    case .notConnectedToInternet: "there is no network"
    case .secureConnectionFailed, .serverCertificateUntrusted: "it is not secure"
    default: "the network failed"
    }
  }
}
