/** Groups of files that reach each other by their imports (Tarjan's strongly connected components). */

export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];
  const visit = (at: string): void => {
    order.set(at, order.size);
    lowest.set(at, order.get(at) ?? 0);
    open.push(at);
    for (const next of edges.get(at) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) {
        lowest.set(at, Math.min(lowest.get(at) ?? 0, lowest.get(next) ?? 0));
      }
    }
    if (lowest.get(at) !== order.get(at)) return;
    const members = open.splice(open.indexOf(at));
    if (members.length > 1 || edges.get(at)?.includes(at) === true) cycles.push(members.sort());
  };
  for (const at of edges.keys()) if (!order.has(at)) visit(at);
  return cycles;
}
