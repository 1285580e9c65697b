/** A directed graph in two arrays, and its strongly connected components. */

export interface Graph {
  /** Edges of state s: places starts[s] up to starts[s + 1] of `targets`. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** Tarjan's components, without recursion; each is a list of states. */
export function components({ starts, targets }: Graph): Int32Array[] {
  const count = starts.length - 1;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const at = new Int32Array(count);
  const stack: number[] = [];
  const work: number[] = [];
  const found: Int32Array[] = [];
  let time = 0;
  const enter = (state: number): void => {
    order[state] = time;
    low[state] = time;
    time += 1;
    at[state] = starts[state] as number;
    stack.push(state);
    onStack[state] = 1;
    work.push(state);
  };
  const leave = (state: number): void => {
    work.pop();
    const parent = work[work.length - 1];
    if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[state] as number);
    if (low[state] !== order[state]) return;
    const from = stack.lastIndexOf(state);
    const members = Int32Array.from(stack.splice(from));
    for (const member of members) onStack[member] = 0;
    found.push(members);
  };
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    enter(root);
    while (work.length > 0) {
      const state = work[work.length - 1] as number;
      const edge = at[state] as number;
      if (edge === starts[state + 1]) {
        leave(state);
        continue;
      }
      at[state] = edge + 1;
      const to = targets[edge] as number;
      if (order[to] === -1) enter(to);
      else if (onStack[to] === 1) low[state] = Math.min(low[state] as number, order[to] as number);
    }
  }
  return found;
}
