/** Device files of phones with a feature level of NNAPI, made from a built-in one. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';

type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function deviceFile(name: string): Readonly<Record<string, unknown>> {
  const path = fileURLToPath(new URL(`../../targets/devices/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
}

export interface PhoneChoices {
  /** Android's API level; that of Android 14 when absent. */
  readonly androidApi?: number;
  /** Also with what a built-in iPhone has of Core ML, which no phone has. */
  readonly coreml?: boolean;
}

/** The text of the file. */
export function nnapiPhone(level: FeatureLevel, choices: PhoneChoices = {}): string {
  const { androidApi = 34, coreml = false } = choices;
  const { $schema: _, ...phone } = deviceFile('pixel-9');
  const nnapi = phone['nnapi'] as Section;
  const estimated = (value: number) => ({ value, source: 'estimated', from: 'a test' });
  const changed = {
    ...nnapi,
    androidApi: estimated(androidApi),
    runtimeFeatureLevel: estimated(level),
    deviceFeatureLevel: estimated(level),
  };
  const iphone = coreml ? { coreml: deviceFile('iphone-16-pro')['coreml'] } : {};
  return JSON.stringify({ ...phone, ...iphone, name: `nnapi-${level}`, nnapi: changed });
}
