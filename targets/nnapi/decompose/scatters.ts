/** Updates at places: each place looks through all updates for its own, since NNAPI writes to no index. */

import { iota } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { REDUCTIONS } from '../../../ir/scatter.ts';
import { staticShapeOf } from '../../shape.ts';
import type { Site } from './site.ts';

interface Scatter {
  /** [places, inner] */
  readonly input: Value;
  /** [count] */
  readonly places: Value;
  /** [count, inner] */
  readonly updates: Value;
}

export function scattered(site: Site, { input, places, updates }: Scatter): Value {
  const { b, m, attributes } = site;
  const [size = 1, inner = 1] = staticShapeOf(input);
  const [count = 1] = staticShapeOf(places);
  const { dtype } = input.type;
  const working = dtype === 'bool' ? 'f32' : dtype;
  const x = m.cast(input, working);
  const wide = m.reshape(m.cast(updates, working), [1, count, inner]);
  const own = m.equal(
    m.reshape(iota(m, size, 'i32'), [size, 1]),
    m.reshape(m.cast(places, 'i32'), [1, count]),
  );
  const mine = m.reshape(own, [size, count, 1]);
  const [axes, first] = [[1], m.reshape(x, [size, 1, inner])] as const;
  const kept = (combined: Value): Value => m.cast(m.reshape(combined, [size, inner]), dtype);
  switch (attributes.oneOf('reduction', REDUCTIONS)) {
    case 'none': {
      const hits = m.reduceMax(m.cast(mine, 'f32'), axes);
      const sum = m.reduceSum(m.where(mine, wide, 0), axes);
      return kept(m.where(m.less(0, hits), sum, first));
    }
    case 'add':
      return kept(m.add(first, m.reduceSum(m.where(mine, wide, 0), axes)));
    case 'mul': {
      const factors = m.where(mine, wide, 1);
      return kept(m.mul(first, b.reduce_prod({ input: factors }, { axes: [...axes] })));
    }
    case 'max':
      return kept(m.max(first, m.reduceMax(m.where(mine, wide, first), axes)));
    case 'min': {
      const least = b.reduce_min({ input: m.where(mine, wide, first) }, { axes: [...axes] });
      return kept(m.min(first, least));
    }
  }
}
