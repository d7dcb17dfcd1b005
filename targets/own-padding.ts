/** Where padding by a tensor's own elements takes them from. */

export type OwnMode = 'edge' | 'reflect' | 'wrap';

/** The element of an axis that stands at a place outside or inside. */
export function placeOf(index: number, size: number, mode: OwnMode): number {
  const modulo = (period: number): number => ((index % period) + period) % period;
  switch (mode) {
    case 'edge':
      return Math.min(size - 1, Math.max(0, index));
    case 'wrap':
      return modulo(size);
    case 'reflect': {
      if (size === 1) return 0;
      const at = modulo(2 * (size - 1));
      return at < size ? at : 2 * (size - 1) - at;
    }
  }
}
