import KernelInterface

/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η m̂ / (√v̂ + ε), each product and each sum rounded (no
/// fused multiply-add), as in the generic `Adam`.
func adam(_ task: AdamTask) {
  var i = 0
  while i + Lanes.scalarCount <= task.count {
    let g = Lanes(at: task.gradients + i)
    let m = task.beta1 * Lanes(at: task.means + i) + task.rest1 * g
    let v = task.beta2 * Lanes(at: task.squares + i) + task.rest2 * (g * g)
    let size = (v * task.scale2).squareRoot() + task.epsilon
    (Lanes(at: task.parameters + i) - task.rate * (m * task.scale1) / size)
      .store(to: task.parameters + i)
    m.store(to: task.means + i)
    v.store(to: task.squares + i)
    i += Lanes.scalarCount
  }
  while i < task.count {
    let g = task.gradients[i]
    let m = task.beta1 * task.means[i] + task.rest1 * g
    let v = task.beta2 * task.squares[i] + task.rest2 * (g * g)
    let size = (v * task.scale2).squareRoot() + task.epsilon
    task.parameters[i] -= task.rate * (m * task.scale1) / size
    task.means[i] = m
    task.squares[i] = v
    i += 1
  }
}
