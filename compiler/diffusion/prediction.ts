/** What a model predicts, as coefficients of the latent without noise (Salimans and Ho 2022, appendix D). */

export const PREDICTIONS = ['epsilon', 'v_prediction', 'sample'] as const;
export type Prediction = (typeof PREDICTIONS)[number];

/** A number as so much of the latent and so much of the model's output. */
export interface Mix {
  readonly latent: number;
  readonly output: number;
}

/** `alpha` and `sigma` are how much of clean latent and of noise the latent has: alpha^2 + sigma^2 = 1. */
export function cleanLatent(prediction: Prediction, alpha: number, sigma: number): Mix {
  switch (prediction) {
    case 'epsilon':
      return { latent: 1 / alpha, output: -sigma / alpha };
    case 'v_prediction':
      return { latent: alpha, output: -sigma };
    case 'sample':
      return { latent: 0, output: 1 };
  }
}

export function predictedNoise(prediction: Prediction, alpha: number, sigma: number): Mix {
  switch (prediction) {
    case 'epsilon':
      return { latent: 0, output: 1 };
    case 'v_prediction':
      return { latent: sigma, output: alpha };
    case 'sample':
      return { latent: 1 / sigma, output: -alpha / sigma };
  }
}
