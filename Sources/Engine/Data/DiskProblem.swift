/// The disk problem of the mini-framework report: is a point of the unit square inside the disk?
///
/// Points are uniform in [0, 1)²; class 1 lies inside the disk around (½, ½) of radius 1/√(2π), which covers
/// half of the square, class 0 outside.
public enum DiskProblem {
  /// 1 / (2π).
  public static let squaredRadius = 1 / (2 * Double.pi)
  /// How many training points, and how many test points, the report has.
  public static let reportedCount = 1000

  /// Draws points `[count, 2]`: for each one x, then y.
  public static func points(_ count: Int, random: inout RandomSource) -> Dataset {
    let coordinates = (0..<2 * count).map { _ in Float(random.uniform()) }
    let classes = (0..<count).map { point in
      isInside(x: coordinates[2 * point], y: coordinates[2 * point + 1]) ? 1 : 0
    }
    return Dataset(
      inputs: Tensor(shape: [count, 2], elements: coordinates), classes: classes, classCount: 2)
  }

  /// (x − ½)² + (y − ½)² < 1/(2π).
  public static func isInside(x: Float, y: Float) -> Bool {
    let (dx, dy) = (Double(x) - 0.5, Double(y) - 0.5)
    return dx * dx + dy * dy < squaredRadius
  }
}
