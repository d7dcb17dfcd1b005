/** The one error class of the runtime: a code to act on and a message to read. */

/**
 * - `feature`, `limit`: the device was requested without something that the program needs.
 * - `memory`: the device has no memory left for buffers.
 * - `input`: an input is missing, unknown, or not of the right type or size.
 * - `output`: an output is unknown, or the buffer that was given for it cannot take it.
 * - `weights`: a weight file cannot be read, is cut off, or is not the one that was compiled.
 * - `shader`: the device refuses a shader or a dispatch.
 * - `aborted`: the signal was aborted; `cause` is its reason.
 * - `lost`: the device is lost; `reload` brings the model to a new one.
 * - `disposed`: the model was disposed.
 */
export type SnapcErrorCode =
  | 'feature'
  | 'limit'
  | 'memory'
  | 'input'
  | 'output'
  | 'weights'
  | 'shader'
  | 'aborted'
  | 'lost'
  | 'disposed';

export class SnapcError extends Error {
  readonly code: SnapcErrorCode;
  constructor(code: SnapcErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SnapcError';
    this.code = code;
  }
}

/** Throws if the signal is aborted. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedError(signal);
}

function abortedError({ reason }: AbortSignal): SnapcError {
  return new SnapcError('aborted', 'the signal was aborted', reason);
}

/** Settles as `work` does, or rejects as soon as the signal is aborted. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(abortedError(signal));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

export function lostError({ message }: { readonly message: string }): SnapcError {
  return new SnapcError('lost', `the device is lost: ${message || 'no reason given'}`);
}

/** Runs `work`, which must not wait for anything, and rejects with what the device finds wrong in it. */
export async function validated(
  device: GPUDevice,
  code: SnapcErrorCode,
  work: () => void,
): Promise<void> {
  device.pushErrorScope('validation');
  work();
  const fault = await device.popErrorScope();
  if (fault !== null) throw new SnapcError(code, fault.message);
}
