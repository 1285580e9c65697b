/** The same pure-language snippets through our shell and through the real dash: stdout, presence of stderr and status are equal. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runShell } from '../helpers/shellWorld.ts';

const CORPUS = join(import.meta.dirname, 'corpus');
/** `args a b` prints its arguments in brackets; part of every snippet. */
const PRELUDE = `args() { for a_ in "$@"; do printf '[%s]' "$a_"; done; printf '\\n'; }\n`;
/** The shell to compare with. */
const REAL_SHELL = process.env['DASH'] ?? 'dash';
const hasDash = spawnSync(REAL_SHELL, ['-c', ':']).status === 0;

interface Snippet {
  readonly name: string;
  readonly text: string;
}

interface Answer {
  readonly out: string;
  readonly complained: boolean;
  readonly status: number | null | undefined;
}

/** A corpus file is a list of snippets, each under a line `### name`. */
function snippetsOf(file: string): Snippet[] {
  const blocks = readFileSync(join(CORPUS, file), 'utf8').split(/^### /m).slice(1);
  return blocks.map((block) => ({ name: block.slice(0, block.indexOf('\n')), text: block.slice(block.indexOf('\n') + 1) }));
}

function dash(text: string): Answer {
  const cwd = mkdtempSync(join(tmpdir(), 'corpus-'));
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/root' };
  const { stdout, stderr, status } = spawnSync(REAL_SHELL, ['-c', PRELUDE + text], { cwd, env, encoding: 'utf8', input: '' });
  rmSync(cwd, { recursive: true });
  return { out: stdout, complained: stderr !== '', status };
}

function ours(text: string): Answer {
  const { out, err, status } = runShell(PRELUDE + text, { cwd: '/tmp' });
  return { out, complained: err !== '', status };
}

const files = readdirSync(CORPUS).sort();

test('the corpus has at least 250 snippets, each with its own name', () => {
  const names = files.flatMap((file) => snippetsOf(file).map((snippet) => `${file}: ${snippet.name}`));
  expect(names.length).toBeGreaterThanOrEqual(250);
  expect(new Set(names).size).toBe(names.length);
});

describe.skipIf(!hasDash)(
  hasDash ? 'our shell answers as dash does' : 'our shell answers as dash does (skipped: dash is not installed)',
  () => {
    test.each(files)('%s', (file) => {
      const snippets = snippetsOf(file);
      const answers = (run: (text: string) => Answer) =>
        Object.fromEntries(snippets.map(({ name, text }) => [name, { text, ...run(text) }]));
      expect(answers(ours)).toEqual(answers(dash));
    });
  },
);

/** Where the two differ on purpose: what ours does, and why. */
const DIFFERENCES: readonly { rule: string; text: string; out: string; status: number }[] = [
  {
    rule: 'a redirection that fails has status 1, and a script goes on after it, as in bash',
    text: 'exec 3</nofile; echo $?',
    out: '1\n',
    status: 0,
  },
  { rule: 'so it is for other special builtins', text: ': > /nofolder/f; echo $?', out: '1\n', status: 0 },
  { rule: 'echo takes backslashes as they are, as in bash', text: "echo 'a\\nb'", out: 'a\\nb\n', status: 0 },
  { rule: 'echo -e expands them', text: "echo -e 'a\\tb'", out: 'a\tb\n', status: 0 },
  { rule: 'set -u looks into arithmetic too', text: 'set -u; echo $((nope)); echo no', out: '', status: 2 },
  { rule: 'the length of the positional parameters is their number', text: 'set -- ab cd; echo ${#@} ${#*}', out: '2 2\n', status: 0 },
  { rule: 'an empty expression is 0', text: 'echo $(( ))', out: '0\n', status: 0 },
  { rule: "$'...' is known", text: "printf %s $'a\\tb'", out: 'a\tb', status: 0 },
  { rule: '[[ ]] is known, with patterns on the right', text: '[[ abc == a* && ! -e /nofile ]] && echo yes', out: 'yes\n', status: 0 },
  { rule: 'here-strings are known', text: 'cat <<<"a b"', out: 'a b\n', status: 0 },
  {
    rule: '&> and |& are known',
    text: '{ echo a; echo b >&2; } |& cat; { echo c >&2; } &> /tmp/f; cat /tmp/f',
    out: 'a\nb\nc\n',
    status: 0,
  },
  { rule: 'braces make words', text: 'echo a{b,c}d {1..3} {a,b}{1,2}', out: 'abd acd 1 2 3 a1 a2 b1 b2\n', status: 0 },
  { rule: 'pipefail is known', text: 'set -o pipefail; false | true; echo $?', out: '1\n', status: 0 },
  { rule: 'x++ and ++x count', text: 'x=1; echo $((x++)) $x $((++x)) $((2**10)) $((16#ff))', out: '1 2 3 1024 255\n', status: 0 },
  {
    rule: 'a subshell shows the traps of its parent',
    text: 'trap \'echo t\' USR1; echo "$(trap)"',
    out: "trap -- 'echo t' USR1\n",
    status: 0,
  },
  { rule: 'function NAME is known', text: 'function f { echo $1; }; f a', out: 'a\n', status: 0 },
  { rule: 'read without a name sets REPLY', text: 'echo \'a b\' | { read -r; echo "[$REPLY]"; }', out: '[a b]\n', status: 0 },
  { rule: 'read -u reads another descriptor', text: 'echo x > /tmp/f; exec 3</tmp/f; read -u 3 v; echo $v', out: 'x\n', status: 0 },
];

test.each(DIFFERENCES)('differs from dash: $rule', ({ text, out, status }) => {
  const { out: written, status: ended } = runShell(text, { cwd: '/tmp' });
  expect({ out: written, status: ended }).toEqual({ out, status });
});
