import { describe, expect, it } from 'vitest';
import { textCommands } from '../../../src/commands/text/index.ts';
import { runScript } from '../../helpers/system.ts';
import { runTool } from '../runTool.ts';

describe('text tools in pipelines', () => {
  // Script, standard output, status.
  const rows: readonly (readonly [rule: string, script: string, stdout: string, status?: number])[] = [
    ['an endless writer ends when nobody reads', 'yes | head -n 2; echo "$?"', 'y\ny\n0\n'],
    ['and dies of SIGPIPE', 'set -o pipefail; yes | head -n 1 >/dev/null; echo "$?"', '141\n'],
    ['seq inf streams', 'seq inf | head -n 3', '1\n2\n3\n'],
    ['long numbers go through every tool', 'seq 1 20000 | grep -v 7 | sort -rn | uniq | tail -n 1 | tr 1 x', 'x\n'],
    ['head gives back what it did not use of a file', 'seq 3 > /tmp/f; { head -n 1; cat; } < /tmp/f', '1\n2\n3\n'],
    ['tail keeps only the end', 'seq 100000 | tail -n 2', '99999\n100000\n'],
    ['cut, as the records use it', "printf 'core 1 2\\nuser 3 4\\n' | cut -d' ' -f1", 'core\nuser\n'],
    ['tr, as the records use it', "echo 240:0 | tr : ' '", '240 0\n'],
    ['sort -u', "printf 'b\\na\\nb\\n' | sort -u", 'a\nb\n'],
    ['grep decides an if', 'if echo live | grep -q live; then echo yes; fi; echo x | grep -q y || echo no', 'yes\nno\n'],
    ['tee writes both ways', 'echo x | tee /tmp/a /tmp/b; cat /tmp/a /tmp/b', 'x\nx\nx\n'],
    ['tee -a appends', 'echo 1 > /tmp/a; echo 2 | tee -a /tmp/a >/dev/null; cat /tmp/a', '1\n2\n'],
    ['sed -i edits a file of the system', "echo abc > /tmp/a; sed -i 's/b/-/' /tmp/a; cat /tmp/a", 'a-c\n'],
    ['xargs runs builtins and commands', "printf 'a b\\n' | xargs -n 1 printf '<%s>'", '<a><b>'],
    ['xargs says what does not exist', 'echo a | xargs nosuch; echo "$?"', '127\n'],
    ['expr in a loop', 'i=0; while [ "$i" -lt 3 ]; do i=$(expr "$i" + 1); done; echo "$i"', '3\n'],
    ['wc in an assignment', 'n=$(seq 5 | wc -l); echo "$n"', '5\n'],
    ['cat reads the kernel’s files', 'cat /proc/sys/kernel/tainted', '0\n'],
    ['grep counts in /proc', 'insmod chardev.ko; grep -c Live /proc/modules', '1\n'],
    ['the last status of a pipeline is that of its last tool', 'false | cat; echo "$?"', '0\n'],
  ];
  for (const [rule, script, stdout, status = 0] of rows) {
    it(rule, () => {
      const ran = runScript(script);
      expect([ran.stdout, ran.status]).toEqual([stdout, status]);
    });
  }
  it('the same pipeline gives the same bytes and the same time twice', () => {
    const once = (): unknown => {
      const ran = runScript(
        'seq 3000 | sed -n "/7/p" | sort -r | tee /tmp/x | wc; yes | head -n 5000 | uniq -c; cat /proc/uptime 2>/dev/null; date +%s.%N',
      );
      return [ran.stdout, ran.stderr, ran.system.machine.now];
    };
    expect(once()).toEqual(once());
  });
});

describe('text tools and wrong use', () => {
  it('--help prints the usage to standard output, with 0', () => {
    for (const { name } of textCommands) {
      const { stdout, stderr, status } = runTool(textCommands, [name, '--help']);
      expect({ name, status, stderr, begins: stdout.startsWith(`Usage: ${name}`) }).toEqual({ name, status: 0, stderr: '', begins: true });
    }
  });
  it('tail -f is refused rather than waited for', () => {
    const { stderr, status } = runTool(textCommands, ['tail', '-f', 'f'], { files: { f: 'x\n' } });
    expect([stderr, status]).toEqual(['tail: following a file (-f) is not supported; dmesg -w follows the kernel log\n', 1]);
  });
  it('a message names the tool as it was called', () => {
    expect(runTool(textCommands, ['cut', '-z']).stderr).toBe("cut: invalid option -- 'z'\nTry 'cut --help' for more information.\n");
  });
});
