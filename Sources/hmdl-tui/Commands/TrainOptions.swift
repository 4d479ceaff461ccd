import ArgumentParser
import Engine
import Tutor

/// How gradients become corrections.
struct OptimizerOptions: ParsableArguments {
  @Option(help: "The update rule.")
  var optimizer: OptimizerName?

  @Option(help: ArgumentHelp("The learning rate η.", valueName: "eta"))
  var learningRate: Double?

  @Option(help: ArgumentHelp("γ of momentum and nesterov.", valueName: "gamma"))
  var momentum: Double?

  @Option(help: ArgumentHelp("β₁ of the Adam family, β of ema.", valueName: "beta"))
  var beta1: Double?

  @Option(help: ArgumentHelp("β₂ of the Adam family.", valueName: "beta"))
  var beta2: Double?

  @Option(help: ArgumentHelp("β of rmsprop.", valueName: "beta"))
  var rho: Double?

  @Option(help: ArgumentHelp("ε in the denominators.", valueName: "epsilon"))
  var epsilon: Double?

  @Flag(help: "Let ema divide its mean by 1 − βᵗ.")
  var biasCorrection = false

  @Option(help: "How the learning rate changes from epoch to epoch.")
  var schedule: ScheduleName?

  @Option(help: "inverse-time: η is divided by 1 + decay·t after epoch t, again and again.")
  var decay: Double?

  @Option(help: "step: what η is multiplied by.")
  var stepFactor: Double?

  @Option(help: "step: every how many epochs.")
  var stepEpochs: Int?

  enum ScheduleName: String, ExpressibleByArgument, CaseIterable {
    case constant
    case inverseTime = "inverse-time"
    case step, cosine
  }

  func validate() throws {
    try TrainingLimits.positive.check(learningRate, "--learning-rate")
    try TrainingLimits.positive.check(epsilon, "--epsilon")
    try TrainingLimits.fading.check(momentum, "--momentum")
    try TrainingLimits.fading.check(beta1, "--beta1")
    try TrainingLimits.fading.check(beta2, "--beta2")
    try TrainingLimits.fading.check(rho, "--rho")
    try TrainingLimits.strength.check(decay, "--decay")
    try TrainingLimits.positive.check(stepFactor, "--step-factor")
    try TrainingLimits.count.check(stepEpochs, "--step-epochs")
  }
}

/// Penalties and clipping, which keep parameters and gradients small.
struct PenaltyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("L1: adds λ·sign(w) to every gradient.", valueName: "lambda"))
  var l1 = 0.0

  @Option(help: ArgumentHelp("L2: adds λ·w to every gradient.", valueName: "lambda"))
  var l2 = 0.0

  @Option(help: ArgumentHelp("L1 of the weights alone, instead of --l1.", valueName: "lambda"))
  var kernelL1: Double?

  @Option(help: ArgumentHelp("L2 of the weights alone, instead of --l2.", valueName: "lambda"))
  var kernelL2: Double?

  @Option(help: ArgumentHelp("L1 of the biases alone, instead of --l1.", valueName: "lambda"))
  var biasL1: Double?

  @Option(help: ArgumentHelp("L2 of the biases alone, instead of --l2.", valueName: "lambda"))
  var biasL2: Double?

  @Option(help: ArgumentHelp("Cut every gradient component to ±limit.", valueName: "limit"))
  var clipValue: Double?

  @Option(
    help: ArgumentHelp("Scale all gradients down to this common norm.", valueName: "limit"))
  var clipNorm: Double?

  func validate() throws {
    let lambdas = [
      ("l1", l1), ("l2", l2), ("kernel-l1", kernelL1), ("kernel-l2", kernelL2), ("bias-l1", biasL1),
      ("bias-l2", biasL2),
    ]
    for (name, lambda) in lambdas { try TrainingLimits.strength.check(lambda, "--\(name)") }
    guard clipValue == nil || clipNorm == nil else {
      throw ValidationError("--clip-value and --clip-norm exclude each other: give one of them.")
    }
    try TrainingLimits.positive.check(clipValue, "--clip-value")
    try TrainingLimits.positive.check(clipNorm, "--clip-norm")
  }

  var regularization: Regularization {
    Regularization(
      kernel: .init(l1: kernelL1 ?? l1, l2: kernelL2 ?? l2),
      bias: .init(l1: biasL1 ?? l1, l2: biasL2 ?? l2))
  }

  var clipping: GradientClipping {
    if let clipValue { return .value(clipValue) }
    if let clipNorm { return .norm(clipNorm) }
    return .none
  }
}
