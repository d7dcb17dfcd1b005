/** What an anchor kernel does to each element of its result before storing it. */

import type { Value } from '../../ir/graph.ts';
import type { Epilogue } from './lowering.ts';
import { PointwiseWriter } from './pointwise.ts';
import type { Locate } from './pointwise.ts';

export const NO_EPILOGUE: Epilogue = { vectorizes: true, begin: () => (value) => value };

/** The epilogue of a fused body: `anchor` is the anchor's result in it, `output` the body's. */
export function bodyEpilogue(
  anchor: Value,
  output: Value,
  locate: Locate,
  vectorizes: boolean,
): Epilogue {
  return {
    vectorizes,
    begin: (kernel) => (value, flat, width) => {
      // A writer for each element: its variables are scoped by where the kernel asks for them.
      const writer = new PointwiseWriter(kernel, locate);
      writer.preset(anchor, flat, width, value);
      return writer.at(output, flat, width);
    },
  };
}
