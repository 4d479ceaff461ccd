import Foundation
import Testing

@testable import TerminalKit

/// The ramps as the eye meets them: lightness and distances by CIELAB, hues by Oklab, since CIELAB's blues turn
/// to purple as they grow lighter.
@Suite struct PaletteTests {
  /// One side of 0 on one ground: six colours.
  struct Ramp: CustomTestStringConvertible, Sendable {
    let palette: Palette
    let sign: Palette.Sign
    let ground: Ground
    let isExact: Bool
    var testDescription: String { "\(palette) \(sign) on \(ground), exact \(isExact)" }

    var colors: [RGB] {
      (1...6).map {
        palette.color(step: sign == .negative ? -$0 : $0, on: ground, isExact: isExact).rgb
      }
    }
  }

  static let ramps = Palette.allCases.flatMap { palette in
    Palette.Sign.allCases.flatMap { sign in
      Ground.allCases.flatMap { ground in
        [false, true].map { Ramp(palette: palette, sign: sign, ground: ground, isExact: $0) }
      }
    }
  }

  /// L*, a*, b* of amounts of light: CIE 1976 with the white point D65 and the matrix of IEC 61966-2-1.
  static func lab(_ light: [Double]) -> [Double] {
    let matrix = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let f = zip(times(matrix, light), [0.95047, 1, 1.08883]).map { value, white in
      let share = value / white
      return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// Degrees and chroma in Oklab: Ottosson, "A perceptual color space for image processing", 2020.
  static func hueAndChroma(_ color: RGB) -> (hue: Double, chroma: Double) {
    let cones = times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], color.linear
    ).map { cbrt($0) }
    let lab = times(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones)
    return (atan2(lab[2], lab[1]) * 180 / .pi, hypot(lab[1], lab[2]))
  }

  /// What each sign is meant to be.
  static func hue(_ palette: Palette, _ sign: Palette.Sign) -> Double {
    switch (palette, sign) {
    case (.signals, .negative): 260  // blue
    case (.signals, .positive): 48  // orange
    case (.deltas, .negative): 313  // purple
    case (.deltas, .positive): 143  // green
    case (.weights, .negative): 108  // yellow
    case (.weights, .positive): 195  // teal
    }
  }

  static func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// What people without one kind of cones see, severity 1: Machado, Oliveira, Fernandes, "A
  /// physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15 (2009).
  enum Vision: CaseIterable, Sendable {
    case common, protanopia, deuteranopia, tritanopia

    var matrix: [[Double]] {
      switch self {
      case .common: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
          [-0.003882, -0.048116, 1.051998],
        ]
      case .deuteranopia:
        [
          [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
          [-0.011820, 0.042940, 0.968881],
        ]
      case .tritanopia:
        [
          [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
          [0.004733, 0.691367, 0.303900],
        ]
      }
    }

    func lab(_ color: RGB) -> [Double] {
      PaletteTests.lab(PaletteTests.times(matrix, color.linear).map { max(0, min(1, $0)) })
    }
  }

  /// The straight line from the first step to the last; the table may leave it by 3, where it has
  /// colours enough, and by 9 for the light yellows and teals, of which it has few.
  @Test(arguments: ramps)
  func `lightness leaves the ground in even steps`(ramp: Ramp) {
    let lightness = ramp.colors.map { Self.lab($0.linear)[0] }
    let outwards = ramp.ground == .dark ? 1.0 : -1.0
    let steps = zip(lightness, lightness.dropFirst()).map { outwards * ($1 - $0) }
    #expect(steps.allSatisfy { $0 > 4 }, "\(steps)")
    let tolerance = ramp.isExact ? 0.5 : ramp.ground == .dark ? 3.1 : 9
    for (size, value) in lightness.enumerated() {
      let line = lightness[0] + (lightness[5] - lightness[0]) * Double(size) / 5
      #expect(abs(value - line) <= tolerance, "size \(size + 1): \(value), even would be \(line)")
    }
    let zero = ramp.palette.color(step: 0, on: ramp.ground).rgb
    #expect(outwards * (lightness[0] - Self.lab(zero.linear)[0]) > 0.9)
  }

  @Test(arguments: ramps)
  func `a sign has one hue`(ramp: Ramp) {
    let wanted = Self.hue(ramp.palette, ramp.sign)
    for (index, color) in ramp.colors.enumerated() {
      let found = Self.hueAndChroma(color)
      if found.chroma < 0.02 {
        #expect(index == 0 && ramp.ground == .dark && !ramp.isExact, "only the first may be grey")
        continue
      }
      let turn = abs((found.hue - wanted).remainder(dividingBy: 360))
      #expect(turn <= (ramp.isExact ? 3 : 20), "size \(index + 1): \(found.hue), not \(wanted)")
    }
  }

  @Test(arguments: Palette.allCases, Ground.allCases)
  func `equal sizes are about equally light`(_ palette: Palette, _ ground: Ground) {
    for (isExact, tolerance) in [(true, 0.8), (false, 8.5)] {
      for size in 1...6 {
        let pair = [-size, size].map {
          Self.lab(palette.color(step: $0, on: ground, isExact: isExact).rgb.linear)[0]
        }
        #expect(abs(pair[0] - pair[1]) <= tolerance, "size \(size): \(pair)")
      }
    }
  }

  /// A distance of 10 is plain to see, 2 just so.
  @Test(arguments: Vision.allCases, Ground.allCases)
  func `signs are told apart by everyone`(_ vision: Vision, _ ground: Ground) {
    for palette in Palette.allCases {
      for isExact in [false, true] {
        for size in (isExact ? 1 : 2)...6 {
          let pair = [-size, size].map {
            vision.lab(palette.color(step: $0, on: ground, isExact: isExact).rgb)
          }
          let distance = zip(pair[0], pair[1]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
            .squareRoot()
          #expect(distance >= (size == 1 ? 10 : 20), "\(palette) \(size) \(isExact): \(distance)")
        }
      }
    }
  }

  @Test(arguments: Vision.allCases, ramps)
  func `sizes keep their order for everyone`(_ vision: Vision, _ ramp: Ramp) {
    let lightness = ramp.colors.map { vision.lab($0)[0] }
    let outwards = ramp.ground == .dark ? 1.0 : -1.0
    for (inner, outer) in zip(lightness, lightness.dropFirst()) {
      #expect(outwards * (outer - inner) > 2, "\(lightness)")
    }
  }
}
