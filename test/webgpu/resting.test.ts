/** Waiting for a device sleeps once in each turn of the event loop, and not at all when nothing is pending. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { resting } from '../../targets/webgpu/host/resting.ts';

/** Its work is done when `finish` is called. */
function slowDevice() {
  let finish = (): void => undefined;
  const queue = {
    onSubmittedWorkDone: async () =>
      new Promise<undefined>((resolve) => {
        finish = () => resolve(undefined);
      }),
  };
  const device = {
    queue,
    createComputePipelineAsync: async () => undefined,
    createBuffer: () => ({ mapAsync: async () => undefined }),
  };
  return { device: resting(device as unknown as GPUDevice), finish: () => finish() };
}

it('sleeps once in a turn, however many waits came before', async () => {
  const { device, finish } = slowDevice();
  const sleeps = vi.spyOn(Atomics, 'wait');
  try {
    // Work that ends and begins within one turn.
    for (let round = 0; round < 50; round++) {
      const done = device.queue.onSubmittedWorkDone();
      finish();
      await done;
    }
    const done = device.queue.onSubmittedWorkDone();
    const turns = 20;
    sleeps.mockClear();
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    expect(sleeps.mock.calls.length).toBeGreaterThan(turns / 2);
    expect(sleeps.mock.calls.length).toBeLessThanOrEqual(turns + 1);
    finish();
    await done;
    await nextTurn();
    sleeps.mockClear();
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    expect(sleeps).not.toHaveBeenCalled();
  } finally {
    sleeps.mockRestore();
  }
});
