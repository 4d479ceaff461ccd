import Engine
import TestSupport
import Testing

@testable import TerminalKit
@testable import Tutor

@Suite struct InitializationViewTests {
  static let sizes = [(80, 24), (200, 60), (40, 12), (20, 5)].map { Size(columns: $0, rows: $1) }
  static let usual = Size(columns: 80, rows: 24)

  /// The paper's runs, each computed once for all screens.
  static let exploding = model { _ in }
  static let vanishing = model { $0.weights = .scaled(WeightScale(0.01)) }
  static let gradients = model {
    $0.weights = .initializer(.heNormal)
    $0.activation = .relu
    $0.direction = .backward
  }
  /// tanh after Glorot: to a fifteenth of its size, once called "keeps its size".
  static let fading = model {
    $0.weights = .initializer(.glorotNormal)
    $0.activation = .tanh
  }
  static let compared = model({ _ in }, { $0.weights = .initializer(.glorotNormal) })

  static func model(
    _ changes: (inout PropagationSettings) -> Void...
  ) -> InitializationModel {
    let settings = changes.map { change in
      var settings = PropagationSettings()
      change(&settings)
      return settings
    }
    var model = InitializationModel(settings)
    for settings in settings + settings.map(\.opposite) {
      let signals = signals(settings)
      model.take(
        PropagationReport(settings: settings, signals: signals, done: settings.products))
    }
    return model
  }

  /// The random numbers of all these runs, drawn once: they take longer than the products.
  private static let draws: LayerDraws? = {
    guard var propagation = try? SignalPropagation(PropagationSettings()) else { return nil }
    while propagation.advance() {}
    return propagation.draws
  }()

  private static func signals(_ settings: PropagationSettings) -> [LayerSignal] {
    guard var propagation = try? SignalPropagation(settings, draws: draws) else { return [] }
    while propagation.advance() {}
    return propagation.signals
  }

  /// Charts without titles once had no legend, and of two runs on a narrow screen one direction only.
  @Test func `every chart has a legend, and a narrow one shows all flows of two runs`() {
    let small = Size(columns: 40, rows: 12)
    let one = InitializationView.screen(Self.fading, small, .unicode)
    #expect(one.lines[1] == " ─ signals, g gradients   layer 100/100")
    let two = InitializationView.screen(Self.compared, small, .unicode)
    #expect(two.lines[0].hasPrefix(" A scale 1   B glorot-normal"))
    #expect(two.lines[1].hasPrefix(" signals A ─ B o   gradients A g B *"))
    let chart = two.lines[2..<7].joined()
    for mark in ["▁", "g", "o"] { #expect(chart.contains(mark), "\(mark) in \(chart)") }
    // Seen from the run that keeps its size, all that explodes is the other's.
    var turned = Self.compared
    turned.switchRun()
    let behind = InitializationView.screen(turned, small, .unicode)
    #expect(behind.lines[1].hasPrefix(" signals B ─ A o   gradients B g A *"))
    let other = behind.lines[2..<7].joined()
    for mark in ["▁", "o", "*"] { #expect(other.contains(mark), "\(mark) in \(other)") }
    var alone = Self.compared
    alone.toggleBoth()
    let signals = InitializationView.screen(alone, small, .unicode)
    #expect(signals.lines[1].hasPrefix(" signals A ─ B o   layer"))
    for size in [Size(columns: 100, rows: 18), Size(columns: 80, rows: 24)] {
      let text = InitializationView.screen(Self.fading, size, .unicode).text
      #expect(text.contains("─ signals") && text.contains("g gradients"), "\(size)")
    }
  }

  @Test(arguments: sizes)
  func `an exploding signal`(size: Size) {
    expectGolden(
      InitializationView.screen(Self.exploding, size, .unicode), "initialization-exploding")
  }

  @Test(arguments: sizes)
  func `two runs side by side`(size: Size) {
    expectGolden(
      InitializationView.screen(Self.compared, size, .unicode), "initialization-compared")
  }

  @Test func `a vanishing signal`() {
    expectGolden(
      InitializationView.screen(Self.vanishing, Self.usual, .unicode), "initialization-vanishing")
  }

  @Test func `gradients that keep their size`() {
    expectGolden(
      InitializationView.screen(Self.gradients, Self.usual, .unicode), "initialization-gradients")
  }

  @Test func `in ASCII`() {
    expectGolden(
      InitializationView.screen(Self.gradients, Self.usual, .ascii), "initialization-ascii")
  }

  @Test(arguments: sizes)
  func `signals and gradients of one network`(size: Size) {
    expectGolden(InitializationView.screen(Self.fading, size, .unicode), "initialization-fading")
  }

  @Test func `one direction alone`() {
    let (model, _) = Self.fading.updated(.action(.both))
    let screen = InitializationView.screen(model, Self.usual, .unicode)
    #expect(screen.lines[2].hasPrefix("─ largest |x| of each layer ─"))
    expectGolden(screen, "initialization-alone")
  }

  /// `sd of W × √(512/2) = 0.707` was once cut to `= 0`.
  @Test func `no number is cut, whatever the width`() {
    for model in [Self.exploding, Self.fading, Self.gradients, Self.vanishing] {
      for run in [model.run, model.run.turned] {
        let whole = run.growthLine(columns: 1000)
        #expect(whole.contains(" per layer"))
        let numbers = Set(whole.split(whereSeparator: { !"0123456789.e-".contains($0) }))
        for columns in 0...100 {
          let line = run.growthLine(columns: columns)
          #expect(line.count <= columns)
          for number in line.split(whereSeparator: { !"0123456789.e-".contains($0) }) {
            #expect(numbers.contains(number), "\(number) in \(line)")
          }
        }
      }
    }
  }

  @Test func `the words say what the numbers do`() {
    #expect(Self.exploding.run.growthLine(columns: 200).hasPrefix("x → explodes: × "))
    #expect(Self.vanishing.run.growthLine(columns: 200).hasPrefix("x → vanishes: × "))
    #expect(Self.gradients.run.growthLine(columns: 200).hasPrefix("g ← keeps its size: × "))
    #expect(Self.fading.run.growthLine(columns: 200).hasPrefix("x → fades: × "))
    #expect(Self.fading.run.story.hasPrefix("The signal fades: its size (root mean square) is "))
    #expect(Self.fading.run.story.contains(FlowVerdict.rule))
  }

  @Test func `half computed`() {
    var settings = PropagationSettings()
    settings.width = 16
    var model = InitializationModel([settings])
    let signals = (try? SignalPropagation.run(settings)) ?? []
    model.take(
      PropagationReport(settings: settings, signals: Array(signals.prefix(40)), done: 40))
    expectGolden(
      InitializationView.screen(model, Self.usual, .unicode), "initialization-computing")
    model.moveTo(layer: 70)
    let later = InitializationView.screen(model, Self.usual, .unicode).text
    #expect(later.contains("· not computed yet"))
  }

  @Test func `keys and reasons lie over the charts`() {
    let below = InitializationView.screen(Self.exploding, Self.usual, .unicode)
    let surface = Surface(size: Self.usual)
    expectGolden(InitializationView.keys.view(on: surface, over: below), "initialization-keys")
    expectGolden(
      InitializationView.story(Self.exploding).view(on: surface, over: below),
      "initialization-why")
  }

  @Test func `the real cursor stands on the chosen layer, and a click chooses it`() throws {
    var model = Self.exploding
    model.moveTo(layer: 11)
    for columns in [80, 120, 200] {
      let size = Size(columns: columns, rows: 40)
      let cursor = try #require(InitializationView.screen(model, size, .unicode).cursor)
      let layer = try #require(InitializationView.layer(at: cursor, model, size))
      #expect(10...11 ~= layer)
    }
    #expect(InitializationView.layer(at: Position(row: 0, column: 0), model, Self.usual) == nil)
  }

  @Test func `too small a window says so`() {
    let small = InitializationView.screen(Self.exploding, Size(columns: 10, rows: 3), .unicode)
    #expect(small.lines == ["need 20x5", "(is 10x3),", "q quits"])
  }

  @Test func `every size can be drawn`() {
    let empty = InitializationModel([PropagationSettings()])
    for columns in 0...100 {
      for rows in 0...40 where (columns + rows).isMultiple(of: 3) {
        let size = Size(columns: columns, rows: rows)
        for model in [empty, Self.compared, Self.vanishing] {
          let screen = InitializationView.screen(model, size, .unicode)
          #expect(screen.size == size)
          guard (columns + rows).isMultiple(of: 17) else { continue }
          for sheet in [InitializationView.keys, InitializationView.story(model)] {
            #expect(sheet.view(on: Surface(size: size), over: screen).size == size)
          }
        }
        _ = InitializationView.layer(
          at: Position(row: rows / 2, column: columns / 2), Self.compared, size)
      }
    }
  }
}
