/// The one screen: a picture or how far it is, a seed, and buttons to paint and to stop.

#if canImport(SwiftUI)
import Painting
import SwiftUI

@MainActor @Observable
final class PaintingModel {
  private(set) var state = PaintingState.idle
  var seed = 42
  @ObservationIgnored private var painter: Painter?

  func paint() {
    let painter = painter ?? Painter { [weak self] in self?.state = $0 }
    self.painter = painter
    painter.paint(seed: UInt64(max(seed, 0)))
  }

  func cancel() { painter?.cancel() }
}

struct PaintingView: View {
  @State private var model = PaintingModel()

  var body: some View {
    VStack(spacing: 24) {
      canvas.frame(maxWidth: 512, maxHeight: 512).aspectRatio(1, contentMode: .fit)
      Stepper("Seed \(model.seed)", value: $model.seed, in: 0...9999)
        .frame(maxWidth: 320)
      if case .working = model.state {
        Button("Stop", role: .cancel) { model.cancel() }
      } else {
        Button("Paint") { model.paint() }.buttonStyle(.borderedProminent)
      }
    }
    .padding()
  }

  @ViewBuilder private var canvas: some View {
    switch model.state {
    case .idle:
      Text("Choose a seed and paint.").foregroundStyle(.secondary)
    case .working(let what, let done):
      ProgressView(value: done) { Text(what) }
    case .picture(let pixels):
      if let image = pixels.cgImage {
        Image(decorative: image, scale: 1).resizable().interpolation(.none)
          .accessibilityLabel("The picture of seed \(model.seed)")
      }
    case .failed(let reason):
      Label(reason, systemImage: "exclamationmark.triangle").foregroundStyle(.red)
    }
  }
}
#endif
