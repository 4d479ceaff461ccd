import CPng
import Foundation

/// Portable Network Graphics, read by libpng. Every depth and kind is converted to 8 bits of grey, or of red, green
/// and blue; transparent pixels are drawn on black.
enum PNG {
  static func isPNG(_ bytes: ByteStore) -> Bool {
    bytes.withBytes { $0.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }
  }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - channels: 1 or 3, or nil for as many as the file has.
  ///   - name: the file's name in errors.
  /// - Returns: the picture.
  /// - Throws: `FileError` with libpng's reason.
  static func decode(
    _ bytes: ByteStore, channels: Int?, name: String
  ) throws(FileError) -> Picture {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    func refuse() -> FileError {
      let reason = withUnsafeBytes(of: image.message) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      return FileError(file: name, reason: "is a broken PNG file: \(reason); save it anew")
    }
    return try bytes.withBytes { (raw) throws(FileError) in
      guard png_image_begin_read_from_memory(&image, raw.baseAddress, raw.count) != 0 else {
        throw refuse()
      }
      let (height, width) = (Int(image.height), Int(image.width))
      guard width.multipliedReportingOverflow(by: height).partialValue <= Picture.largestPixelCount
      else {
        throw FileError(
          file: name, reason: "\(width)×\(height) pixels are more than is read; make it smaller")
      }
      let isColor = image.format & hmdl_png_color_flag != 0
      let channels = channels ?? (isColor ? 3 : 1)
      image.format = channels == 3 ? hmdl_png_rgb : hmdl_png_grey
      var levels = [UInt8](repeating: 0, count: height * width * channels)
      let isRead = levels.withUnsafeMutableBytes { target in
        png_image_finish_read(&image, nil, target.baseAddress, png_int_32(width * channels), nil)
      }
      // libpng counts a warning as success; only 2 and 3 in the lower bits are errors.
      guard isRead != 0, image.warning_or_error & 2 == 0 else { throw refuse() }
      return Picture(height: height, width: width, channels: channels, levels: levels)
    }
  }
}
