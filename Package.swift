// swift-tools-version: 6.1
import PackageDescription

/// Kernels leave out checks that their callers make; the processor's instructions are chosen at run time.
func kernelSettings(_ instructions: [String]) -> [SwiftSetting] {
  #if arch(x86_64)
    [.unsafeFlags(["-Ounchecked"] + instructions.flatMap { ["-Xcc", "-m" + $0] })]
  #else
    [.unsafeFlags(["-Ounchecked"])]
  #endif
}

#if arch(x86_64)
  let kernelTargets = ["KernelsAVX512", "KernelsAVX2", "KernelsBaseline"]
#else
  let kernelTargets = ["KernelsBaseline"]
#endif
let instructions = [
  "KernelsAVX512": ["avx512f", "avx512vl", "fma"], "KernelsAVX2": ["avx2", "fma"],
]

let package = Package(
  name: "hmdl-tui",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "hmdl-tui", targets: ["hmdl-tui"]),
    .library(name: "Engine", targets: ["Engine"]),
    .library(name: "Tracer", targets: ["Tracer"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),
    .systemLibrary(name: "CCmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CPng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "CTerminalGuard", cSettings: [.unsafeFlags(["-O2"])]),
    .target(name: "CLessons", exclude: ["lessons"]),
    .target(name: "CProcessor", cSettings: [.unsafeFlags(["-O2"])]),
    .target(name: "KernelInterface"),
    .target(
      name: "Engine",
      dependencies: ["CProcessor", "KernelInterface", "CZlib", "CPng"]
        + kernelTargets.map { .init(stringLiteral: $0) },
      resources: [.embedInCode("Resources/olivetti-splits.json")]),
    .target(name: "Tracer", dependencies: ["Engine"]),
    .target(name: "TerminalKit", dependencies: ["CNcurses", "CTerminalGuard"]),
    .target(
      name: "Runs", dependencies: ["Engine", "TerminalKit"],
      resources: [.embedInCode("catalogue")]),
    .target(
      name: "Tutor",
      dependencies: ["Engine", "Tracer", "TerminalKit", "Runs", "CLessons", "CCmark", "Yams"]),
    .executableTarget(
      name: "hmdl-tui",
      dependencies: [
        "Engine", "Tracer", "TerminalKit", "Runs", "Tutor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "manual-pages"),
    .executableTarget(name: "disk-problem", dependencies: ["Engine"], path: "Examples/DiskProblem"),
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .target(
      name: "TestSupport", dependencies: ["Engine", "TerminalKit"], path: "Tests/TestSupport"),
    .testTarget(
      name: "EngineTests",
      dependencies: ["Engine", "KernelInterface", "CAllocationCount", "TestSupport"]),
    .testTarget(
      name: "TracerTests", dependencies: ["Engine", "Tracer", "TestSupport"], exclude: ["Cases"]),
    .testTarget(name: "TerminalKitTests", dependencies: ["TerminalKit", "TestSupport"]),
    .testTarget(
      name: "RunsTests", dependencies: ["Engine", "TerminalKit", "Runs", "TestSupport"],
      exclude: ["Screens"]),
    .testTarget(
      name: "TutorTests",
      dependencies: ["Engine", "Tracer", "TerminalKit", "Runs", "Tutor", "TestSupport"],
      exclude: ["Course", "Screens"]),
    .testTarget(
      name: "HmdlTuiTests",
      dependencies: [
        "Engine", "TerminalKit", "Runs", "Tutor", "hmdl-tui", "manual-pages", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "EndToEndTests", dependencies: ["Engine", "Tracer", "TestSupport"]),
  ]
    + kernelTargets.map { name in
      .target(
        name: name, dependencies: ["CProcessor", "KernelInterface"],
        swiftSettings: kernelSettings(instructions[name] ?? []))
    }
)
