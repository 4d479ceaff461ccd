import Engine

/// A public data set: what it holds, whose it is, and where it can be downloaded.
package struct DataCatalogue {
  /// A file on the mirrors.
  struct Remote: Equatable {
    let name: String
    let packing: Packing
    /// The files that are made of it.
    let files: [KnownFile]
  }

  enum Packing: Equatable {
    case gzip
    /// A gzipped tar archive that holds the files, in whatever directory.
    case tar
    /// The faces as MATLAB stores them.
    case matlabFaces
  }

  package let name: DataName
  package let description: String
  package let licence: String
  /// Addresses of directories that hold the remote files, the preferred one first.
  package let mirrors: [String]
  let remotes: [Remote]

  package var files: [KnownFile] { remotes.flatMap(\.files) }
  /// The bytes of all files, unpacked.
  package var size: Int { files.reduce(0) { $0 + $1.size } }

  /// The sets that can be fetched.
  package static let all = [olivetti, mnist, cifar10]

  package static func find(_ name: DataName) -> DataCatalogue? { all.first { $0.name == name } }

  package static let olivetti = DataCatalogue(
    name: .olivetti,
    description: "400 faces of 40 people, 64×64 grey; the paper's splits, 280 + 120",
    licence: "AT&T Laboratories Cambridge; free, with credit to them",
    mirrors: ["https://cs.nyu.edu/~roweis/data"],
    remotes: [
      Remote(
        name: "olivettifaces.mat", packing: .matlabFaces,
        files: [
          KnownFile(
            name: "faces.npy", size: 1_638_528, md5: "fdb1ed558795305585a78fe74924e0aa"),
          KnownFile(name: "labels.npy", size: 528, md5: "718754b839b79765c9974f5a5b5f85aa"),
        ])
    ])

  package static let mnist = DataCatalogue(
    name: .mnist, description: "handwritten digits, 28×28 grey; 60,000 + 10,000",
    licence: "CC BY-SA 3.0; Y. LeCun, C. Cortes, C. Burges",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist",
      "https://storage.googleapis.com/cvdf-datasets/mnist",
    ],
    remotes: [
      ("train-images-idx3-ubyte", 47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
      ("train-labels-idx1-ubyte", 60_008, "a25bea736e30d166cdddb491f175f624"),
      ("t10k-images-idx3-ubyte", 7_840_016, "2646ac647ad5339dbf082846283269ea"),
      ("t10k-labels-idx1-ubyte", 10_008, "27ae3e4e09519cfbb04c329615203637"),
    ].map { name, size, md5 in
      Remote(
        name: name + ".gz", packing: .gzip, files: [KnownFile(name: name, size: size, md5: md5)])
    })

  package static let cifar10 = DataCatalogue(
    name: .cifar10, description: "photographs of ten kinds, 32×32 colour; 50,000 + 10,000",
    licence: "none stated; A. Krizhevsky, V. Nair, G. Hinton",
    mirrors: ["https://www.cs.toronto.edu/~kriz"],
    remotes: [
      Remote(
        name: "cifar-10-binary.tar.gz", packing: .tar,
        files: [
          ("data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25"),
          ("data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692"),
          ("data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421"),
          ("data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb"),
          ("data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d"),
          ("test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d"),
        ].map { KnownFile(name: $0.0, size: 30_730_000, md5: $0.1) })
    ])
}
