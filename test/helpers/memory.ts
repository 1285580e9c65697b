/** What this process holds on to, for tests that say a thing runs in constant memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldNow(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that are still reachable: the heap and the buffers beside it, once no more of them goes away as garbage. */
export function heldBytes(): number {
  let held = heldNow();
  // Buffers are given back some time after their garbage was found.
  for (let next = heldNow(); next < held - 1_000; next = heldNow()) held = next;
  return held;
}
