import ArgumentParser
import Engine
import Runs

/// `hmdl-tui predict`: the classes that stored weights give to pictures.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Print the most probable classes of pictures.",
    discussion: """
      A picture is PNG or PGM, of the size that the network takes; .npy holds one sample or many. Bytes \
      are scaled to [-1, 1], by 0 and 255 or, with --data, as those data are; --data also names the classes.
      """)

  @OptionGroup var stored: StoredModelOptions

  @Option(help: "The data the weights were trained on, for the names of classes and the scale.")
  var data: DataName?

  @OptionGroup(title: "Data") var place: PlaceOptions

  @Option(help: "How many classes are printed per sample.")
  var top = 3

  @Flag(help: "Print one JSON object per sample.")
  var json = false

  @Argument(help: ArgumentHelp("PNG, PGM or .npy files.", valueName: "image"))
  var images: [String]

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top is \(top); it must be at least 1.") }
    guard let data else {
      guard place.directory == nil, place.split == nil, place.label == nil else {
        throw ValidationError("--data-dir, --split and --label need --data.")
      }
      return
    }
    if data.needsFilesToPredict { try place.check(data) }
  }

  func run() throws {
    let model = try stored.model()
    let reference = try reference()
    var network = try model.network(sampleShape: reference.shape)
    let scale = reference.scale ?? .full
    var context = ForwardContext(mode: .predicting)
    let isProbability = network.layers.last?.activation == .softmax
    for image in images {
      for (name, input) in try InputFile.read(image, shape: network.inputShape, scale: scale) {
        network.forward(input, context: &context)
        let prediction = Prediction(
          name: name, outputs: network.output.elements, isProbability: isProbability,
          classNames: reference.names)
        if json {
          print(prediction.json(top: top).line)
        } else {
          for line in prediction.lines(top: top) { print(line) }
        }
      }
    }
  }

  /// The names of the classes and the scale of the data; for mnist and cifar-10 they are fixed by the format.
  private func reference() throws -> (names: [String]?, scale: LevelScale?, shape: Shape?) {
    guard let data else { return (nil, nil, nil) }
    switch data {
    case .mnist: return (nil, .full, [28, 28, 1])
    case .cifar10: return (CIFAR10.classNames, .full, CIFAR10.shape)
    default:
      let part = try place.dataPlace.part(.test, of: data)
      return (part.classNames, part.samples.levelScale, part.sampleShape)
    }
  }
}

extension DataName {
  /// True if scale and names of classes can only be read from the files.
  fileprivate var needsFilesToPredict: Bool { ![.disk, .mnist, .cifar10].contains(self) }
}
