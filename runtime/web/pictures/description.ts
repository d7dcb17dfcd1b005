/** What the compiler tells the runtime of a pipeline: names, sizes and defaults, as data in the emitted module. */

export interface PipelineDescription {
  readonly name: string;
  /** Those that can be asked for, the usual one first. */
  readonly sizes: readonly PictureSize[];
  /** Of the usual size, as `tile`; where a picture is drawn, of its own. */
  readonly latent: { readonly channels: number; readonly height: number; readonly width: number };
  /** Pixels for each latent, along an edge. */
  readonly scale: number;
  /** The decoder gets latents divided by the factor, plus the shift. */
  readonly scalingFactor: number;
  readonly shiftFactor: number;
  /** The latents of one tile of the decoder; those of the whole picture where it is not tiled. */
  readonly tile: { readonly height: number; readonly width: number };
  readonly text: {
    readonly ids: TensorUse;
    readonly states: string;
    /** Of one text: tokens and width. */
    readonly shape: readonly [tokens: number, width: number];
  };
  readonly unet: {
    readonly sample: string;
    readonly timestep: TensorUse;
    readonly states: string;
    readonly output: string;
    /** 2 where both sides of guidance run at once. */
    readonly batch: 1 | 2;
  };
  readonly decoder: { readonly latent: string; readonly picture: string };
  readonly encoder?: {
    readonly picture: string;
    readonly latent: string;
    /** The encoder gives mean and logarithm of the variance, one after another along the channels. */
    readonly isDistribution: boolean;
  };
  /** Linear maps of latents to red, green and blue, from 0 to 1, and what is added. */
  readonly preview?: {
    readonly factors: readonly (readonly [number, number, number])[];
    readonly bias: readonly [number, number, number];
  };
  readonly steps: {
    readonly usual: number;
    /** Those that have a table, in its order. */
    readonly counts: readonly number[];
    readonly initialNoise: readonly number[];
    readonly clip: number | null;
  };
  readonly guidance: number;
  readonly files: { readonly tokenizer: DataFile; readonly steps: DataFile };
}

/** Of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** The latents of one tile of the decoder. */
  readonly tile: { readonly height: number; readonly width: number };
}

/** What holds for pictures of one size. */
export function atSize(
  description: PipelineDescription,
  { width, height, tile }: PictureSize,
): PipelineDescription {
  const { latent, scale } = description;
  const sized = { ...latent, height: height / scale, width: width / scale };
  return { ...description, latent: sized, tile };
}

export interface TensorUse {
  readonly name: string;
  readonly dtype: string;
  readonly count: number;
}

export interface DataFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}
