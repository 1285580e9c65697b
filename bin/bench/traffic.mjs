export const title = 'a million received packets under each regime: simulation time for each, flat in the number of routes held';

const PACKETS = 1_000_000;
const OBJECTS = [10, 10_000];

export async function run({ load, table }) {
  const { measureTraffic } = await load('bin/bench/inside/traffic.ts');
  const rows = [['regime', 'module gets a packet', ...OBJECTS.map((count) => `ns a packet, ${count} routes`), 'ratio']];
  for (const figures of measureTraffic(PACKETS, OBJECTS)) {
    const [few, many] = figures;
    rows.push([
      few.regime,
      few.getsPerPacket.toFixed(0),
      ...figures.map(({ nsPerPacket }) => nsPerPacket.toFixed(0)),
      (many.nsPerPacket / few.nsPerPacket).toFixed(2),
    ]);
  }
  table(rows);
}
