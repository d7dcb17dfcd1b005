/** What is alive in the arenas of a WebGPU program at each dispatch. */

import { NO_ORIGIN } from '../../../ir/graph.ts';
import type { Assembly } from '../../../targets/webgpu/assemble.ts';
import { LiveRanges } from '../../../targets/webgpu/plan.ts';
import type { Kernel, Storage } from '../../../targets/webgpu/program.ts';
import type { LiveTensor, MemoryTimeline } from '../../report/data-running.ts';
import type { BlockMarks } from '../../report/mark.ts';
import { memoryTimeline } from '../../report/memory-timeline.ts';

export function plannedTimeline({ program, plan }: Assembly, marks: BlockMarks): MemoryTimeline {
  const ranges = new LiveRanges();
  const writers = new Map<Storage, Kernel>();
  for (const [step, kernel] of program.kernels.entries()) {
    for (const { buffer, access } of kernel.bindings) {
      ranges.touch(buffer, step);
      if (buffer.kind === 'storage' && access === 'write' && !writers.has(buffer)) {
        writers.set(buffer, kernel);
      }
    }
  }
  const tensors = Array.from(ranges.of, ([storage, range]): LiveTensor => {
    const writer = writers.get(storage);
    return {
      ...range,
      by: writer?.label ?? 'nothing',
      block: marks.blockOf(writer?.origin ?? NO_ORIGIN),
      name: writer?.origin.onnx[0] ?? '',
    };
  });
  const { peak: planned, lowerBound } = plan.memory;
  return memoryTimeline('plan', tensors, program.kernels.length, { planned, lowerBound });
}
