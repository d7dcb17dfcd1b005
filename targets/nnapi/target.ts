/** The NNAPI target: a C++ library with a Kotlin package, for apps on Android. */

import { oneShapeOnly } from '../../compiler/compile-diagnostics.ts';
import { isError } from '../../ir/diagnostics.ts';
import { sizeFolder } from '../size-folder.ts';
import { defineTarget } from '../target.ts';
import { deprecated, noNnapi } from './diagnostics.ts';
import { emitModel } from './emit.ts';
import { checkLegal, modelOf } from './legal.ts';
import { featureLevelOf, lowerContext } from './lower-context.ts';
import { options } from './options.ts';
import { pictures } from './pictures.ts';
import { given, passesFor } from './pipeline.ts';

export const nnapi = defineTarget({
  name: 'nnapi',
  describe: 'a C++ library over NNAPI with a Kotlin package, for apps on Android',
  options,
  severalShapes: 'listed',
  pictures,
  // Norms compute in fp32; drivers may add up halves in halves where they are not kept from it.
  halves: ({ options: { wide_sums_from: wideSumsFrom } }) => ({
    values: 'fp16',
    sums: 'fp16',
    wideSumsFrom,
    squares: 'fp32',
  }),
  supports: ({ device }) => {
    if (device.nnapi === null || featureLevelOf(device) === undefined)
      return [noNnapi(device.name)];
    const { androidApi, deprecatedSinceApi } = device.nnapi;
    return androidApi.value >= deprecatedSinceApi.value ? [deprecated(device.name)] : [];
  },
  pipeline: (context) => {
    const { residuals, first_layers: layers } = context.options;
    return passesFor(lowerContext(context), context.precision, { residuals, layers });
  },
  given,
  legal: (graph, context) => {
    const { shapes, options: own } = context;
    if (shapes !== undefined && own.runtime !== 'shared') return [oneShapeOnly('nnapi')];
    return [
      ...checkLegal(graph, lowerContext(context)),
      // What is remarked of the usual size is not told again.
      ...(shapes?.others ?? []).flatMap((other) =>
        checkLegal(other.graph, lowerContext(context)).filter(isError),
      ),
    ];
  },
  emit: (graph, context, sink) => {
    const others = (context.shapes?.others ?? []).map((other) => ({
      model: modelOf(other.graph, lowerContext(context)),
      interface: other.interface,
      folder: `${sizeFolder(other.sizes)}/`,
    }));
    return emitModel(modelOf(graph, lowerContext(context)), others, graph, context, sink);
  },
});
