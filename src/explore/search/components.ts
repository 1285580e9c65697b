/** A directed graph in two arrays, and its cyclic parts. */

export interface Graph {
  /** Edges of state s: places starts[s] up to starts[s + 1] of `targets`. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** Tarjan's strongly connected components, without recursion, each as a list of states; of those with one state only the ones that loop. */
export function components({ starts, targets }: Graph): Int32Array[] {
  const count = starts.length - 1;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const loops = new Uint8Array(count);
  const at = new Int32Array(count);
  const stack = new Int32Array(count);
  const work = new Int32Array(count);
  const found: Int32Array[] = [];
  let time = 0;
  let top = 0;
  let deep = 0;
  const enter = (state: number): void => {
    order[state] = time;
    low[state] = time;
    time += 1;
    at[state] = starts[state] as number;
    stack[top++] = state;
    onStack[state] = 1;
    work[deep++] = state;
  };
  const leave = (state: number): void => {
    deep -= 1;
    if (deep > 0) {
      const parent = work[deep - 1] as number;
      low[parent] = Math.min(low[parent] as number, low[state] as number);
    }
    if (low[state] !== order[state]) return;
    const to = top;
    do onStack[stack[--top] as number] = 0;
    while (stack[top] !== state);
    if (to - top > 1 || loops[state] === 1) found.push(stack.slice(top, to));
  };
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    enter(root);
    while (deep > 0) {
      const state = work[deep - 1] as number;
      const edge = at[state] as number;
      if (edge === starts[state + 1]) {
        leave(state);
        continue;
      }
      at[state] = edge + 1;
      const to = targets[edge] as number;
      if (to === state) loops[state] = 1;
      if (order[to] === -1) enter(to);
      else if (onStack[to] === 1) low[state] = Math.min(low[state] as number, order[to] as number);
    }
  }
  return found;
}
