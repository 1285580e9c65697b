export const title = 'cost of insmod, lsmod and rmmod with many modules loaded (insmod and rmmod flat, lsmod linear)';

export async function run({ load, table, median }) {
  const { measureScale } = await load('bin/bench/inside/scale.ts');
  const rows = [['modules loaded', 'insmod us', 'rmmod us', '/proc/modules us', 'us a line', 'bytes a module']];
  for (const count of [10, 1_000, 10_000, 100_000]) {
    const found = measureScale(count, median);
    rows.push([
      count,
      found.insmodUs.toFixed(1),
      found.rmmodUs.toFixed(1),
      found.listUs.toFixed(0),
      (found.listUs / count).toFixed(2),
      found.bytes.toFixed(0),
    ]);
  }
  table(rows);
}
