import { describe, expect, it } from 'vitest';
import { fnmatch } from '../../../src/commands/files/fnmatch.ts';
import { fileCommands } from '../../../src/commands/files/index.ts';
import { humanSize, lsDate } from '../../../src/commands/files/lsformat.ts';
import { numberedName, parseTemplate } from '../../../src/commands/files/mktemp.ts';
import { modeText, parseMode } from '../../../src/commands/files/mode.ts';
import { absolute } from '../../../src/commands/files/paths.ts';
import { statFormatted } from '../../../src/commands/files/stat.ts';
import { runScript } from '../../helpers/system.ts';
import { runTool } from '../runTool.ts';

const DAY = 86_400_000_000;

describe('file tools on the virtual system', () => {
  const rows: readonly (readonly [rule: string, script: string, stdout: string])[] = [
    ['device nodes show their numbers', 'ls -l /dev/null', 'crw-rw-rw- 1 root root 1, 3 Jan  1 00:00 /dev/null\n'],
    ['what the kernel makes up takes no room', 'ls -l /proc/self/ | head -n 1', 'total 0\n'],
    ['a made node is a node', 'mknod /tmp/n c 240 7; stat -c "%A %F %t %T" /tmp/n', 'crw-r--r-- character special file f0 7\n'],
    [
      'mknod of a device that its driver gave',
      "insmod chardev.ko; mknod /tmp/n c $(tr : ' ' < /sys/class/chardev/chardev0/dev); cat /tmp/n",
      'hello\n',
    ],
    ['a FIFO joins two commands', 'mkfifo /tmp/p; echo x > /tmp/p & cat /tmp/p; wait', 'x\n'],
    ['names of temporary files count up', 'mktemp; mktemp; mktemp -d', '/tmp/tmp.0000000001\n/tmp/tmp.0000000002\n/tmp/tmp.0000000003\n'],
    ['touch -r takes another file’s time', 'echo > /tmp/a; sleep 100; echo > /tmp/b; touch -r /tmp/a /tmp/b; stat -c %Y /tmp/b', '0\n'],
    [
      'touch gives the time of now',
      'echo > /tmp/a; sleep 60; touch /tmp/a; stat -c %Y /tmp/a; ls -l /tmp | cut -c1-45 | tail -n 1',
      '60\n-rw-r--r-- 1 root root 1 Jan  1 00:01 a\n',
    ],
    ['find -newer', 'cd /tmp; echo > a; sleep 1; echo > b; find . -newer a -type f', './b\n'],
    [
      'find walks what the kernel makes up',
      'insmod core.ko; find /sys/module/core -maxdepth 1 -type f -name "re*"',
      '/sys/module/core/refcnt\n',
    ],
    ['find runs commands of the system', 'insmod core.ko; find /sys/module/core -name refcnt -exec cat "{}" ";"', '0\n'],
    [
      'readlink -f through several links',
      'cd /tmp; mkdir -p a/b; ln -s a/b c; ln -s ../../c a/b/d; readlink -f c/d/d; readlink -f c/nosuch',
      '/tmp/a/b\n/tmp/a/b/nosuch\n',
    ],
    ['cp out of /proc takes the text', 'cp /proc/sys/kernel/tainted /tmp/t; cat /tmp/t', '0\n'],
    ['mv between directories', 'mkdir /tmp/a /tmp/b; echo x > /tmp/a/f; mv /tmp/a/f /tmp/b; ls /tmp/a /tmp/b', '/tmp/a:\n\n/tmp/b:\nf\n'],
    ['rm -r leaves nothing', 'mkdir -p /tmp/a/b/c; echo > /tmp/a/b/f; rm -r /tmp/a; ls /tmp', ''],
    ['the umask holds', 'umask 077; mkdir /tmp/d; echo > /tmp/f; stat -c "%a %n" /tmp/d /tmp/f', '700 /tmp/d\n600 /tmp/f\n'],
    [
      'stat shows inodes that stay',
      'echo > /tmp/a; a=$(stat -c %i /tmp/a); mv /tmp/a /tmp/b; [ "$a" = "$(stat -c %i /tmp/b)" ] && echo same',
      'same\n',
    ],
  ];
  for (const [rule, script, stdout] of rows) it(rule, () => expect(runScript(script).stdout).toBe(stdout));

  it('what cannot be is refused with the kernel’s reason', () => {
    const ran = runScript(
      'rm /proc/modules; mkdir /sys/x; touch /proc/x; ln /etc /tmp/x; echo > /tmp/f; ln /tmp/f /tmp/g; chmod 600 /proc/modules; rmdir /tmp',
    );
    expect(ran.stderr.split('\n')).toEqual([
      "rm: cannot remove '/proc/modules': Operation not permitted",
      "mkdir: cannot create directory '/sys/x': Operation not permitted",
      "touch: cannot touch '/proc/x': No such file or directory",
      'ln: /etc: hard link not allowed for directory',
      "ln: failed to create hard link '/tmp/g' => '/tmp/f': Operation not permitted",
      "chmod: changing permissions of '/proc/modules': Operation not permitted",
      "rmdir: failed to remove '/tmp': Directory not empty",
      '',
    ]);
  });
});

describe('ls on a terminal', () => {
  const files = { 'a b': '', 'b:c': '', "d'e": '', f: '', '#g': '' };
  it('quotes names where a shell would need it and uses columns', () => {
    const { system } = runTool(fileCommands, ['ls'], { files, tty: true });
    expect(system.out.join('')).toBe("'#g'  'a b'  b:c  \"d'e\"  f\n");
  });
  const widths: readonly (readonly [string, string])[] = [
    ['14', 'a   ccc   e\nbb  dddd\n'],
    ['10', 'a    dddd\nbb   e\nccc\n'],
    ['9', 'a\nbb\nccc\ndddd\ne\n'],
  ];
  for (const [columns, want] of widths) {
    it(`fills columns downwards, ${columns} wide`, () => {
      const { system } = runTool(fileCommands, ['ls'], {
        files: { a: '', bb: '', ccc: '', dddd: '', e: '' },
        tty: true,
        env: { COLUMNS: columns },
      });
      expect(system.out.join('')).toBe(want);
    });
  }
  it('in a pipe gives one name a line, as it is', () => {
    expect(runTool(fileCommands, ['ls'], { files }).stdout).toBe("#g\na b\nb:c\nd'e\nf\n");
  });
});

describe('parts of the file tools', () => {
  const masks: readonly (readonly [string, number, boolean, string])[] = [
    ['644', 0o755, false, '644'],
    ['755', 0o2644, true, '2755'],
    ['u+x', 0o644, false, '744'],
    ['a+X', 0o644, false, '644'],
    ['a+X', 0o644, true, '755'],
    ['go=', 0o777, false, '700'],
    ['u=g,o-r', 0o754, false, '550'],
    ['+w', 0o444, false, '644'],
    ['u+s,g+s,+t', 0o755, false, '7755'],
    ['-x', 0o777, false, '666'],
    ['o=u', 0o750, false, '757'],
  ];
  for (const [text, mode, folder, want] of masks) {
    it(`chmod ${text} of ${mode.toString(8)}`, () => expect(parseMode(text, 0o022)?.(mode, folder).toString(8)).toBe(want));
  }
  it('no mode', () =>
    expect(['', 'q', '8', '77777', 'u', 'u+q', 'u+x,'].map((text) => parseMode(text, 0))).toEqual(new Array(7).fill(undefined)));
  it('modes as ten letters', () => {
    expect([modeText('dir', 0o1777), modeText('file', 0o6755), modeText('chr', 0o2644), modeText('link', 0o777)]).toEqual([
      'drwxrwxrwt',
      '-rwsr-sr-x',
      'crw-r-Sr--',
      'lrwxrwxrwx',
    ]);
  });
  it('dates show the hour for half a year, then the year', () => {
    expect([lsDate(0, 0), lsDate(DAY, 2 * DAY), lsDate(0, 200 * DAY), lsDate(DAY, 0)]).toEqual([
      'Jan  1 00:00',
      'Jan  2 00:00',
      'Jan  1  1970',
      'Jan  2  1970',
    ]);
  });
  it('sizes for people are rounded up', () => {
    expect([0, 1023, 1024, 1025, 10_240, 1_048_576].map(humanSize)).toEqual(['0', '1023', '1.0K', '1.1K', '10K', '1.0M']);
  });
  const globs: readonly (readonly [string, string, boolean])[] = [
    ['*.ko', 'a.ko', true],
    ['*', '.hidden', true],
    ['*e/g', 'd/e/g', true],
    ['?', 'ab', false],
    ['[a-c]x', 'bx', true],
    ['[!a]', 'a', false],
    ['[]]', ']', true],
    ['[[:digit:]]', '7', true],
    ['a[', 'a[', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['[z-a]', '[z-a]', true],
    ['', '', true],
    ['a+b', 'a+b', true],
  ];
  for (const [glob, name, want] of globs)
    it(`${glob} ${want ? 'matches' : 'does not match'} ${name}`, () => expect(fnmatch(glob).test(name)).toBe(want));
  it('many stars cost nothing', () => expect(fnmatch(`${'*'.repeat(200)}b`).test('a'.repeat(2_000))).toBe(false));
  it('templates have their Xs at the end of the name', () => {
    const template = parseTemplate('/tmp/aXXXXb', undefined);
    expect(template === undefined ? '' : numberedName(template, 12)).toBe('/tmp/a0012b');
    expect([parseTemplate('XX', undefined), parseTemplate('XXXb', '.c'), parseTemplate('XXX/b', undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('paths become whole', () => {
    expect([absolute('../x/./y//z', '/a/b'), absolute('/..', '/a'), absolute('', '/a')]).toEqual(['/a/x/y/z', '/', '/a']);
  });
  it('stat formats pad and take what they do not know as a question mark', () => {
    const stat = { kind: 'file', mode: 0o644, uid: 0, size: 5, ino: 9, nlink: 1, mtime: 0, major: 0, minor: 0 } as const;
    const subject = { name: 'f', stat, target: undefined, path: '/f' };
    expect(statFormatted('%5s|%-5s|%05a|%q|%%|%n%', subject, false)).toBe('    5|5    |00644|?|%|f%');
    expect(statFormatted('%n\\n\\x41', subject, true)).toBe('f\nA');
  });
});
