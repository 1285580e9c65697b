/** Remembers what was made of the last few texts: every modprobe reads the same large indexes again. */

const KEPT = 4;

/** Returns a function that gives the same value for the same text while it is among the last few asked for. */
export function rememberLast<T>(make: (text: string) => T): (text: string) => T {
  const kept: { readonly text: string; readonly value: T }[] = [];
  return (text) => {
    const at = kept.findIndex((one) => one.text === text);
    const one = at < 0 ? { text, value: make(text) } : kept[at];
    if (one === undefined) return make(text);
    if (at >= 0) kept.splice(at, 1);
    kept.unshift(one);
    if (kept.length > KEPT) kept.pop();
    return one.value;
  };
}
