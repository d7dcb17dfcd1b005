/** The described interface against the program's functions, and its own rules. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { checkFeature, enumerationFaults } from './check-feature.ts';
import { orderFaults } from './interface-order.ts';
import { badInterface, badStructure } from './program-diagnostics.ts';
import { printType } from './scope.ts';
import type {
  Feature,
  FunctionInterface,
  PackageModel,
  ProgramFunction,
  ValueType,
} from './spec.ts';

export function checkInterface(model: PackageModel): Diagnostic[] {
  const { interfaces, functions, describedByFunctions, defaultFunction, outerFeatures } = model;
  const { specificationVersion: version } = model;
  const found: Diagnostic[] = [];
  if (describedByFunctions) {
    const where = { function: defaultFunction };
    if (version < 9) {
      const hint = 'several functions need iOS 18 and specification version 9';
      found.push(badStructure(where, 'the interface describes functions', hint));
    }
    if (outerFeatures > 0) {
      const what = 'the interface has features of its own beside those of its functions';
      found.push(badStructure(where, what, 'leave input, output and state to the functions'));
    }
    if (!interfaces.some(({ name }) => name === defaultFunction)) {
      const what = `the default function ${JSON.stringify(defaultFunction)} is not described`;
      found.push(badStructure(where, what, 'name one of the functions'));
    }
  }
  if (model.outerDefault) {
    const what = 'the interface names a default function and describes no functions';
    found.push(badStructure({ function: 'main' }, what, 'leave the name empty'));
  }
  const names = new Set(interfaces.map(({ name }) => name));
  for (const name of functions.keys()) {
    if (names.has(name)) continue;
    found.push(badStructure({ function: name }, 'the function is not described', 'describe each'));
  }
  for (const item of interfaces) {
    const own = functions.get(item.name);
    if (own === undefined) {
      const what = `no function of the program is called ${JSON.stringify(item.name)}`;
      found.push(
        badStructure({ function: item.name }, what, `it has ${[...functions.keys()].join(', ')}`),
      );
    } else if (!names.delete(item.name)) {
      found.push(
        badStructure({ function: item.name }, 'it is described twice', 'describe it once'),
      );
    } else found.push(...checkFunctionInterface(item, own, version));
  }
  return found;
}

function checkFunctionInterface(
  item: FunctionInterface,
  own: ProgramFunction,
  version: number,
): Diagnostic[] {
  const where = { function: item.name };
  const found: Diagnostic[] = [];
  const inputs = new Map(own.inputs.map(({ name, type }) => [name, type]));
  const taken = [...item.inputs, ...item.states];
  found.push(...repeated(where, taken), ...repeated(where, item.outputs));
  const takenNames = new Set(taken.map(({ name }) => name));
  for (const name of inputs.keys()) {
    if (takenNames.has(name)) continue;
    const what = 'is an input of the function and not described';
    found.push(badInterface(where, name, what, 'describe it'));
  }
  for (const role of ['input', 'state'] as const) {
    for (const feature of role === 'input' ? item.inputs : item.states) {
      found.push(...checkAgainst(where, feature, inputs.get(feature.name), role, version));
    }
  }
  found.push(...enumerationFaults(where, item.inputs, version));
  const given = outputTypes(own);
  const givenNames = new Set(item.outputs.map(({ name }) => name));
  for (const name of given.keys()) {
    if (givenNames.has(name)) continue;
    const what = 'is an output of the function and not described';
    found.push(badInterface(where, name, what, 'describe it'));
  }
  for (const name of item.predicted) {
    if (givenNames.has(name)) continue;
    const what = 'is named as what a classifier gives and is no output';
    found.push(badInterface(where, name, what, 'name an output, or nothing'));
  }
  for (const feature of item.outputs) {
    const type = given.get(feature.name);
    found.push(...checkAgainst(where, feature, type, 'output', version));
    if (inputs.has(feature.name)) {
      const what = 'is an input and an output';
      found.push(badInterface(where, feature.name, what, 'give the output a name of its own'));
    }
  }
  return [...found, ...orderFaults(item, own)];
}

function checkAgainst(
  where: { readonly function: string },
  feature: Feature,
  type: ValueType | undefined,
  role: 'input' | 'output' | 'state',
  version: number,
): Diagnostic[] {
  if (type === undefined) {
    const what = `is described and no ${role === 'output' ? 'output' : 'input'} of the function`;
    return [badInterface(where, feature.name, what, 'give both the same names')];
  }
  if ((type.kind === 'state') !== (role === 'state')) {
    const what = `is described as ${role} and is ${printType(type)} in the program`;
    return [badInterface(where, feature.name, what, 'states are described under state')];
  }
  const tensor = type.kind === 'state' ? type.wrapped : type;
  if (tensor.kind === 'other') return [];
  return checkFeature(where, feature, tensor, role, version);
}

function repeated(
  where: { readonly function: string },
  features: readonly Feature[],
): Diagnostic[] {
  const seen = new Set<string>();
  return features.flatMap(({ name }) => {
    if (seen.has(name))
      return [badInterface(where, name, 'is described twice', 'describe it once')];
    seen.add(name);
    return [];
  });
}

/** What the function's outputs are declared as; one that nothing defines is told elsewhere. */
function outputTypes({ inputs, blocks, opset }: ProgramFunction): Map<string, ValueType> {
  const block = blocks.get(opset);
  const declared = new Map(inputs.map(({ name, type }) => [name, type]));
  for (const { outputs } of block?.operations ?? []) {
    for (const { name, type } of outputs) declared.set(name, type);
  }
  const unknown: ValueType = { kind: 'other', what: 'not defined' };
  return new Map(block?.outputs.map((name) => [name, declared.get(name) ?? unknown]));
}
