/** What the pipelines of all targets are asked for: checked once, as the web's runtime checks it. */

import { SnapcError } from '../runtime/web/errors.ts';
import { checkRequest } from '../runtime/web/pictures/request.ts';
import type { GenerateOptions, RequestLimits } from '../runtime/web/pictures/request.ts';

export type { GenerateOptions, RequestLimits };

/** Why it cannot be drawn; undefined where it can. */
export function faultOfRequest(
  request: GenerateOptions,
  limits: RequestLimits,
): string | undefined {
  try {
    checkRequest(request, limits);
    return undefined;
  } catch (error) {
    if (!(error instanceof SnapcError)) throw error;
    return error.message;
  }
}
