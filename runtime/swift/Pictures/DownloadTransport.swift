/// How the bytes of files come: over HTTP, or from what an app has instead.

import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a server says, in this order.
public enum DownloadEvent: Sendable {
  /// The status of HTTP and, where the bytes are a part of the file, its header Content-Range.
  case answer(status: Int, contentRange: String?)
  case bytes(Data)
}

public protocol DownloadTransport: Sendable {
  /// Gets a file once; who calls it asks for the rest after a break.
  /// - Parameters:
  ///   - offset: the first byte that is wanted; HTTP has `Range` for that where it is not 0.
  ///   - receive: takes what comes, one call at a time; what it throws ends the request and is thrown.
  /// - Throws: what `receive` throws, or any error for a break. Cancelling the task ends the request.
  func get(
    _ url: URL, from offset: Int, receive: @escaping @Sendable (DownloadEvent) throws -> Void
  ) async throws
}

/// Over HTTP by URLSession, without its cache.
public struct URLSessionTransport: DownloadTransport {
  /// Go with every request to the server, as for a key, and not along where it redirects to another one.
  public var headers: [String: String]
  /// Of silence, until it counts as a break.
  public var timeoutSeconds: Double

  public init(headers: [String: String] = [:], timeoutSeconds: Double = 30) {
    (self.headers, self.timeoutSeconds) = (headers, timeoutSeconds)
  }

  public func get(
    _ url: URL, from offset: Int, receive: @escaping @Sendable (DownloadEvent) throws -> Void
  ) async throws {
    var request = URLRequest(
      url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeoutSeconds)
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    // Ranges count the bytes of the file, not those of a compressed form.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
    let receiver = Receiver(headers.keys.map { $0 }, receive)
    let session = URLSession(configuration: .ephemeral, delegate: receiver, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { receiver.start(task, $0) }
    } onCancel: {
      task.cancel()
    }
  }
}

/// The session calls it on one queue, and not before it is started.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let receive: @Sendable (DownloadEvent) throws -> Void
  private var continuation: CheckedContinuation<Void, any Error>?
  private var answered = false
  private var fault: (any Error)?

  /// Headers that are for the first server alone.
  private let own: [String]

  init(_ own: [String], _ receive: @escaping @Sendable (DownloadEvent) throws -> Void) {
    (self.own, self.receive) = (own, receive)
  }

  func start(_ task: URLSessionDataTask, _ continuation: CheckedContinuation<Void, any Error>) {
    self.continuation = continuation
    task.resume()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard fault == nil else { return }
    do {
      try answer(dataTask)
      try receive(.bytes(data))
    } catch {
      fault = error
      dataTask.cancel()
    }
  }

  /// Nothing of an app goes to a host that it has not named, and nothing without TLS that began with it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    guard let first = task.originalRequest, let from = first.url, let to = request.url,
      to.scheme == "https" || (to.scheme == "http" && from.scheme == "http")
    else { return completionHandler(nil) }
    var next = request
    for name in ["Accept-Encoding", "Range"] {
      next.setValue(first.value(forHTTPHeaderField: name), forHTTPHeaderField: name)
    }
    let isServer = Origin(from) == Origin(to)
    for name in own {
      next.setValue(isServer ? first.value(forHTTPHeaderField: name) : nil, forHTTPHeaderField: name)
    }
    completionHandler(next)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    do {
      if let fault = fault ?? error { throw fault }
      // A body may be empty.
      try answer(task)
      continuation?.resume()
    } catch {
      continuation?.resume(throwing: error)
    }
    continuation = nil
  }

  private func answer(_ task: URLSessionTask) throws {
    guard !answered else { return }
    answered = true
    let response = task.response as? HTTPURLResponse
    try receive(
      .answer(
        status: response?.statusCode ?? 200,
        contentRange: response?.value(forHTTPHeaderField: "Content-Range")))
  }
}

private struct Origin: Equatable {
  let scheme: String?
  let host: String?
  let port: Int?

  init(_ url: URL) {
    scheme = url.scheme?.lowercased()
    host = url.host?.lowercased()
    port = url.port ?? ["http": 80, "https": 443][scheme ?? ""]
  }
}
