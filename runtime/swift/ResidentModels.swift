/// Keeps few models in memory at a time, so that a pipeline fits into a phone: the one that waited longest goes.

public actor ResidentModels {
  private struct Resident {
    let identity: ObjectIdentifier
    let unload: @Sendable () async -> Void
  }

  private let limit: Int
  /// The most recently used comes last.
  private var residents: [Resident] = []

  /// - Parameter limit: how many models may be loaded at once; at least one.
  public init(limit: Int = 1) {
    self.limit = max(limit, 1)
  }

  /// Makes room for a model that is about to load or to run: give it to `MemoryMode.onDemand`.
  @Sendable
  public func admit(
    _ identity: ObjectIdentifier, unload: @escaping @Sendable () async -> Void
  ) async {
    residents.removeAll { $0.identity == identity }
    let excess = max(residents.count + 1 - limit, 0)
    let leaving = residents.prefix(excess)
    residents = residents.dropFirst(excess) + [Resident(identity: identity, unload: unload)]
    for other in leaving { await other.unload() }
  }
}
