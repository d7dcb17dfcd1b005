/** A page in headless Chromium that runs a model; processor time and memory are those of the browser's processes. */

import { openPage } from '../../test/browser/harness.ts';
import { decodeTensor, encodeTensor } from '../../ir/tensor-bytes.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isDType } from '../../ir/types.ts';
import { timed } from '../measure/clock.ts';
import { cpuSecondsOf, descendants, memoryOf } from '../measure/process-tree.ts';
import type { PageModule, PageSpec, PageTensor } from '../pages/page.ts';
import type { Task } from '../protocol.ts';
import { readInputs } from './inputs.ts';
import type { MemoryWatch, Session } from './session.ts';

export interface PageChoice {
  /** The page's module and the model, from the root of what is served. */
  readonly module: string;
  readonly address: string;
}

/** How often the memory is looked at while it is watched. */
const INTERVAL_MS = 100;

export async function browserSession(task: Task, choice: PageChoice): Promise<Session> {
  if (task.adapter !== 'swiftshader') {
    throw new Error('the Chromium of this benchmark has SwiftShader as its only adapter');
  }
  const inputs = Array.from(await readInputs(task), toPageTensor);
  const { page, log, close } = await openPage(task.root);
  const browser = () => descendants(process.pid, 'chromium');
  const cpuSeconds = (): number => cpuSecondsOf(browser());
  const memory = watchBrowser(browser);
  // As text, because a loader may rewrite the import() of a function into a call that no page knows.
  const call = async <T>(name: keyof PageModule, argument: unknown): Promise<T> => {
    const code = `import(${JSON.stringify(choice.module)})
      .then((module) => module.${name}(${JSON.stringify(argument ?? null)}))`;
    try {
      return await page.evaluate<T>(code);
    } catch (error) {
      const [text] = error instanceof Error ? error.message.split('\n    at ') : [String(error)];
      const message = text?.replace(/^page\.evaluate: (Error: )?/, '');
      throw new Error([message, ...log].join('\n'), { cause: error });
    }
  };
  let adapter = '';
  return {
    get adapter() {
      return adapter;
    },
    memory,
    load: async () => {
      const spec: PageSpec = { address: choice.address, inputs };
      const loaded = await call<Awaited<ReturnType<PageModule['load']>>>('load', spec);
      ({ adapter } = loaded);
      return loaded.parts;
    },
    run: async () => {
      const cpuBefore = cpuSeconds();
      const { wallMs, outputs } = await call<Awaited<ReturnType<PageModule['run']>>>('run', null);
      const cpu = cpuSeconds() - cpuBefore;
      const sample = { wallMs, cpuSeconds: cpu, mainThreadSeconds: undefined };
      return { outputs: new Map(outputs.map(fromPageTensor)), sample };
    },
    measure: async (runs) => {
      let milliseconds = 0;
      const { cpuSeconds: cpu } = await timed(
        1,
        async () => {
          milliseconds = await call<number>('measure', runs);
        },
        cpuSeconds,
      );
      return { wallMs: milliseconds / runs, cpuSeconds: cpu / runs, mainThreadSeconds: undefined };
    },
    close,
  };
}

function toPageTensor([name, tensor]: readonly [string, Tensor]): PageTensor {
  const { dtype, shape } = tensor;
  return { name, dtype, shape, base64: Buffer.from(encodeTensor(tensor)).toString('base64') };
}

function fromPageTensor({ name, dtype, shape, base64 }: PageTensor): readonly [string, Tensor] {
  if (!isDType(dtype)) throw new Error(`output ${name} is of ${dtype}`);
  return [name, decodeTensor(Buffer.from(base64, 'base64'), dtype, shape)];
}

/** The blank page counts as nothing. */
function watchBrowser(browser: () => ReturnType<typeof descendants>): MemoryWatch {
  const before = memoryOf(browser());
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, memoryOf(browser()));
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    peak: () => {
      look();
      return peak - before;
    },
    stop: () => clearInterval(timer),
  };
}
