/// The app's entry. Without SwiftUI there is no screen, and it says so.

#if canImport(SwiftUI)
import SwiftUI

@main
struct CoremlApp: App {
  var body: some Scene {
    WindowGroup("snapc") { PaintingView() }
  }
}
#else
@main
enum CoremlApp {
  static func main() {
    print("This app needs SwiftUI and Core ML: run it on macOS or iOS.")
  }
}
#endif
