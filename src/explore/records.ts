/**
 * The tables of a world that is explored. A path finds handles in tables and decides by cells, so the tables may stand still
 * while the cells move: every record that ever was stays findable, and what is registered or loaded anew gets its old record.
 * With that, a stale pointer points to what it pointed to, under every schedule.
 */
import type { Note, NoteEvent, Step } from '../engine/step.ts';
import { type Kernel, moduleOf } from '../kernel/kernel.ts';
import type { ModuleRecord } from '../kernel/module.ts';
import { listModule } from '../kernel/tables/modules.ts';

/** Every record by what it is found by. */
export interface Records {
  readonly modules: Map<string, number>;
  readonly chrdevs: Map<string, number>;
  readonly majors: Map<number, number>;
  /** Major by device node. */
  readonly nodes: Map<string, number>;
  readonly netdevs: Map<string, number>;
  /** In the order in which a module registers them. */
  readonly netdevsOf: Map<number, number[]>;
  readonly families: Map<number, number>;
  readonly symbols: Map<string, number>;
  /** Socket by the number of the task that opens it. */
  readonly sockets: Map<number, number>;
  /** Entry of a cache by its kind, its device and the number of the task that wants it. */
  readonly entries: Map<string, number>;
}

/** Notes down every record that the kernel has now. */
export function recordsOf(k: Kernel): Records {
  const netdevsOf = new Map<number, number[]>();
  for (const dev of k.netdevs.byId.values()) netdevsOf.set(dev.module, [...(netdevsOf.get(dev.module) ?? []), dev.id]);
  return {
    modules: new Map([...k.modules.byId.values()].map((m) => [m.name, m.id])),
    chrdevs: new Map([...k.chrdevs.byId.values()].map((slot) => [`${slot.module} ${slot.name}`, slot.id])),
    majors: new Map([...k.chrdevs.byId.values()].map((slot) => [slot.major, slot.id])),
    nodes: new Map([...k.chrdevs.devices.values()].map((device) => [device.name, device.major])),
    netdevs: new Map([...k.netdevs.byId.values()].map((dev) => [dev.name, dev.id])),
    netdevsOf,
    families: new Map([...k.families.byId.values()].map((family) => [family.number, family.id])),
    symbols: new Map([...k.modules.symbols].map(([symbol, entry]) => [symbol, entry.module])),
    sockets: new Map(),
    entries: new Map(),
  };
}

/** What an entry of a cache is found by. */
export const entryKey = (kind: unknown, device: unknown, opener: unknown): string => `${kind} ${device} ${opener}`;

type Answer = (event: NoteEvent) => number;

/** How many devices each module has registered in the path that runs now: the next one it registers is the one after. */
export type RegisterCount = Map<number, number>;

/** Answers to the notes whose answer is a handle; the tables do not change. */
export function recordAnswers(k: Kernel, records: Records, registered: RegisterCount): Map<string, Answer> {
  const symbolOwner: Answer = (event) => {
    const owner = records.symbols.get(String(event['symbol']));
    return owner === undefined ? 0 : owner === 0 ? -1 : owner;
  };
  return new Map<string, Answer>([
    ['find_module', (event) => records.modules.get(String(event['module'])) ?? 0],
    ['find_chrdev', (event) => records.majors.get(Number(event['major'])) ?? 0],
    ['find_netdev', (event) => records.netdevs.get(String(event['device'])) ?? 0],
    ['find_family', (event) => records.families.get(Number(event['family'])) ?? 0],
    ['find_symbol', symbolOwner],
    ['module_add', (event) => records.modules.get(k.requests.get(Number(event['request']))?.name ?? '') ?? 0],
    ['chrdev_register', (event) => records.chrdevs.get(`${event['id']} ${event['device']}`) ?? 0],
    ['family_register', (event) => records.families.get(Number(event['family'])) ?? 0],
    [
      'netdev_register',
      (event) => {
        const module = Number(event['id']);
        const count = registered.get(module) ?? 0;
        registered.set(module, count + 1);
        return records.netdevsOf.get(module)?.[count] ?? 0;
      },
    ],
    ['socket_alloc', (event) => records.sockets.get(Number(event['opener'])) ?? 0],
    ['cache_alloc', (event) => records.entries.get(entryKey(event['kind'], event['device'], event['opener'])) ?? 0],
  ]);
}

/** Makes a loaded record look as one that a load has just reserved. */
export function blankRecord(m: ModuleRecord): void {
  m.uses.length = 0;
  m.inSysfs = false;
}

/** Lets a live kernel answer as the explorer's does, and otherwise do what it always does. */
export function keepRecords(k: Kernel, records: Records): void {
  const { handlers } = k;
  const answers = recordAnswers(k, records, new Map());
  const quiet = ['socket_free', 'netdev_free', 'linger_free', 'cache_free', 'verify_exported_symbols'];
  for (const name of quiet) handlers.set(name, () => 0);
  for (const [name, answer] of answers) handlers.set(name, answer);
  handlers.set('module_add', (event) => {
    const id = answers.get('module_add')?.(event) ?? 0;
    const m = moduleOf(k, id);
    if (!k.modules.listed.has(id)) listModule(k.modules, m);
    blankRecord(m);
    return id;
  });
  const unlist = handlers.get('module_unlist');
  handlers.set('module_unlist', (event, task) => {
    const answer = unlist?.(event, task) ?? 0;
    for (const [symbol, module] of records.symbols)
      if (!k.modules.symbols.has(symbol)) k.modules.symbols.set(symbol, { module, gpl: false });
    return answer;
  });
  handlers.set('socket_close', (event) => {
    const m = moduleOf(k, Number(event['id']));
    m.objects.set('socket', (m.objects.get('socket') ?? 0) - 1);
    return 0;
  });
}

/** Notes are no shared accesses: they are answered at once. */
export const isNote = (yielded: Step | Note): yielded is Note => yielded.op === 'emit' || yielded.op === 'ask';
