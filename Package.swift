// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "hmdl-tui",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "hmdl-tui", targets: ["hmdl-tui"])],
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
    .target(
      name: "Engine", dependencies: ["CZlib", "CPng"],
      resources: [.embedInCode("Resources/olivetti-splits.json")]),
    .target(name: "Tracer", dependencies: ["Engine"]),
    .executableTarget(
      name: "hmdl-tui",
      dependencies: [
        "Engine", "Tracer", "CNcurses", "CCmark", "CTerminalGuard", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("lessons")]),
    .testTarget(name: "EngineTests", dependencies: ["Engine"]),
    .testTarget(
      name: "TracerTests", dependencies: ["Engine", "Tracer"], exclude: ["Cases"]),
    .testTarget(
      name: "HmdlTuiTests",
      dependencies: [
        "Engine", "Tracer", "hmdl-tui",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Screens"]),
    .testTarget(name: "EndToEndTests", dependencies: ["Engine", "Tracer"]),
  ]
)
