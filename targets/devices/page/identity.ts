/** What an adapter tells of itself, as figures of a device file. */

import type { AdapterIdentity, SubgroupSize } from '../device.ts';
import type { Figure } from '../figure.ts';
import type { Measured } from './measured.ts';

type Told = Pick<
  Measured['webgpu'],
  'browser' | 'adapter' | 'limits' | 'features' | 'subgroupSize'
>;

export interface Identity {
  /** For the `from` of every figure. */
  readonly where: string;
  readonly told: Told;
}

export function identityOf({ limits, features, info }: GPUAdapter, userAgent: string): Identity {
  const browser = browserOf(userAgent);
  const names = [info.vendor, info.architecture, info.device, info.description];
  const where = `${browser}, adapter ${names.filter((name) => name !== '').join(' ') || 'without a name'}`;
  const measured = <T>(value: T, what: string): Figure<T> => {
    return { value, source: 'measured', from: `${where}: ${what}` };
  };
  const size = subgroupSizeOf(info);
  // Without the size of its subgroups nothing can be compiled for them.
  const listed = [...features].filter((name) => name !== 'subgroups' || size !== undefined);
  const hasSubgroups = size !== undefined && listed.includes('subgroups');
  const identity: AdapterIdentity = {
    vendor: info.vendor,
    ...(info.architecture === '' ? {} : { architecture: info.architecture }),
  };
  return {
    where,
    told: {
      browser: measured(browser, 'navigator.userAgent'),
      ...(info.vendor === '' ? {} : { adapter: measured(identity, 'adapter.info') }),
      limits: limitsOf(limits, (value) => measured(value, 'adapter.limits')),
      features: measured(listed.sort(byName), 'adapter.features'),
      subgroupSize: hasSubgroups ? measured(size, 'adapter.info') : null,
    },
  };
}

function limitsOf(
  limits: GPUSupportedLimits,
  figure: (value: number) => Figure<number>,
): Readonly<Record<string, Figure<number>>> {
  const found: Record<string, Figure<number>> = {};
  // They are properties of the prototype.
  for (const name in limits) {
    const value: unknown = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') found[name] = figure(value);
  }
  return found;
}

function subgroupSizeOf(info: GPUAdapterInfo): SubgroupSize | undefined {
  const { subgroupMinSize: min, subgroupMaxSize: max } = info as Partial<GPUAdapterInfo>;
  return min === undefined || max === undefined || min < 4 ? undefined : { min, max };
}

/** `Chrome 140`, out of what browsers write to be taken for one another. */
function browserOf(userAgent: string): string {
  const [, name = 'a browser', version = ''] =
    /(Firefox|FxiOS|SamsungBrowser|HeadlessChrome|CriOS|Chrome)\/(\d+)/.exec(userAgent) ??
    /(Version)\/(\d+(?:\.\d+)?).*Safari/.exec(userAgent) ??
    [];
  return `${name === 'Version' ? 'Safari' : name} ${version}`.trim();
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}
