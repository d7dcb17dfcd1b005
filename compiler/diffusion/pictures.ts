/** A compiled pipeline as every target's emitter gets it: the parts' folders, and what the loop around them must know. */

import type { FileEntry } from '../output.ts';
import type { Sizes } from '../shapes.ts';
import type { PartName } from './roles.ts';
import type { Size } from './sizes.ts';

/** An input or output in the artifact of its part. */
export interface TensorUse {
  /** The name in the artifact. */
  readonly name: string;
  /** As the model declares it. */
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** In pixels. */
export interface PictureSize extends Size {
  /** Of the latents that the decoder takes at once. */
  readonly tile: Size;
}

export interface PicturesDescription {
  readonly name: string;
  /** Of the usual size. */
  readonly latent: { readonly channels: number; readonly height: number; readonly width: number };
  /** All of them, the usual one first. */
  readonly sizes: readonly PictureSize[];
  /** Pixels for each latent, along an edge. */
  readonly scale: number;
  readonly scalingFactor: number;
  readonly shiftFactor: number;
  /** Of the latents that the decoder takes at once, at the usual size. */
  readonly tile: Size;
  readonly text: { readonly ids: TensorUse; readonly states: TensorUse };
  readonly unet: {
    readonly sample: TensorUse;
    readonly timestep: TensorUse;
    readonly states: TensorUse;
    readonly output: TensorUse;
    /** 2 where both sides of guidance run at once. */
    readonly batch: 1 | 2;
  };
  readonly decoder: { readonly latent: TensorUse; readonly picture: TensorUse };
  readonly encoder?: {
    readonly picture: TensorUse;
    readonly latent: TensorUse;
    /** The encoder gives mean and logarithm of the variance, one after another along the channels. */
    readonly isDistribution: boolean;
  };
  readonly preview?: {
    readonly factors: readonly (readonly [number, number, number])[];
    readonly bias: readonly [number, number, number];
  };
  readonly steps: {
    readonly usual: number;
    readonly counts: readonly number[];
    /** For each count, by how much the first noise is multiplied. */
    readonly initialNoise: readonly number[];
    /** Denoised latents are clamped to it; null for never. */
    readonly clip: number | null;
  };
  readonly guidance: number;
}

export interface PartVariants {
  /** The dims of each, as the target's emitter of models got them; the usual first. */
  readonly sizes: readonly Sizes[];
  /** For each size of the pipeline the variant that serves it. */
  readonly ofSize: readonly number[];
}

export interface Pictures {
  readonly description: PicturesDescription;
  /** The folders of the parts, in the folder that the emitter writes to: each holds a folder of the target's name. */
  readonly parts: readonly PartName[];
  /** Parts that are compiled for several sizes. */
  readonly variants: ReadonlyMap<PartName, PartVariants>;
  /** Of each part, as the target's emitter of models told them. */
  readonly figures: ReadonlyMap<PartName, Readonly<Record<string, number>>>;
  /** Of all parts, with paths from the folder that the emitter writes to. */
  readonly files: readonly FileEntry[];
  readonly tokenizer: Uint8Array;
  /** Rows of coefficients of all counts, one table after another. */
  readonly steps: Uint8Array;
}
