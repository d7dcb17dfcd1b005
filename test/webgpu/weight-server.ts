/** An http server for one weight file that misbehaves as networks and servers do. */

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Answer {
  readonly bytes: Uint8Array;
  /** The `start` of the request's range; 0 without one. */
  readonly start: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface WeightServer {
  /** The address of the folder. */
  readonly url: string;
  /** The ranges that were asked for, undefined for the whole file. */
  readonly ranges: readonly (string | undefined)[];
  readonly paths: readonly string[];
}

/**
 * The answers in order of the requests for weights; the last one also answers all that follow. Their hashes are
 * always served.
 */
export async function serveWeights(
  bytes: Uint8Array,
  hashes: Uint8Array,
  ...answers: readonly ((answer: Answer) => void)[]
): Promise<WeightServer> {
  const ranges: (string | undefined)[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    if (request.url?.includes('hashes') === true) {
      response.end(hashes);
      return;
    }
    const answer = answers[Math.min(ranges.length, answers.length - 1)];
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    ranges.push(request.headers.range);
    paths.push(request.url ?? '');
    answer?.({ bytes, start, request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/models/`, ranges, paths };
}

/** Sends what was asked for. */
export function serve({ bytes, start, response }: Answer): void {
  if (start >= bytes.length && start > 0) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start });
  response.end(bytes.subarray(start));
}

/** Sends `count` bytes, then breaks the connection. */
export function breakAfter(count: number) {
  return ({ bytes, start, response }: Answer): void => {
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start });
    response.write(bytes.subarray(start, start + count), () => response.destroy());
  };
}

/** Sends the whole file whatever was asked for. */
export function ignoreRange({ bytes, response }: Answer): void {
  response.writeHead(200, { 'content-length': bytes.length });
  response.end(bytes);
}

export function fail(status: number) {
  return ({ response }: Answer): void => void response.writeHead(status).end();
}

/** Begins to answer and never ends. */
export function stall({ bytes, response }: Answer): void {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, 10));
}
