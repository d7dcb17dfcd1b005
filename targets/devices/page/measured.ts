/** What the page offers and `snapc devices new --from` takes: the measured parts of a device file, in its own words. */

import type { AdapterIdentity, DeviceCosts, RegisterTile, SubgroupSize } from '../device.ts';
import type { Figure } from '../figure.ts';

export interface Measured {
  readonly webgpu: {
    readonly browser: Figure<string>;
    readonly adapter?: Figure<AdapterIdentity>;
    /** All that the adapter tells, also what a device file leaves out. */
    readonly limits: Readonly<Record<string, Figure<number>>>;
    readonly features: Figure<readonly string[]>;
    readonly subgroupSize: Figure<SubgroupSize> | null;
    readonly kernels: { readonly matmul: Figure<RegisterTile> };
  };
  readonly costs: Omit<DeviceCosts, 'neuralTops'>;
}
