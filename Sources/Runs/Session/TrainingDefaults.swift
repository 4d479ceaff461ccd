import Engine

/// A set of conventions that a run can follow as a whole.
package enum TrainingPreset: String, CaseIterable, Sendable {
  /// Those of the paper's code.
  case hmdl
}

/// The settings of a run where no flag says otherwise.
package struct TrainingDefaults {
  package var network: String
  /// nil: the network's last activation decides (`Loss.standard`).
  package var loss: Loss?
  package var optimizer: OptimizerDescription
  package var schedule = Schedule.constant
  package var epochs: Int
  package var batching: Batching
  package var reduction = BatchReduction.mean
  package var maskScope = ForwardContext.MaskScope.sample
  package var seed: UInt32 = 0

  /// The mini-framework report's network and best settings: batches of 5, momentum ½, decay 0.9. Its η of
  /// 0.001 on the sum of 5 gradients is 0.005 on their mean.
  package static var disk: TrainingDefaults {
    var optimizer = OptimizerDescription(.momentum)
    optimizer.learningRate = 5e-3
    optimizer.momentum = 0.5
    return TrainingDefaults(
      network: "D(25,r)x3;D(1);", loss: .meanSquaredError, optimizer: optimizer,
      schedule: .step(factor: 0.9, epochs: 5), epochs: 50, batching: .size(5))
  }

  /// The paper's dense network with today's conventions.
  package static var olivetti: TrainingDefaults {
    TrainingDefaults(
      network: "F();D(64,r);DR(0.25);D(40,sm);", loss: .categoricalCrossentropy,
      optimizer: OptimizerDescription(.adam), epochs: 50, batching: .count(10))
  }

  /// The paper's dense network for MNIST with today's conventions.
  package static var mnist: TrainingDefaults {
    TrainingDefaults(
      network: "F();D(512,r);DR(0.125);D(512,r);DR(0.125);D(10,sm);",
      loss: .categoricalCrossentropy, optimizer: OptimizerDescription(.adam), epochs: 10,
      batching: .size(128))
  }

  /// The paper's smallest convolutional network for CIFAR-10 with today's conventions.
  package static var cifar10: TrainingDefaults {
    TrainingDefaults(
      network: "C(3,32,r);M(2);DR(0.125);F();D(128,r);DR(0.25);D(10,sm);",
      loss: .categoricalCrossentropy, optimizer: OptimizerDescription(.adam), epochs: 10,
      batching: .size(128))
  }

  /// For data of the user's own. If they do not have 10 classes, an error says how the network must end.
  package static var own: TrainingDefaults {
    TrainingDefaults(
      network: "F();D(64,r);D(10,sm);", optimizer: OptimizerDescription(.adam), epochs: 50,
      batching: .size(32))
  }

  package static func usual(for data: DataName) -> TrainingDefaults {
    switch data {
    case .disk: disk
    case .olivetti: olivetti
    case .mnist: mnist
    case .cifar10: cifar10
    case .npy, .csv, .images: own
    }
  }

  /// The conventions of the paper's code.
  package mutating func apply(_ preset: TrainingPreset, split: Int) {
    switch preset {
    case .hmdl:
      optimizer = OptimizerDescription(.adam)
      schedule = .constant
      epochs = 100
      reduction = .sum
      maskScope = .batch
      seed = UInt32(clamping: split)
    }
  }
}
