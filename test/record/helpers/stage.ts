/** A shell that knows a few words, for tests of the player: a line editor, commands that take time, a spinner, Ctrl-C. */
import type { Stage, StageFrame, StageKeyPress, StageOutput } from '../../../src/record/stage.ts';

export interface FakeCommand {
  readonly takesUs: number;
  readonly says: string;
}

const SPINNER = '⠇⠋⠙⠸⠴⠦';

export function fakeStage(commands: Readonly<Record<string, FakeCommand>> = {}): Stage {
  let [nowUs, line, status] = [0, '', 0];
  let output: StageOutput[] = [];
  let running: { readonly line: string; readonly says: string; readonly endUs: number } | undefined;
  let over: number | undefined;
  const prompt = (): string => `\x1b[36mtoday\x1b[0m${status === 0 ? '' : ` [${status}]`}# `;
  const say = (text: string): void => {
    if (text !== '') output.push({ kind: 'text', text });
  };
  const enter = (): void => {
    const command = commands[line];
    if (line === 'clear') output.push({ kind: 'clear' });
    else say(`${prompt()}${line}\n`);
    if (line.startsWith('exit')) over = Number(line.slice(5));
    if (command !== undefined) running = { line, says: command.says, endUs: nowUs + command.takesUs };
    line = '';
    finish();
  };
  const finish = (): void => {
    if (running === undefined || nowUs < running.endUs) return;
    say(running.says);
    running = undefined;
    status = 0;
  };
  const press = (key: StageKeyPress): void => {
    if (key.ctrl && key.name === 'c') {
      say(running === undefined ? `${prompt()}${line}^C\n` : '^C\n');
      [running, line, status] = [undefined, '', 130];
    } else if (key.name === 'return') enter();
    else if (key.name === 'backspace') line = line.slice(0, -1);
    else line += key.text;
  };
  const frame = (): StageFrame => {
    const table = `${status === 0 ? 'well' : 'ill'}   t ${Math.floor(nowUs / 1_000_000)} s`;
    if (running === undefined)
      return { lines: [prompt() + line, table], cursor: { x: prompt().replace(/\x1b\[\d*m/g, '').length + line.length, y: 0 } };
    return { lines: [`${[...SPINNER][Math.floor(nowUs / 250_000) % 6]} ${running.line}`, table], cursor: undefined };
  };
  return {
    press,
    frame,
    advance(us) {
      nowUs += us;
      finish();
    },
    takeOutput() {
      const taken = output;
      output = [];
      return taken;
    },
    idle: () => running === undefined,
    over: () => over,
    virtualUs: () => nowUs,
  };
}
