/** Mutants of kernel paths, rules and drivers: one step left out, or two neighbours exchanged; and whether the explorer notices. */
import { cellName } from '../../../src/engine/cells.ts';
import type { CellId, Note, Path, Step } from '../../../src/engine/step.ts';
import type { PathFilter } from '../../../src/explore/calls.ts';
import { compileWorld } from '../../../src/explore/compile/compile.ts';
import { makeOwnCells } from '../../../src/explore/compile/compiler.ts';
import { explore } from '../../../src/explore/explore.ts';
import type { Model } from '../../../src/explore/model.ts';
import { isNote } from '../../../src/explore/records.ts';
import { DEFAULT_PARAMS, type Params } from '../../../src/explore/scenario.ts';
import type { Verdict } from '../../../src/explore/verdict.ts';
import { createWorld } from '../../../src/explore/world.ts';
import { aroundOf, scenarioNamed } from '../../helpers/ground.ts';
import { REASONS, type Reason, reasonIn, weakest } from './reasons.ts';

/** A place in the source, as far as steps tell: what is done, by which function, to which cell. */
export interface Site {
  readonly op: string;
  readonly at: string;
  readonly cell: string;
}

export interface Mutant {
  readonly kind: 'drop' | 'swap';
  readonly site: Site;
}

/** One small scenario under one rule, proved as it is. */
export interface Probe {
  readonly scenario: string;
  readonly params: Partial<Params>;
}

export interface MutantResult {
  readonly mutant: Mutant;
  /** Equivalent: proved in the whole space of every probe that runs the step. Survived: a search was cut off before it could tell. */
  readonly fate: 'killed' | 'equivalent' | 'survived';
  /** What killed it. */
  readonly verdict: Verdict | '';
  readonly by: string;
  /** Of one that lived: the weakest reason that a probe gives. */
  readonly reason: Reason | '';
}

const subject = (step: Step): CellId | -1 => step.effects[0]?.cell ?? (step.reads >= 0 ? step.reads : (step.when[0]?.cells[0] ?? -1));
const siteKey = (site: Site): string => `${site.op} ${site.cell} in ${site.at}`;
/** Steps that a mutant may leave out: all that change or wait for something. */
const CHANGING = new Set([
  'add',
  'store',
  'lock',
  'unlock',
  'wait',
  'waitOrSignal',
  'tryGet',
  'incUnlessZero',
  'decIfPositive',
  'testAndMark',
]);

const leavesOut = (step: Step): boolean => step.op !== 'text' && step.op !== 'free' && step.among === 0;

type NameCell = (cell: CellId) => string;

const siteOf = (step: Step, name: NameCell): Site => {
  const cell = subject(step);
  return { op: step.op, at: step.at, cell: cell === -1 ? '' : name(cell) };
};

/** Leaves a step out: a read stays a read, everything else answers as if it had gone well. */
function* dropping(path: Path<unknown>, matches: (step: Step) => boolean): Path<unknown> {
  let at = path.next(0);
  while (at.done !== true) {
    const yielded: Step | Note = at.value;
    if (isNote(yielded) || !leavesOut(yielded) || !matches(yielded)) at = path.next(yield yielded);
    else if (yielded.reads >= 0)
      at = path.next(yield Object.freeze({ ...yielded, when: [], effects: [], mode: 'do' as const, ref: undefined }));
    else at = path.next(1);
  }
  return at.value;
}

/** Exchanges a step with the one after it, where nobody needs the answer of the first to know the second. */
function* swapping(path: Path<unknown>, matches: (step: Step) => boolean): Path<unknown> {
  let at = path.next(0);
  while (at.done !== true) {
    const first: Step | Note = at.value;
    const fits =
      !isNote(first) && first.reads < 0 && first.mode !== 'try' && first.mode !== 'waitOrSignal' && leavesOut(first) && matches(first);
    if (!fits) {
      at = path.next(yield first);
      continue;
    }
    let after = path.next(1);
    while (after.done !== true && isNote(after.value)) after = path.next(yield after.value);
    if (after.done === true) {
      yield first;
      return after.value;
    }
    const told = yield after.value;
    yield first;
    at = path.next(told);
  }
  return at.value;
}

/** The filter that makes a mutant. `name` comes from the world that the path runs in; cell ids are the same in every boot. */
function filterOf(mutant: Mutant, name: NameCell): PathFilter {
  const wanted = siteKey(mutant.site);
  const matches = (step: Step): boolean => siteKey(siteOf(step, name)) === wanted;
  return (path) => (mutant.kind === 'drop' ? dropping(path, matches) : swapping(path, matches));
}

const paramsOf = (regime: string, probe: Probe): Params => ({ ...DEFAULT_PARAMS, ...probe.params, regime });
const probeName = (probe: Probe): string => `${probe.scenario} ${JSON.stringify(probe.params)}`;

interface Names {
  readonly name: NameCell;
  /** By key; and the cell that the step is about. */
  readonly sites: ReadonlyMap<string, Site>;
  readonly cells: ReadonlyMap<string, number>;
  readonly model: Model;
}

function namesUnder(regime: string, probe: Probe): Names {
  const world = createWorld(scenarioNamed(probe.scenario), paramsOf(regime, probe), aroundOf(regime));
  const model = compileWorld(world, makeOwnCells(world));
  const name: NameCell = (cell) => cellName(world.machine.cells, cell);
  const sites = new Map<string, Site>();
  const ids = new Map<string, number>();
  for (const { step } of model.tasks.filter((task) => !task.optional).flatMap((task) => task.nodes)) {
    if (step === undefined || !CHANGING.has(step.op) || step.at === 'Ctrl-C') continue;
    const site = siteOf(step, name);
    sites.set(siteKey(site), site);
    ids.set(siteKey(site), subject(step));
  }
  return { name, sites, cells: ids, model };
}

/** Every mutant of the steps that the probes run under a rule. */
export function mutantsOf(regime: string, probes: readonly Probe[]): Mutant[] {
  const sites = new Map<string, Site>();
  for (const probe of probes) for (const [key, site] of namesUnder(regime, probe).sites) sites.set(key, site);
  return [...sites.values()].flatMap((site): Mutant[] => [
    { kind: 'drop', site },
    { kind: 'swap', site },
  ]);
}

/** Runs one mutant through the probes in which its step occurs, until one of them notices. */
export function tryMutant(regime: string, mutant: Mutant, probes: readonly Probe[]): MutantResult {
  let cut = false;
  const reasons: Reason[] = [];
  for (const probe of probes) {
    const { name, sites, cells, model } = namesUnder(regime, probe);
    if (!sites.has(siteKey(mutant.site))) continue;
    const around = { ...aroundOf(regime), filter: filterOf(mutant, name) };
    try {
      const x = explore(scenarioNamed(probe.scenario), paramsOf(regime, probe), around, { limits: { statesMax: 400_000, slice: 50_000 } });
      if (x.verdict === 'bound') cut = true;
      else if (x.verdict !== 'proved') return { mutant, fate: 'killed', verdict: x.verdict, by: probeName(probe), reason: '' };
      reasons.push(reasonIn(model, x.model, cells.get(siteKey(mutant.site)) ?? -1));
    } catch (error) {
      return {
        mutant,
        fate: 'killed',
        verdict: '',
        by: `${probeName(probe)}: ${error instanceof Error ? error.message : String(error)}`,
        reason: '',
      };
    }
  }
  return { mutant, fate: cut ? 'survived' : 'equivalent', verdict: '', by: '', reason: weakest(reasons) };
}

/** All mutants of the probes that a rule is proved on as it is. */
export function mutationReport(
  regime: string,
  probes: readonly Probe[],
  kinds: readonly Mutant['kind'][] = ['drop', 'swap'],
): MutantResult[] {
  const sound = probes.filter(
    (probe) => explore(scenarioNamed(probe.scenario), paramsOf(regime, probe), aroundOf(regime)).verdict === 'proved',
  );
  return mutantsOf(regime, sound)
    .filter(({ kind }) => kinds.includes(kind))
    .map((mutant) => tryMutant(regime, mutant, sound));
}

/** The report as lines: how many of which fate, then who lived, by reason. */
export function mutationText(regime: string, results: readonly MutantResult[]): string {
  const count = (fate: MutantResult['fate']): number => results.filter((one) => one.fate === fate).length;
  const lived = REASONS.flatMap((reason) => {
    const group = results.filter((one) => one.reason === reason);
    if (group.length === 0) return [];
    return [`  ${reason}: ${group.length}`, ...group.map(({ fate, mutant }) => `    ${fate}: ${mutant.kind} ${siteKey(mutant.site)}`)];
  });
  return [
    `${regime}: ${results.length} mutants, ${count('killed')} killed, ${count('equivalent')} equivalent (proved all the same), ${count('survived')} survived`,
    ...lived,
  ].join('\n');
}
