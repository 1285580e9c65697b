import { describe, expect, test } from 'vitest';
import { titleOf, wakesOf } from '../../src/tui/face/frame.ts';
import { takeFinished, takeRequests } from '../../src/tui/face/state.ts';
import { pastOf } from '../helpers/editing.ts';
import { createPlayer, type PlayerOptions } from '../helpers/facePlayer.ts';

const run = (script: string, options: PlayerOptions = {}) => {
  const player = createPlayer(options);
  player.play(script);
  return player;
};

const held = '"insmod chardev.ko; exec 3</dev/chardev0" enter @100 ';
const lingering = '"insmod proto.ko linger=60" enter @100 ';
const deaf = '"insmod netdev.ko; insmod devholder.ko; rmmod netdev" enter @300 ';

describe('face: transcript', () => {
  test('a command, its output and the next prompt', () => {
    const player = run('"echo hello" enter @100');
    expect(player.transcript()).toBe('today# echo hello\nhello\n');
    expect(player.frame().split('\n')[0]).toBe('today# _');
  });

  test('a refusal is followed by its hint, and the same hint is not given twice in a row', () => {
    const player = run(`${held}"rmmod chardev" enter @100 "rmmod chardev" enter @100`);
    expect(player.transcript()).toBe(
      [
        'today# insmod chardev.ko; exec 3</dev/chardev0',
        'today# rmmod chardev',
        'rmmod: ERROR: Module chardev is in use',
        '  hint: sh has /dev/chardev0 open (fd 3). exec 3<&- closes it; rmmod -w waits',
        'today [1]# rmmod chardev',
        'rmmod: ERROR: Module chardev is in use',
        '',
      ].join('\n'),
    );
  });

  test('MODSH_HINTS=0: the tool alone speaks', () => {
    const player = run(`${held}"rmmod chardev" enter @100`, { look: { hints: false } });
    expect(player.transcript()).not.toContain('hint');
  });

  test('a syntax error is shown with carets below it', () => {
    expect(run('"if lsmod; fi" enter @100').transcript()).toBe(
      'today# if lsmod; fi\nmodsh: line 1: syntax error: "fi" unexpected\n  if lsmod; fi\n            ^^\n',
    );
  });

  test('an empty line gives a new prompt and changes nothing', () => {
    const player = run('"false" enter @100 enter @100');
    expect(player.transcript()).toBe('today# false\ntoday [1]# \n');
    expect(player.face.history.map(({ text }) => text)).toEqual(['false']);
  });

  test('a block of three lines is one entry, with what was open before each line', () => {
    const player = run('"for m in a; do" enter "echo x" enter "done" enter @100');
    expect(player.transcript()).toContain('today# for m in a; do\n   do> echo x\n   do> done\n');
    expect(player.face.history.map(({ text }) => text)).toEqual(['for m in a; do\necho x\ndone']);
  });

  test('C-c at the prompt drops the line and gives 130', () => {
    const player = run('"abc" C-c @100');
    expect([player.transcript(), player.frame().split('\n')[0]]).toEqual(['today# abc^C\n', 'today [130]# _']);
  });

  test('output without a newline gets one before the next prompt', () => {
    expect(run('"printf abc" enter @100').transcript()).toBe('today# printf abc\nabc\n');
  });

  test('colours that a command leaves on end with its output', () => {
    expect(run('"printf \\\\e[31mred\\\\n" enter @100').raw()).toContain('\x1b[31mred\n\x1b[0m');
  });

  test('prompt marks: A, B, C and D with the status, once a prompt', () => {
    const marks = [
      ...run('"false" enter @100')
        .raw()
        .matchAll(/\x1b\]133;([^\x1b]*)\x1b\\/g),
    ].map(([, mark]) => mark);
    expect(marks).toEqual(['A', 'B', 'C', 'D;1']);
    expect(run('"false" enter @100', { look: { marks: false } }).raw()).not.toContain('\x1b]133');
  });

  test('history gets status and virtual duration when the command ends', () => {
    const player = run('"sleep 2" enter @1000');
    expect(takeFinished(player.face)).toEqual([]);
    player.play('@1100');
    expect(takeFinished(player.face)).toEqual([{ text: 'sleep 2', status: 0, tookUs: 2_000_500 }]);
  });

  test('!! is spelled out first', () => {
    const player = run('"echo a" enter @100 "!!" enter');
    expect(player.frame().split('\n')[0]).toBe('today# echo a_');
    player.play('enter @100');
    expect(player.transcript()).toBe('today# echo a\na\ntoday# echo a\na\n');
  });

  test('C-x ? lists, F1 helps, C-l and C-x C-e ask the host', () => {
    const player = run('"rmmod -" C-x ? f1 C-l C-x C-e');
    expect(player.transcript()).toBe('  -w   wait\n  -f   force\n  2 of 2 options\nmodules   insmod modprobe rmmod lsmod modinfo\n');
    expect(takeRequests(player.face)).toEqual([{ do: 'clear' }, { do: 'edit', text: 'rmmod -' }]);
  });

  test('F2 hides table and status line, and brings them back', () => {
    const player = run('"insmod core.ko" enter @100 f2 @100');
    expect(player.frame()).toBe('today# _');
    player.play('f2 @100');
    expect(player.frame()).toContain('core                   16384  0');
  });

  test('the end: C-d on an empty line', () => {
    expect(run('C-d').face.state.at).toBe('over');
  });

  test('what the session has to say to C-d is shown, and the second one leaves', () => {
    const player = run(`${lingering}"rmmod -w proto &" enter @100 C-d`);
    expect([player.face.state.at, player.transcript().split('\n').at(-2)]).toEqual([
      'prompt',
      '  note: 1 job still waits: rmmod -w proto. Ctrl-D again leaves',
    ]);
    player.play('C-d');
    expect(player.face.state.at).toBe('over');
  });
});

describe('face: waits', () => {
  test('C-c cancels a wait: 130, and a note of what is left', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @3000 C-c @100`);
    expect(player.transcript().split('\n').slice(-4)).toEqual([
      'today# rmmod -w proto',
      '^C',
      '  note: cancelled after 3.0 s; nothing was closed, proto is live, 2 refs',
      '',
    ]);
    expect(player.frame().split('\n')[0]).toBe('today [130]# _');
  });

  test('a drain that is cancelled names its phase', () => {
    const player = run(`"regime drain" enter @100 ${lingering}"rmmod -w proto" enter @23000 C-c @100`);
    expect(player.transcript()).toContain('  note: cancelled in drain after 23 s; gate open again, proto is live\n');
  });

  test('a wait that cannot be cancelled is explained first and left behind by the second C-c', () => {
    const player = run(`${deaf}C-c @100 C-c @100`);
    expect(player.transcript().split('\n').slice(1)).toEqual([
      'unregister_netdevice: waiting for mdev0 to become free. Usage count = 2',
      '^C',
      '  note: SIGINT is pending, and stays so: exit() runs and has no way back',
      '  hint: rmmod devholder frees mdev0; Ctrl-C again leaves this in the background',
      '^C',
      '  note: detached, no signal ends it; rmmod devholder frees mdev0',
      '[1]+ insmod netdev.ko; insmod devholder.ko; rmmod netdev &  (uninterruptible, SIGINT pending)',
      '',
    ]);
    expect(player.frame().split('\n').slice(0, 2)).toEqual([
      'today [130]# _',
      '⠙ [1] netdev   1 dev_hold (devholder)                                  no limit',
    ]);
  });

  test('C-z leaves such a wait behind as well, and says so', () => {
    expect(run(`${deaf}C-z @100`).transcript()).toContain('^Z\n  note: detached, no signal ends it; rmmod devholder frees mdev0\n');
  });

  test('C-z stops a tool, fg brings its wait back', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @300 C-z @100`);
    expect(player.transcript()).toContain('^Z\n[1]+  Stopped                 rmmod -w proto\n');
    expect(player.frame()).not.toContain('left');
    player.play('"fg" enter @300');
    expect(player.frame()).toMatch(/^. rmmod -w proto {3}waits for 2 lingering sockets .*left$/m);
  });

  test('C-\\ quits', () => {
    expect(run('"sleep 9" enter @100 C-\\ @100').frame().split('\n')[0]).toBe('today [131]# _');
  });

  test('C-t puts details above the wait, which goes on', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @300 C-t @100`);
    expect(player.transcript()).toContain('proto: refcnt 2 = 2 lingering x1\n');
    expect(player.face.state.at).toBe('running');
  });

  test('C-f skips to the end of the wait', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @300 C-f @10`);
    expect([player.face.state.at, player.face.view.modules.length, Math.round(player.face.view.now / 1e6)]).toEqual(['prompt', 0, 61]);
  });

  test('C-f with nothing due says so', () => {
    expect(run(`${deaf}C-f`).transcript()).toContain('  note: nothing is due; only psock (104) can end this\n');
  });

  test('what is typed ahead runs when the wait is over, and the rest is at the prompt', () => {
    const player = run(`"sleep 1" enter "echo one" enter "echo two" enter "ec" @500`);
    expect(player.transcript()).toBe('today# sleep 1\n');
    expect(player.frame().split('\n').slice(0, 3)).toEqual(['echo one', 'echo two', 'ec_']);
    player.play('@600');
    expect(player.transcript()).toBe('today# sleep 1\ntoday# echo one\none\ntoday# echo two\ntwo\n');
    expect(player.frame().split('\n')[0]).toMatch(/^today# ec/);
  });

  test('a block typed ahead line by line runs as one', () => {
    const player = run('"sleep 1" enter "for m in a; do" enter "echo x" enter "done" enter @1200');
    expect(player.face.history.at(-1)?.text).toBe('for m in a; do\necho x\ndone');
  });

  test('a block typed ahead that has no end waits at the prompt', () => {
    const player = run('"sleep 1" enter "for m in a; do" enter "ec" @1200');
    expect(player.frame().split('\n').slice(0, 2)).toEqual(['today# for m in a; do', '   do> ec_']);
  });

  test('C-c throws away what was typed ahead', () => {
    const player = run('"sleep 9" enter "echo x" enter "y" C-c @100');
    expect([player.transcript(), player.frame().split('\n')[0]]).toEqual(['today# sleep 9\n^C\n', 'today [130]# _']);
  });

  test('who reads from the terminal gets the lines, also those typed ahead', () => {
    const player = run('"sleep 1; cat" enter "ahead" enter @1100 "now" enter @100 C-d @100');
    expect(player.transcript()).toBe('today# sleep 1; cat\nahead\nahead\nnow\nnow\n');
    expect(player.face.state).toMatchObject({ at: 'prompt', status: 0 });
  });

  test('a notice of a job leaves the typed text alone', () => {
    const player = run(`"insmod proto.ko linger=2" enter @100 "rmmod -w proto &" enter @100 "half a li" @3000`);
    expect(player.transcript()).toContain('[1]+  Done');
    expect(player.frame().split('\n')[0]).toBe('today# half a li_');
  });

  test('kernel warnings about one wait are told once and then counted', () => {
    const player = run(deaf);
    const notice = { kind: 'emergency', text: 'unregister_netdevice: waiting for mdev0 to become free. Usage count = 2' } as const;
    const { session } = player.face;
    const take = session.takeNotices.bind(session);
    Object.assign(session, { takeNotices: () => [notice, ...take()] });
    player.play('C-t');
    expect(player.transcript().match(/unregister_netdevice/g)?.length).toBe(1);
    expect(player.frame()).toContain('(warned 2x)');
  });
});

describe('face: time', () => {
  test('an idle face asks for nothing', () => {
    const player = run('"insmod core.ko" enter @2500');
    expect(wakesOf(player.face, player.showMs())).toEqual({ runMs: undefined, drawMs: undefined });
    const before = player.drawn();
    player.play('@5000');
    expect(player.drawn()).toBe(before);
  });

  test('a mark is lit for 2 s, then one frame takes it away', () => {
    const player = run('"insmod core.ko" enter @1000');
    expect(player.frame()).toMatch(/core .* \+$/m);
    const before = player.drawn();
    player.play('@1500');
    expect([player.drawn() - before, /core .* \+$/m.test(player.frame())]).toEqual([1, false]);
  });

  test('a wait is drawn four times a second', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @3000`);
    const before = player.drawn();
    player.play('@5000');
    expect(player.drawn() - before).toBe(20);
  });

  test('without motion once a second', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @6000`, { look: { motion: false } });
    const before = player.drawn();
    player.play('@5000');
    expect(player.drawn() - before).toBe(5);
  });

  test('events alone cause at most ten frames a second', () => {
    const player = run(`"speed 10" enter @100 "${'sleep 0.1; '.repeat(200)}echo" enter @1`);
    const before = player.drawn();
    player.play('@1000');
    expect(player.drawn() - before).toBeLessThanOrEqual(11);
  });

  test('speed 60: a minute passes in a second', () => {
    const player = run(`"speed 60" enter @100 "sleep 60" enter @900`);
    expect(player.face.state.at).toBe('running');
    player.play('@200');
    expect(player.face.state.at).toBe('prompt');
  });

  test('while paused commands run, but nothing waits its time out', () => {
    const player = run(`${lingering}"speed pause" enter @100 "echo hi" enter @100 "rmmod -w proto" enter @60000`);
    expect(player.transcript()).toContain('hi\n');
    expect(player.frame()).toContain('paused');
    expect(player.face.state.at).toBe('running');
    player.play('C-f @10');
    expect(player.face.state.at).toBe('prompt');
  });

  test('a program that needs the machine long leaves room for keys', () => {
    const player = run('"busy 5000" enter');
    expect(wakesOf(player.face, player.showMs()).runMs).toBe(player.showMs());
    player.play('C-c @100');
    expect(player.face.state).toMatchObject({ at: 'prompt' });
  });

  test('the title names a foreground wait after 2 s', () => {
    const player = run(`${lingering}"rmmod -w proto" enter @1000`);
    expect(titleOf(player.face, player.showMs())).toBe('');
    player.play('@1500');
    expect(titleOf(player.face, player.showMs())).toMatch(/^rmmod -w proto, 5\d s left$/);
    player.play('C-c @100');
    expect(titleOf(player.face, player.showMs())).toBe('');
  });

  test('the same keys at the same times give the same bytes', () => {
    const script = `${held}${lingering}"rmmod -w proto" enter @700 "x" C-c @300 "rmm" tab @2000`;
    const [one, two] = [run(script, { history: pastOf('lsmod') }), run(script, { history: pastOf('lsmod') })];
    expect([one.raw(), one.frame()]).toEqual([two.raw(), two.frame()]);
  });
});
