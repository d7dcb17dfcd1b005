/// The memory of tensors: allocated once, shared without copies, freed with its last user.

/// Bytes at an address that stays the same. Who writes makes sure first that nobody else holds the storage,
/// which is what makes it safe to send.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int
  /// What the memory belongs to, where it is not the storage's own.
  let owner: AnyObject?

  /// Zeros, aligned as the Neural Engine and the GPU like their buffers.
  init(byteCount: Int) {
    self.byteCount = byteCount
    owner = nil
    pointer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
    pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Memory of another object, which is kept as long as the storage.
  init(sharing pointer: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject) {
    self.pointer = pointer
    self.byteCount = byteCount
    self.owner = owner
  }

  convenience init(copying other: TensorStorage) {
    self.init(byteCount: other.byteCount)
    pointer.copyMemory(from: other.pointer, byteCount: byteCount)
  }

  deinit {
    if owner == nil { pointer.deallocate() }
  }
}
