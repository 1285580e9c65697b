/** The screen of blessed, made so that it draws alike under every TERM and reads nothing. */
import { PassThrough } from 'node:stream';
import blessed, { type Widgets } from 'blessed';
import type { DashSink } from './sink.ts';

/** blessed reads the environment at its own discretion: for the moment of its making it sees what it needs to see. */
function withEnv<T>(env: Readonly<Record<string, string | undefined>>, make: () => T): T {
  const kept = Object.keys(env).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(env)) set(name, value);
  try {
    return make();
  } finally {
    for (const [name, value] of kept) set(name, value);
  }
}

/** Takes the other page of the terminal. `unicode`: lines and bars as they are, else what ASCII has for them. */
export function createDashScreen(sink: DashSink, unicode: boolean): Widgets.Screen {
  const options = {
    input: new PassThrough(),
    output: sink,
    // Descriptions of other terminals (screen, above all) hold what blessed cannot read, and it says so on stderr.
    terminal: 'xterm-256color',
    warnings: false,
    fullUnicode: unicode,
    forceUnicode: unicode,
    autoPadding: true,
    smartCSR: false,
  };
  // Without these it asks tmux for its version, and draws lines with a character set that captures cannot read.
  return withEnv({ NCURSES_NO_UTF8_ACS: '1', TMUX: undefined }, () =>
    blessed.screen(options as unknown as Parameters<typeof blessed.screen>[0]),
  );
}
