/** Recognises the inputs of a diffusion UNet: its latent, its timestep, and what it is told beside. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { castTensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { FLOATS, isStaticType, shapeEquals } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { CalibrationInputs } from './calibration.ts';
import { notDiffusion } from './diagnostics.ts';
import { isTimestep } from './record.ts';
import { seededNormal } from './seeded-normal.ts';

export interface DiffusionInputs {
  readonly graph: Graph;
  readonly names: { readonly sample: string; readonly timestep: string };
  /** Noise to begin with. */
  readonly latent: Tensor;
  /** What stays the same at all steps. */
  readonly others: readonly (readonly [string, Tensor])[];
  /** The name of the output that is a latent. */
  readonly output: string;
}

/** `given` has the inputs that are the same at all steps; a context that it lacks is normal numbers. */
export function diffusionInputs(
  graph: Graph,
  given: CalibrationInputs | undefined,
  seed: number,
): DiffusionInputs {
  const refuse = (what: string): never => {
    throw new DiagnosticError(notDiffusion(what, graph.inputs.map(nameOf)));
  };
  const images = graph.inputs.filter(({ type }) => isFloat(type) && type.shape.length === 4);
  const sample = images.find(({ name = '' }) => /sample|latent/i.test(name)) ?? images[0];
  const timestep = graph.inputs.find(isTimestep);
  if (sample === undefined) return refuse('no input is a latent of four axes');
  if (timestep === undefined) return refuse('no input is a timestep');
  const { type } = sample;
  if (!isStaticType(type)) return refuse('the shape of the latent is open');
  const output = graph.outputs.find(({ value }) => shapeEquals(value.type.shape, type.shape));
  if (output === undefined) return refuse('no output has the shape of the latent');
  const others = graph.inputs
    .filter((input) => input !== sample && input !== timestep)
    .map((input, index): readonly [string, Tensor] => {
      const name = nameOf(input);
      const known = given?.get(name);
      if (known !== undefined) return [name, known];
      if (!isContext(input)) return refuse(`nothing is known of ${name}`);
      const { dtype, shape } = input.type as StaticTensorType;
      return [name, castTensor(seededNormal(shape, CONTEXT_SEED * (index + 1) + seed), dtype)];
    });
  return {
    graph,
    names: { sample: nameOf(sample), timestep: nameOf(timestep) },
    latent: seededNormal(type.shape, seed),
    others,
    output: output.name,
  };
}

/** Apart from those of the noise. */
const CONTEXT_SEED = 1_000_003;

function nameOf({ name = '' }: Value): string {
  return name;
}

function isFloat({ dtype }: Value['type']): boolean {
  return FLOATS.includes(dtype);
}

function isContext({ type }: Value): boolean {
  return isFloat(type) && type.shape.length === 3 && isStaticType(type);
}
