import Engine
import Testing

@testable import Tutor

@Suite struct InitializationUpdateTests {
  private var start: InitializationModel {
    var settings = PropagationSettings()
    settings.layers = 12
    settings.width = 8
    return InitializationModel([settings])
  }

  private func after(
    _ actions: InitializationAction..., from model: InitializationModel? = nil
  ) -> InitializationModel {
    actions.reduce(model ?? start) { $0.updated(.action($1)).model }
  }

  @Test func `the cursor stays among the layers`() {
    #expect(after(.back).layer == 1)
    #expect(after(.forward, .forward).layer == 3)
    #expect(after(.forwardTen).layer == 11)
    #expect(after(.last, .forward).layer == 12)
    #expect(after(.last, .backTen).layer == 2)
    #expect(after(.last, .first).layer == 1)
    #expect(start.updated(.goTo(layer: 99)).0.layer == 12)
  }

  @Test func `until it is moved the cursor follows the front of the signal`() {
    var model = start
    let signals = (1...5).map { LayerSignal(layer: $0, values: [Float($0)]) }
    model.take(
      PropagationReport(settings: model.run.settings, signals: signals, done: 5))
    #expect(model.layer == 5)
    let broken = signals + [LayerSignal(layer: 6, values: [.nan])]
    model.take(PropagationReport(settings: model.run.settings, signals: broken, done: 6))
    #expect(model.layer == 5)
    #expect(after(.back, from: model).layer == 4)
  }

  @Test func `plus and minus multiply the scale`() {
    func title(_ model: InitializationModel) -> String { model.run.settings.weights.title }
    #expect(title(after(.larger)) == "scale 1.25")
    #expect(title(after(.smaller)) == "scale 0.8")
    #expect(title(after(.larger, .smaller)) == "scale 1.0")
    // sd of Glorot at width 8 is √(2/16) = .354
    #expect(title(after(.initializer, .larger)) == "scale 0.442")
    let tiny = (0..<300).reduce(start) { model, _ in model.updated(.action(.smaller)).0 }
    #expect(title(tiny) == "scale 1e-09")
  }

  @Test func `i, p, a, d and r go round`() {
    func settings(_ actions: [InitializationAction]) -> PropagationSettings {
      actions.reduce(start) { $0.updated(.action($1)).model }.run.settings
    }
    let names = (1...5).map {
      settings(Array(repeating: .initializer, count: $0)).weights.description
    }
    #expect(
      names == ["glorot-normal", "he-normal", "glorot-uniform", "he-uniform", "glorot-normal"])
    let scales = (1...3).map {
      settings(Array(repeating: .paperScale, count: $0)).weights.description
    }
    #expect(scales == ["0.01", "1/sqrt(n)", "1"])
    let activations = (1...4).map {
      settings(Array(repeating: .activation, count: $0)).activation
    }
    #expect(activations == [.relu, .tanh, .sigmoid, .identity])
    #expect(settings([.direction]).direction == .backward)
    #expect(settings([.direction, .direction]).direction == .forward)
    #expect(settings([.seed]).seed == 1)
  }

  @Test func `a change forgets the numbers and asks for new ones`() {
    var model = start
    model.take(
      PropagationReport(
        settings: model.run.settings, signals: [LayerSignal(layer: 1, values: [1])], done: 12))
    #expect(model.updated(.action(.forward)).1 == [])
    let (next, effects) = model.updated(.action(.larger))
    #expect(next.run.signals.allSatisfy { $0 == nil } && next.run.done == 0)
    #expect(
      effects == [
        .compute(run: 0, [next.run.settings, next.run.settings.opposite])
      ])
  }

  @Test func `signals and gradients of one network are computed, and turned without a new run`() {
    let both = [start.run.settings, start.run.settings.opposite]
    #expect(start.showsBoth && start.run.unfinished(both: true) == both)
    let (alone, effects) = start.updated(.action(.both))
    #expect(!alone.showsBoth && effects == [.compute(run: 0, [start.run.settings])])
    var model = start
    let gradients = (1...12).map { LayerSignal(layer: $0, values: [Float($0)]) }
    model.take(PropagationReport(settings: both[1], signals: gradients, done: 24))
    #expect(model.run.opposite == gradients && model.run.signals.allSatisfy { $0 == nil })
    #expect(model.run.unfinished(both: true) == [both[0]])
    let (turned, rest) = model.updated(.action(.direction))
    #expect(turned.run.settings.direction == .backward && turned.run.isComplete)
    #expect(turned.run.signals == gradients && rest == [.compute(run: 0, [both[0]])])
    #expect(after(.direction, from: turned) == model)
  }

  @Test func `a report of other settings is dropped`() {
    let model = start
    let (next, _) = model.updated(.action(.larger))
    let late = PropagationReport(
      settings: model.run.settings, signals: [LayerSignal(layer: 1, values: [1])], done: 1)
    #expect(next.updated(.report(late)).0 == next)
  }

  @Test func `comparing keeps the first run and changes the second`() {
    let model = after(.compare, .larger)
    #expect(model.runs.map { $0.settings.weights.title } == ["scale 1", "scale 1.25"])
    let other = after(.otherRun, .initializer, .seed, from: model)
    #expect(
      other.runs.map { $0.settings.weights.title } == ["glorot-normal", "scale 1.25"])
    #expect(other.runs.allSatisfy { $0.settings.seed == 1 })
    #expect(after(.compare, from: other).runs.map(\.settings) == [other.run.settings])
  }

  @Test func `a run that stays as it is goes on`() {
    let (model, effects) = start.updated(.action(.compare))
    #expect(effects == [.compute(run: 1, model.runs[1].unfinished(both: true))])
    let (next, changes) = model.updated(.action(.larger))
    #expect(changes == [.compute(run: 1, next.runs[1].unfinished(both: true))])
    #expect(next.updated(.action(.otherRun)).effects == [])
    let (_, last) = next.updated(.action(.compare))
    #expect(last == [.compute(run: 0, next.runs[1].unfinished(both: true)), .stop(run: 1)])
  }

  @Test func `keys, reasons and the way out are asked for`() {
    #expect(start.updated(.action(.help)).effects == [.showKeys])
    #expect(start.updated(.action(.why)).effects == [.showStory])
    #expect(start.updated(.action(.quit)).effects == [.quit])
  }

  @Test func `no two bindings share a key, and every action has one`() {
    let bindings = InitializationKeymap.keys.bindings
    let keys = bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    #expect(Set(bindings.map(\.action)) == Set(InitializationAction.allCases))
    for columns in 20...200 {
      for isComparing in [false, true] {
        let line = InitializationKeymap.keyBar(isComparing: isComparing)
          .line(columns: columns, glyphs: .ascii)
        #expect(line.width <= columns && line.text.contains("q"))
      }
    }
  }
}
