import Engine
import Foundation

/// Brings the files of a public data set into a directory: downloads and unpacks them, compares their MD5, and
/// gives them their names only when that is right.
package struct DataFetch {
  package let catalogue: DataCatalogue
  package let directory: String
  /// The address to use instead of the known mirrors: of a directory, or of the file itself where there is only
  /// one.
  package let mirror: String?
  /// Called with a message about every file.
  package let say: (String) -> Void
  /// Called while a file arrives.
  package let progress: (_ name: String, _ count: Int, _ total: Int?) -> Void

  package init(
    catalogue: DataCatalogue, directory: String, mirror: String?, say: @escaping (String) -> Void,
    progress: @escaping (_ name: String, _ count: Int, _ total: Int?) -> Void
  ) {
    self.catalogue = catalogue
    self.directory = directory
    self.mirror = mirror
    self.say = say
    self.progress = progress
  }

  /// A failed download, by whether another mirror may help.
  private enum Fault: Error {
    case mirror(FileError)
    case local(FileError)
  }

  /// How many requests are made for a file before its mirror is given up; each continues where the last one broke
  /// off.
  private static let attempts = 5

  /// - Throws: `FileError` naming the file or the address, and what to do.
  package func run() throws(FileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw FileError(file: directory, reason: "cannot be made; choose another by --data-dir")
    }
    for remote in catalogue.remotes {
      let names = remote.files.map(\.name).joined(separator: ", ")
      if try isThere(remote) {
        say("\(names): already there")
      } else {
        try fetch(remote)
        say("\(names): fetched")
      }
    }
  }

  private func isThere(_ remote: DataCatalogue.Remote) throws(FileError) -> Bool {
    for file in remote.files {
      // A broken file is fetched again.
      guard let state = try? file.state(in: directory), state == .good else { return false }
    }
    return true
  }

  private func fetch(_ remote: DataCatalogue.Remote) throws(FileError) {
    var failure: FileError?
    for mirror in mirror.map({ [$0] }) ?? catalogue.mirrors {
      let address = mirror.hasSuffix(remote.name) ? mirror : mirror + "/" + remote.name
      do throws(Fault) {
        let part = directory + "/" + remote.name + ".part"
        try download(remote.name, from: address, to: part)
        try unpack(remote, part: part, address: address)
        unlink(part)
        return
      } catch {
        switch error {
        case .mirror(let fault): failure = failure ?? fault
        case .local(let fault): throw fault
        }
      }
    }
    throw failure ?? FileError(file: remote.name, reason: "there is no mirror; give one by --from")
  }

  private func download(
    _ name: String, from address: String, to part: String
  ) throws(Fault) {
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host != nil
    else {
      throw .local(FileError(file: address, reason: "is no address; it begins with https://"))
    }
    let file = open(part, O_WRONLY | O_CREAT, 0o644)
    guard file >= 0 else {
      throw .local(FileError(file: part, reason: "cannot be written; may you write there?"))
    }
    defer { close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw .local(FileError(file: part, reason: "is being fetched already; wait for that"))
    }
    for attempt in 1...Self.attempts {
      let before = Int(lseek(file, 0, SEEK_END))
      let transfer = Transfer(url, to: file, count: max(before, 0)) { count, total in
        progress(name, count, total)
      }
      switch transfer.run() {
      case .done: return
      case .refused(let status):
        if transfer.count == 0 { unlink(part) }
        let meaning = status == 404 ? "not found" : "which is a refusal"
        throw .mirror(
          FileError(
            file: address,
            reason: "the server answers \(status), \(meaning); give another mirror by --from"))
      case .unwritable(let reason):
        throw .local(
          FileError(
            file: part,
            reason: "cannot be written (\(reason)); make room and run the command again, "
              + "it goes on from byte \(transfer.count)"))
      case .broken(let reason):
        if attempt < Self.attempts, transfer.count > before { continue }
        let all = transfer.total.map { " of \(TrainingProgress.grouped($0))" } ?? ""
        throw .mirror(
          FileError(
            file: address,
            reason: "the connection failed after \(TrainingProgress.grouped(transfer.count))\(all) "
              + "bytes: \(reason); run the command again to go on from there"))
      }
    }
  }

  /// Checks what has been downloaded and writes it under the names of its files.
  private func unpack(
    _ remote: DataCatalogue.Remote, part: String, address: String
  ) throws(Fault) {
    let contents: [(file: KnownFile, bytes: ByteStore)]
    do {
      contents = try remote.contents(of: part)
    } catch {
      unlink(part)
      throw .mirror(
        FileError(
          file: address,
          reason: "what came is not the file: \(error.reason); give another mirror by --from"))
    }
    for (file, bytes) in contents {
      let found = KnownFile.md5(of: bytes, name: file.name)
      guard found == file.md5 else {
        unlink(part)
        throw .mirror(
          FileError(
            file: address,
            reason: "\(file.name) has the MD5 \(found), but \(file.md5) is right; "
              + "give another mirror by --from"))
      }
    }
    for (file, bytes) in contents {
      do {
        try bytes.write(to: directory + "/" + file.name)
      } catch { throw .local(error) }
    }
  }
}
