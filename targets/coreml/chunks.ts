/** Cuts a program into chunks that fit into packages of a size, where the least has to be handed over. */

import { cheapestCuts, handedOver } from './chunks/cuts.ts';
import { stepsOf } from './chunks/steps.ts';
import type { Step } from './chunks/steps.ts';
import { tooManyFlexible } from './flexible.ts';
import { planBlobs } from './package/blobs.ts';
import type { MilFunction, MilProgram, MilValue, Port } from './syntax.ts';

/**
 * The program itself where its weights fit, else as few chunks as can be, to be run one after another: each takes
 * inputs of the model and what earlier chunks gave, under names that all agree on. Undefined where one operation's
 * weights are too much, no cut has values that multi-arrays can hold, there are several functions, or several values of
 * listed shapes would pass before iOS 18.
 */
export function chunksOf(program: MilProgram, limit: number): readonly MilProgram[] | undefined {
  if (planBlobs(program).fileBytes <= limit) return [program];
  const [only, ...others] = program.functions;
  if (only === undefined || others.length > 0) return undefined;
  const steps = stepsOf(only, program.opset);
  const cuts = cheapestCuts(steps, handedOver(steps, only), limit);
  if (cuts === undefined) return undefined;
  const names = portNames(only);
  const chunks = [0, ...cuts].map((from, index) => {
    const end = cuts[index] ?? steps.length;
    return part(only, steps.slice(from, end), steps.slice(end), names);
  });
  const refused = chunks.some(({ inputs }) => tooManyFlexible(inputs, program.opset) !== undefined);
  return refused ? undefined : chunks.map((chunk) => ({ ...program, functions: [chunk] }));
}

/** Names of values at a cut: the port's where the model has one, else a word and a counter. */
function portNames({ inputs, outputs }: MilFunction): (value: MilValue) => string {
  const ports = [...inputs, ...outputs];
  const names = new Map(ports.map(({ name, value }) => [value, name]));
  const taken = new Set(ports.map(({ name }) => name));
  let counter = 0;
  return (value) => {
    const known = names.get(value);
    if (known !== undefined) return known;
    while (taken.has(`between${counter}`)) counter++;
    const name = `between${counter++}`;
    names.set(value, name);
    return name;
  };
}

function part(
  whole: MilFunction,
  steps: readonly Step[],
  later: readonly Step[],
  nameOf: (value: MilValue) => string,
): MilFunction {
  const made = new Set(steps.flatMap(({ operation }) => operation.outputs));
  const read = new Set(steps.flatMap(({ reads }) => reads).filter((value) => !made.has(value)));
  const needed = new Set(later.flatMap(({ reads }) => reads));
  const own = whole.inputs.filter(({ value }) => read.delete(value));
  const outputs = whole.outputs.filter(({ value }) => made.has(value));
  const passed = [...made].filter(
    (value) => needed.has(value) && !outputs.some((port) => port.value === value),
  );
  const port = (value: MilValue): Port => ({ name: nameOf(value), value });
  const taken = (value: MilValue): Port =>
    value.shapes === undefined ? port(value) : { ...port(value), shapes: value.shapes };
  return {
    name: whole.name,
    inputs: [...own, ...[...read].map(taken)],
    outputs: [...outputs, ...passed.map(port)],
    operations: [
      ...new Set(steps.flatMap(({ constants, operation }) => [...constants, operation])),
    ],
  };
}
