/// Fetches the files of the emitted pipeline as an app does: `fetch ADDRESS FOLDER KEY` prints how many bytes there are.

import Foundation
import Pictures

@main
struct Fetch {
  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let served = URL(string: arguments[1]) else { exit(2) }
    do {
      let transport = URLSessionTransport(headers: ["X-Key": arguments[3]])
      try await Pipeline.download(
        from: served, to: URL(fileURLWithPath: arguments[2]), transport: transport
      ) { report in
        if report.doneBytes == report.totalBytes { print(report.totalBytes) }
      }
    } catch {
      print(error.localizedDescription)
      exit(1)
    }
  }
}
