import Engine
import Foundation

extension DataCatalogue.Remote {
  /// The files that a downloaded file holds.
  ///
  /// - Parameter path: of the download.
  /// - Returns: every file of `files` with its content, whose MD5 is not compared yet.
  /// - Throws: `FileError` when it is broken or a file is not in it.
  func contents(of path: String) throws(FileError) -> [(file: KnownFile, bytes: ByteStore)] {
    // Some servers send gzipped files unpacked.
    let content = try ByteStore.content(of: path)
    switch packing {
    case .gzip: return files.map { ($0, content) }
    case .tar:
      let archive = try TarArchive(content, name: path)
      var contents: [(file: KnownFile, bytes: ByteStore)] = []
      for file in files {
        guard
          let entry = archive.entries.first(where: {
            $0.name == file.name || $0.name.hasSuffix("/" + file.name)
          })
        else { throw FileError(file: path, reason: "the archive has no \(file.name)") }
        contents.append((file, content.part(entry.range)))
      }
      return contents
    case .matlabFaces:
      let faces = try MatlabFaces(content, name: path)
      return zip(files, [faces.pictures, faces.labels]).map { ($0, ByteStore($1)) }
    }
  }
}
