/** The NNAPI target: a C++ library with a Kotlin package, for apps on Android. */

import { defineTarget } from '../target.ts';
import { deprecated, noNnapi } from './diagnostics.ts';
import { emitModel } from './emit.ts';
import { checkLegal, modelOf } from './legal.ts';
import { featureLevelOf, lowerContext } from './lower-context.ts';
import { options } from './options.ts';
import { given, passesFor } from './pipeline.ts';

export const nnapi = defineTarget({
  name: 'nnapi',
  describe: 'a C++ library over NNAPI with a Kotlin package, for apps on Android',
  options,
  supports: ({ device }) => {
    if (device.nnapi === null || featureLevelOf(device) === undefined)
      return [noNnapi(device.name)];
    const { androidApi, deprecatedSinceApi } = device.nnapi;
    return androidApi.value >= deprecatedSinceApi.value ? [deprecated(device.name)] : [];
  },
  pipeline: (context) =>
    passesFor(lowerContext(context), context.precision, context.options.residuals),
  given,
  legal: (graph, context) => checkLegal(graph, lowerContext(context)),
  emit: (graph, context, sink) =>
    emitModel(modelOf(graph, lowerContext(context)), graph, context, sink),
});
