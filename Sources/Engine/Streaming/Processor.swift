import CProcessor
import Foundation
import KernelInterface
import KernelsBaseline

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// The processor that the program runs on, and the kernels for it, chosen once.
public enum Processor {
  /// The environment variable that names the kernels to use instead of the fastest: `avx512`, `avx2` or `baseline`.
  public static let variable = "HMDL_KERNELS"

  /// The caches of a core of this processor; the usual ones where the operating system does not tell.
  public static let caches = CacheSizes(
    reportedFirstLevel: processor_cache_bytes(1), secondLevel: processor_cache_bytes(2))

  /// The kernels this processor can run, fastest first.
  public static let available: [KernelSet] = {
    let compiled: [KernelSet]
    #if arch(x86_64)
      compiled =
        (processor_has_avx512() ? [KernelsAVX512.kernels] : [])
        + (processor_has_avx2() ? [KernelsAVX2.kernels] : []) + [KernelsBaseline.kernels]
    #else
      compiled = [KernelsBaseline.kernels]
    #endif
    return compiled.map { $0.tuned(for: caches) }
  }()

  /// The kernels in use: those that the variable names, else the fastest.
  public static let kernels: KernelSet = chosen ?? KernelsBaseline.kernels.tuned(for: caches)

  private static let chosen: KernelSet? = {
    guard let name = ProcessInfo.processInfo.environment[variable], !name.isEmpty else {
      return available.first
    }
    return available.first { $0.name == name }
  }()

  /// - Throws: `NetworkError` when the variable names kernels that do not exist or cannot run here.
  public static func checkChoice() throws {
    guard chosen == nil else { return }
    let names = available.map(\.name).joined(separator: ", ")
    throw NetworkError(
      reason: "\(variable) names kernels that this processor does not have; it has \(names)")
  }

  /// Threads that can compute at the same time.
  public static var threadCount: Int { ProcessInfo.processInfo.activeProcessorCount }
}
