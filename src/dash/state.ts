/** What the viewer has chosen to see, and what each key does to it. */
import type { ModuleView, SystemView } from '../engine/view.ts';

export type PanelId = 'counts' | 'kinds' | 'tree' | 'modules' | 'waits' | 'dmesg' | 'refs' | 'help' | 'rules' | 'digits';
export type Sort = 'newest' | 'name' | 'refs';

export interface DashState {
  /** The id of the chosen module; undefined: the one that is waited for, else the newest. */
  readonly chosen: number | undefined;
  readonly sort: Sort;
  /** One panel at full size. */
  readonly full: PanelId | undefined;
  /** The tree in place of the kinds, where only one of them has room. */
  readonly tree: boolean;
  /** The references of the chosen module are open. */
  readonly refs: boolean;
  /** How many lines the chart shows besides that of the chosen module. */
  readonly more: number;
  readonly help: boolean;
  /** The rule that stands out in the list of rules; undefined: the list is closed. */
  readonly rule: string | undefined;
  readonly projector: boolean;
}

export const firstState = (projector: boolean): DashState => ({
  chosen: undefined,
  sort: 'newest',
  full: undefined,
  tree: false,
  refs: false,
  more: 0,
  help: false,
  rule: undefined,
  projector,
});

/** What only the host can do: steer time, and boot under another rule while nothing runs. */
export type Intent = 'leave' | 'pause' | 'step' | 'faster' | 'slower' | 'rule';

export interface Pressed {
  readonly state: DashState;
  readonly intent?: Intent;
  /** With `rule`: which. */
  readonly rule?: string;
}

/** What a key may depend on besides the state. */
export interface KeyGround {
  readonly view: SystemView;
  /** Tree and kinds have each a panel of their own. */
  readonly apart: boolean;
  /** The ids of the rules that may be chosen now; none while something runs. */
  readonly rules: readonly string[];
}

const SORTS: readonly Sort[] = ['newest', 'name', 'refs'];
export const PANEL_KEYS: readonly PanelId[] = ['counts', 'kinds', 'tree', 'modules', 'waits', 'dmesg'];
const MORE_MAX = 3;

/** The modules in the order of the table. */
export function sortedModules(view: SystemView, sort: Sort): readonly ModuleView[] {
  if (sort === 'newest') return view.modules;
  const byName = (a: ModuleView, b: ModuleView): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id);
  return [...view.modules].sort(sort === 'name' ? byName : (a, b) => b.refcnt - a.refcnt || byName(a, b));
}

/** The module that is looked at; undefined when none is loaded. */
export function chosenModule(state: DashState, view: SystemView): ModuleView | undefined {
  const chosen = view.modules.find((module) => module.id === state.chosen);
  if (chosen !== undefined) return chosen;
  const [wait] = view.waits;
  return view.modules.find((module) => module.name === wait?.module) ?? view.modules[0];
}

function move(state: DashState, view: SystemView, by: number): DashState {
  const modules = sortedModules(view, state.sort);
  const at = modules.findIndex((module) => module.id === chosenModule(state, view)?.id);
  const next = modules[Math.max(0, Math.min(modules.length - 1, at + by))];
  return next === undefined ? state : { ...state, chosen: next.id };
}

/** Closes the layer that was opened last; undefined when nothing is open. */
function closed(state: DashState): DashState | undefined {
  if (state.rule !== undefined) return { ...state, rule: undefined };
  if (state.help) return { ...state, help: false };
  if (state.refs) return { ...state, refs: false };
  if (state.full !== undefined) return { ...state, full: undefined };
  return undefined;
}

const INTENTS: Readonly<Record<string, Intent>> = {
  q: 'leave',
  'C-c': 'leave',
  space: 'pause',
  '.': 'step',
  '+': 'faster',
  '=': 'faster',
  '-': 'slower',
};

/** One key: `j`, `up`, `return`, `escape`, `space`, `C-c`. */
export function pressKey(state: DashState, key: string, { view, apart, rules }: KeyGround): Pressed {
  const intent = INTENTS[key];
  if (intent !== undefined) return { state, intent };
  if (key === 'escape') {
    const outer = closed(state);
    return outer === undefined ? { state, intent: 'leave' } : { state: outer };
  }
  if (state.rule !== undefined) return inRules(state, state.rule, key, rules);
  if (key === 'R') return rules.length === 0 ? { state, intent: 'rule' } : { state: { ...state, rule: view.regime } };
  return { state: changed(state, key, view, apart) };
}

/** While the list of rules is open it takes the keys. */
function inRules(state: DashState, rule: string, key: string, rules: readonly string[]): Pressed {
  const by = ['j', 'down'].includes(key) ? 1 : ['k', 'up'].includes(key) ? -1 : 0;
  if (by !== 0) {
    const next = rules[Math.max(0, Math.min(rules.length - 1, rules.indexOf(rule) + by))];
    return { state: { ...state, rule: next ?? rule } };
  }
  if (key === 'return') return { state: { ...state, rule: undefined, chosen: undefined }, intent: 'rule', rule };
  return { state: key === 'R' ? { ...state, rule: undefined } : state };
}

function changed(state: DashState, key: string, view: SystemView, apart: boolean): DashState {
  switch (key) {
    case 'j':
    case 'down':
      return move(state, view, 1);
    case 'k':
    case 'up':
      return move(state, view, -1);
    case 'return':
      return { ...state, refs: !state.refs };
    case 'd':
      if (apart) return { ...state, full: state.full === 'tree' ? undefined : 'tree' };
      return { ...state, tree: !state.tree };
    case 'a':
      return { ...state, more: (state.more + 1) % (MORE_MAX + 1) };
    case 's':
      return { ...state, sort: SORTS[(SORTS.indexOf(state.sort) + 1) % SORTS.length] ?? 'newest' };
    case 'p':
      return { ...state, projector: !state.projector };
    case '?':
      return { ...state, help: !state.help };
    case '0':
      return { ...state, full: undefined, refs: false };
    default: {
      const panel = /^[1-6]$/.test(key) ? PANEL_KEYS[Number(key) - 1] : undefined;
      return panel === undefined ? state : { ...state, full: panel, refs: false };
    }
  }
}
