import KernelInterface

/// Y = m ∘ X. The mask is hashed from the index of each element, so that the backward pass computes the same mask
/// again and none is stored.
func dropout(_ task: DropoutTask) {
  typealias Words = SIMD16<UInt32>
  let scale = SIMD16<Float>(repeating: task.scale)
  let ramp = Words(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  for start in stride(from: 0, to: task.count, by: 16) {
    var bits = (ramp &+ Words(repeating: task.first &+ UInt32(truncatingIfNeeded: start)))
    bits = bits &* 0x9e37_79b9 ^ Words(repeating: task.key)
    bits ^= bits &>> 16
    bits = bits &* 0x7feb_352d
    bits ^= bits &>> 15
    bits = bits &* 0x846c_a68b
    bits ^= bits &>> 16
    let x = UnsafeRawPointer(task.input + start).loadUnaligned(as: SIMD16<Float>.self)
    let kept = SIMD16<Float>.zero.replacing(
      with: x * scale, where: bits .>= Words(repeating: task.threshold))
    if task.count - start >= 16 {
      UnsafeMutableRawPointer(task.output + start).storeBytes(of: kept, as: SIMD16<Float>.self)
    } else {
      for i in 0..<task.count - start { task.output[start + i] = kept[i] }
    }
  }
}
