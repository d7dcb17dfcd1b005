/** Which inputs and outputs of the parts are what, by the names that exporters give and by shapes. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { OnnxModel, OnnxValueInfo } from '../import/onnx/model.ts';
import { noRole, otherInput } from './diagnostics.ts';

/** In the order of their use; the encoder is for a picture to begin with. */
export const PART_NAMES = ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'] as const;

export type PartName = (typeof PART_NAMES)[number];

/** What a role is called by exporters, and how many axes it has. */
interface Role {
  readonly names: readonly string[];
  readonly ranks: readonly number[];
  readonly words: string;
}

const INPUTS = {
  text_encoder: {
    ids: { names: ['input_ids', 'tokens'], ranks: [2], words: 'input of token ids' },
  },
  unet: {
    sample: { names: ['sample', 'latent', 'x'], ranks: [4], words: 'input of latents' },
    timestep: {
      names: ['timestep', 't', 'timesteps'],
      ranks: [0, 1, 2],
      words: 'input of a timestep',
    },
    states: {
      names: ['encoder_hidden_states', 'context'],
      ranks: [3, 4],
      words: 'input of text states',
    },
  },
  vae_decoder: {
    latent: {
      names: ['latent_sample', 'z', 'latent', 'sample'],
      ranks: [4],
      words: 'input of latents',
    },
  },
  vae_encoder: {
    picture: { names: ['sample', 'x', 'pixel_values'], ranks: [4], words: 'input of a picture' },
  },
} as const satisfies Record<PartName, Record<string, Role>>;

const OUTPUTS = {
  text_encoder: {
    states: {
      names: ['last_hidden_state', 'hidden_states'],
      ranks: [3],
      words: 'output of states',
    },
  },
  unet: {
    output: {
      names: ['out_sample', 'noise_pred', 'output'],
      ranks: [4],
      words: 'output of latents',
    },
  },
  vae_decoder: {
    picture: { names: ['sample', 'image'], ranks: [4], words: 'output of a picture' },
  },
  vae_encoder: {
    latent: {
      names: ['latent_parameters', 'latent_sample', 'latent'],
      ranks: [4],
      words: 'output of latents',
    },
  },
} as const satisfies Record<PartName, Record<string, Role>>;

/** The ONNX values in the roles of a part. */
export type Roles<P extends PartName> = Readonly<
  Record<keyof (typeof INPUTS)[P] | keyof (typeof OUTPUTS)[P], OnnxValueInfo>
>;

export function rolesOf<P extends PartName>(part: P, { file, graph }: OnnxModel): Result<Roles<P>> {
  const found: Diagnostic[] = [];
  const roles: Record<string, OnnxValueInfo> = {};
  const assign = (
    wanted: Readonly<Record<string, Role>>,
    values: readonly OnnxValueInfo[],
  ): void => {
    for (const [name, role] of Object.entries(wanted)) {
      const value = valueIn(role, values);
      if (value === undefined) {
        found.push(
          noRole(file, part, role.words, values.map((one) => one.name).join(', ') || 'none'),
        );
      } else roles[name] = value;
    }
  };
  assign(INPUTS[part], graph.inputs);
  assign(OUTPUTS[part], graph.outputs);
  const used = new Set(Object.values(roles));
  for (const input of graph.inputs) {
    if (!used.has(input) && found.length === 0) found.push(otherInput(file, part, input.name));
  }
  return found.length > 0 ? failure(found) : success(roles as Roles<P>);
}

/** By name, else the only one of that many axes. */
function valueIn(
  { names, ranks }: Role,
  values: readonly OnnxValueInfo[],
): OnnxValueInfo | undefined {
  const named = names.flatMap((name) => values.filter((value) => value.name === name));
  if (named[0] !== undefined) return named[0];
  const shaped = values.filter(({ shape }) => shape !== undefined && ranks.includes(shape.length));
  return shaped.length === 1 ? shaped[0] : undefined;
}

/** A size that the model fixes. */
export function fixedSize({ shape }: OnnxValueInfo, axis: number): number | undefined {
  const size = shape?.at(axis);
  return typeof size === 'number' ? size : undefined;
}
