/// The memory of tensors: allocated once, shared without copies, freed with its last user.

/// Bytes at an address that stays the same. Who writes makes sure first that nobody else holds the storage,
/// which is what makes it safe to send.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int

  /// Zeros, aligned as the Neural Engine and the GPU like their buffers.
  init(byteCount: Int) {
    self.byteCount = byteCount
    pointer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
    pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  convenience init(copying other: TensorStorage) {
    self.init(byteCount: other.byteCount)
    pointer.copyMemory(from: other.pointer, byteCount: byteCount)
  }

  deinit {
    pointer.deallocate()
  }
}
