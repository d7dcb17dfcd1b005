/** onnxruntime in Node, on the CPU or by its own WebGPU provider, which carries a Dawn of its own. */

import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { findSoftwareDriver, isDriver } from '../../targets/webgpu/host/software-driver.ts';
import { useSoftwareDriver } from '../../targets/webgpu/host/vulkan-environment.ts';
import { timed } from '../measure/clock.ts';
import { watchProcess } from '../measure/process-memory.ts';
import type { Sample, Task } from '../protocol.ts';
import { readInputs } from './inputs.ts';
import type { Session } from './session.ts';

const ORT_TYPES: Readonly<Partial<Record<DType, OrtTensor.Type>>> = {
  f32: 'float32',
  f64: 'float64',
  i32: 'int32',
  i64: 'int64',
  bool: 'bool',
};

export async function onnxruntimeSession(task: Task, provider: 'cpu' | 'webgpu'): Promise<Session> {
  if (provider === 'webgpu') await chooseDriver(task);
  const feeds = feedsOf(await readInputs(task));
  const memory = watchProcess();
  let session: InferenceSession | undefined;
  const run = (): Promise<InferenceSession.OnnxValueMapType> => {
    if (session === undefined) throw new Error('nothing is loaded');
    return session.run(feeds);
  };
  return {
    memory,
    load: async () => {
      const before = performance.now();
      session = await InferenceSession.create(task.modelFile, {
        executionProviders: [provider],
        // Its warnings tell about nodes that it leaves to the CPU, on every start.
        logSeverityLevel: 3,
      });
      return [{ name: 'session', ms: performance.now() - before }];
    },
    run: async () => {
      let results: InferenceSession.OnnxValueMapType = {};
      const sample: Sample = await timed(1, async () => {
        results = await run();
      });
      return { outputs: new Map(Object.entries(results).map(toTensor)), sample };
    },
    measure: (runs) => timed(runs, run),
    close: async () => session?.release(),
  };
}

/** Its Dawn asks the same Vulkan loader as ours; on a GPU it finds the machine's by itself. */
async function chooseDriver({ adapter }: Task): Promise<void> {
  if (adapter === 'default') return;
  const driver = await findSoftwareDriver(adapter);
  const fault = isDriver(driver) ? useSoftwareDriver(driver) : driver;
  if (fault !== undefined) throw new Error(formatDiagnostic(fault));
}

function feedsOf(inputs: ReadonlyMap<string, Tensor>): Record<string, OrtTensor> {
  const entries = Array.from(inputs, ([name, { dtype, shape, data }]) => {
    const type = ORT_TYPES[dtype];
    if (type === undefined) throw new Error(`input ${name}: no benchmark feeds ${dtype}`);
    return [name, new OrtTensor(type, data as OrtTensor.DataType, [...shape])] as const;
  });
  return Object.fromEntries(entries);
}

function toTensor([name, value]: readonly [string, OrtTensor]): readonly [string, Tensor] {
  const dtype = (Object.keys(ORT_TYPES) as DType[]).find((key) => ORT_TYPES[key] === value.type);
  if (dtype === undefined) throw new Error(`output ${name}: no benchmark reads ${value.type}`);
  return [name, tensorFrom(dtype, value.dims, Array.from(value.data as ArrayLike<number>))];
}
