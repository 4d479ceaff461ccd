import KernelInterface

/// T·X·Tᵀ, for as many pairs of channels at a time as there are lanes.
func sandwich(_ task: SandwichTask) {
  let (n, m, lanes) = (task.inputSize, task.outputSize, Lanes.scalarCount)
  let room = task.room
  for pair in stride(from: task.range.lowerBound, to: task.range.upperBound, by: lanes) {
    for i in 0..<m {
      for j in 0..<n {
        var sum = Lanes.zero
        for k in 0..<n {
          sum.accumulate(
            Lanes(repeating: task.table[i * n + k]),
            Lanes(at: task.input + (k * n + j) * task.stride + pair))
        }
        sum.store(to: room + (i * n + j) * lanes)
      }
      for j in 0..<m {
        var sum = Lanes.zero
        for k in 0..<n {
          sum.accumulate(
            Lanes(repeating: task.table[j * n + k]), Lanes(at: room + (i * n + k) * lanes))
        }
        sum.store(to: task.output + (i * m + j) * task.stride + pair)
      }
    }
  }
}
