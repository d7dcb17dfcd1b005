/// Takes the time between calls.

struct Stopwatch {
  private var since = ContinuousClock.now

  /// Milliseconds since the last lap, or since it was made.
  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { since = now }
    let (seconds, attoseconds) = since.duration(to: now).components
    return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
  }
}
