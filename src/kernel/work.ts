/**
 * What runs module text on its own account: timers (kernel/timer.c: add_timer, del_timer_sync), kernel threads
 * (kernel/module: module_put_and_kthread_exit) and packet handlers (net/core/dev.c: dev_add_pack, netif_receive_skb).
 */
import { adjust, ask, emit, load, sleep, store, text, tryAtomic, waitFor } from '../engine/ops.ts';
import { type Path, plus, set, test } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, inText } from './enter.ts';
import type { Kernel } from './kernel.ts';
import { moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import type { ModuleThread, ModuleTimer } from './tables/work.ts';

export const timerObject = (name: string): string => `timer ${name}`;
export const threadObject = (name: string): string => `kthread ${name}`;

/** A driver's timer, set or not. */
export function timerOf(k: Kernel, m: ModuleRecord, name: string): ModuleTimer {
  const found = k.work.timers.get(m.id)?.get(name);
  if (found === undefined) throw new Error(`driver ${m.name} has no timer ${name}`);
  return found;
}

/** A driver's thread, running or not. */
export function threadOf(k: Kernel, m: ModuleRecord, name: string): ModuleThread {
  const found = k.work.threads.get(m.id)?.get(name);
  if (found === undefined) throw new Error(`driver ${m.name} has no thread ${name}`);
  return found;
}

/** add_timer. False when it is armed already, or may not be any more. */
export function* startTimer(k: Kernel, m: ModuleRecord, name: string, milliseconds: number): Path<boolean> {
  const timer = timerOf(k, m, name);
  if (k.rules.sheet.timerHolds && !(yield* k.rules.hold(k, m, timerObject(name), 'add_timer'))) return false;
  if (!(yield* tryAtomic([test(timer.armed, '==', 0)], [set(timer.armed, 1)], 'add_timer'))) {
    if (k.rules.sheet.timerHolds) yield* k.rules.drop(k, m, timerObject(name), 'add_timer');
    return false;
  }
  yield* emit('add_timer', about('timer_start', m, { timer: name, us: milliseconds * 1_000 }));
  return true;
}

/** The timer's own task: waits, then calls into the module, unless it was cancelled meanwhile. */
export function* timerBody(k: Kernel, m: ModuleRecord, name: string, us: number): Path<void> {
  const at = 'run_timer_softirq';
  const timer = timerOf(k, m, name);
  yield* sleep(us, at);
  const fires = yield* tryAtomic([test(timer.armed, '==', 1)], [set(timer.armed, 0), set(timer.running, 1)], at);
  if (fires) {
    const body = m.driver.timers?.[name];
    if (body !== undefined) yield* inText(m, `${m.name}_${name}`, body(driverContext(k, m)));
    if (k.rules.sheet.timerHolds) yield* k.rules.drop(k, m, timerObject(name), at);
    yield* store(timer.running, 0, at);
  }
  yield* emit(at, about('timer_over', m));
}

/** del_timer_sync: takes the timer back, or waits until its function is over. */
export function* cancelTimer(k: Kernel, m: ModuleRecord, name: string): Path<void> {
  const at = 'del_timer_sync';
  const timer = timerOf(k, m, name);
  const taken = yield* tryAtomic([test(timer.armed, '==', 1)], [set(timer.armed, 0)], at);
  if (taken && k.rules.sheet.timerHolds) yield* k.rules.drop(k, m, timerObject(name), at);
  yield* waitFor([test(timer.running, '==', 0)], at);
}

/** What a module of the time does for a thread of its own: MOD_INC_USE_COUNT, or try_module_get(THIS_MODULE). */
export function* getForThread(k: Kernel, m: ModuleRecord, name: string): Path<boolean> {
  if (k.rules.sheet.whoCounts !== 'module') return yield* k.rules.tryGet(k, m, threadObject(name), 'try_module_get');
  yield* k.rules.moduleCounts(k, m, 1, threadObject(name), 'MOD_INC_USE_COUNT');
  return true;
}

function* putForThread(k: Kernel, m: ModuleRecord, name: string): Path<void> {
  const { whoCounts, putAndExit } = k.rules.sheet;
  if (whoCounts === 'module') yield* k.rules.moduleCounts(k, m, -1, threadObject(name), 'MOD_DEC_USE_COUNT');
  else yield* k.rules.put(k, m, threadObject(name), putAndExit ? 'module_put_and_kthread_exit' : 'module_put');
}

/** kthread_run. */
export function* startThread(k: Kernel, m: ModuleRecord, name: string): Path<void> {
  const at = 'kthread_run';
  yield* adjust(threadOf(k, m, name).asked, 1, at);
  yield* emit(at, about('thread_start', m, { thread: name }));
}

/**
 * A kernel thread: `put` from its body asks for the module's count to be put at its end. Where the kernel has a function
 * for that, the thread never comes back to module text; where not, it puts the count in module text and then returns.
 */
export function* threadBody(k: Kernel, m: ModuleRecord, name: string): Path<void> {
  const body = m.driver.threads?.[name];
  if (body === undefined) throw new Error(`driver ${m.name} has no thread ${name}`);
  const { asked } = threadOf(k, m, name);
  yield* waitFor([test(asked, '>', 0)], 'kthread', [plus(asked, -1)]);
  yield* text(m.cells.text, `${m.name}_${name}`);
  const end = yield* body(driverContext(k, m));
  yield* emit('kthread', about('thread_over', m));
  if (end === 'put') {
    yield* putForThread(k, m, name);
    if (k.rules.sheet.putAndExit) return;
  }
  yield* text(m.cells.text, `${m.name}_${name} (return)`);
}

/** dev_add_pack: from now on packets come in. */
export function* addPacketHandler(k: Kernel, m: ModuleRecord): Path<void> {
  yield* emit('dev_add_pack', about('handler_add', m));
  const handler = k.work.handlers.get(m.id);
  if (handler !== undefined) yield* store(handler.registered, 1, 'dev_add_pack');
}

/** dev_remove_pack: no packet comes in from now on; waits for those inside where the kernel does. */
export function* removePacketHandler(k: Kernel, m: ModuleRecord): Path<void> {
  const at = 'dev_remove_pack';
  const handler = k.work.handlers.get(m.id);
  if (handler === undefined) return;
  yield* store(handler.registered, 0, at);
  if (k.rules.sheet.handlerRemovalWaits) yield* waitFor([test(k.locks.softirqs, '==', 0)], 'synchronize_net');
}

/** One packet for every handler (netif_receive_skb), in softirq: nobody waits for it but who asks for a grace period. */
export function* deliverPacket(k: Kernel, bytes: number): Path<number> {
  const at = 'netif_receive_skb';
  let taken = 0;
  yield* adjust(k.locks.softirqs, 1, at);
  for (let id = yield* ask(at, { name: 'handler_next', after: 0 }); id !== 0; id = yield* ask(at, { name: 'handler_next', after: id })) {
    const handler = k.work.handlers.get(id);
    if (handler === undefined || (yield* load(handler.registered, at)) === 0) continue;
    const m = moduleOf(k, id);
    if (m.driver.packet !== undefined) {
      yield* inText(m, `${m.name}_rcv`, m.driver.packet(driverContext(k, m), bytes));
      taken += 1;
    }
  }
  yield* adjust(k.locks.softirqs, -1, at);
  return taken;
}
