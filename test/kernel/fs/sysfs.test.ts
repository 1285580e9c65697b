/** /sys/module and /sys/class as a shell sees them (Linux 6.1, kernel/module/sysfs.c, main.c; kernel/params.c; fs/kernfs). */
import { describe, expect, test } from 'vitest';
import type { Driver } from '../../../src/kernel/driver.ts';
import { runScript, type TestOptions } from '../../helpers/system.ts';

/** Both streams in one text, a line each; the shell's own place in front of its errors cut off. */
const said = (text: string, options: TestOptions = {}): string => {
  const ran = runScript(`{ ${text}\n} 2>&1`, { strict: true, ...options });
  return ran.stdout.replace(/^modsh: line \d+: /gm, '');
};

describe('the directory of a module', () => {
  test('has these files, with these modes and sizes', () => {
    expect(
      said(`insmod chardev.ko; cd /sys/module/chardev; stat -c '%a %s %n' * parameters/* sections/.text notes/.note.gnu.build-id`),
    ).toBe(
      `444 4096 coresize
755 0 holders
444 4096 initsize
444 4096 initstate
755 0 notes
755 0 parameters
444 4096 refcnt
755 0 sections
444 4096 srcversion
444 4096 taint
200 4096 uevent
444 4096 version
444 4096 parameters/bufsize
644 4096 parameters/debug
644 4096 parameters/greeting
400 19 sections/.text
444 36 notes/.note.gnu.build-id
`,
    );
  });

  test('has neither version nor parameters where the module has none', () => {
    const bare: Driver = { name: 'bare', license: 'GPL', params: { hidden: { type: 'int', mode: 0 } } };
    expect(said('insmod bare.ko; ls /sys/module/bare', { drivers: [bare] })).toBe(
      'coresize\nholders\ninitsize\ninitstate\nnotes\nrefcnt\nsections\ntaint\nuevent\n',
    );
  });

  test('is there during init and not before, and goes after exit', () => {
    const look = 'cat /sys/module/slowinit/initstate /sys/module/slowinit/refcnt; grep -o "Loading" /proc/modules';
    expect(
      said(`insmod slowinit.ko ms=3000 & sleep 1; ${look}; wait; cat /sys/module/slowinit/initstate /sys/module/slowinit/initsize`),
    ).toBe('coming\n1\nLoading\nlive\n0\n');
    expect(
      said(
        'insmod slowexit.ko ms=3000; rmmod slowexit & sleep 1; cat /sys/module/slowexit/initstate /sys/module/slowexit/refcnt; wait; ls -d /sys/module/slowexit',
      ),
    ).toBe("going\n-1\nls: cannot access '/sys/module/slowexit': No such file or directory\n");
  });

  test('a module whose init or parameters failed leaves none', () => {
    expect(said('insmod badinit.ko 2>/dev/null; insmod chardev.ko bufsize=x 2>/dev/null; ls /sys/module')).toBe('');
  });

  test('init memory counts in /proc/modules until init is over, and never in coresize', () => {
    expect(
      said(
        'insmod slowinit.ko ms=3000 & sleep 1; cut -d" " -f2 /proc/modules; cat /sys/module/slowinit/coresize /sys/module/slowinit/initsize; wait; cut -d" " -f2 /proc/modules',
      ),
    ).toBe('28672\n16384\n12288\n16384\n');
  });

  test('holders are links, there while the user has a directory of its own', () => {
    expect(
      said(
        'modprobe user; readlink /sys/module/core/holders/user; ls /sys/module/core/holders/user/holders; cat /sys/module/core/refcnt; rmmod user; ls /sys/module/core/holders; cat /sys/module/core/refcnt',
      ),
    ).toBe('../../user\n1\n0\n');
  });

  test('a user that is still in init is a holder already; one whose parameters were refused never was', () => {
    const provider: Driver = { name: 'base', license: 'GPL', exports: { base_call: {} } };
    const user: Driver = {
      name: 'late',
      license: 'GPL',
      needs: ['base_call'],
      params: { p: { type: 'int', mode: 0o444 } },
      *init(k) {
        yield* k.sleep(3_000);
        return 0;
      },
      *exit() {},
    };
    const options = { drivers: [provider, user] };
    expect(said('insmod base.ko; insmod late.ko & sleep 1; ls /sys/module/base/holders; wait', options)).toBe('late\n');
    expect(said('insmod base.ko; insmod late.ko p=x; ls /sys/module/base/holders; cat /sys/module/base/refcnt', options)).toBe(
      'insmod: ERROR: could not insert module late.ko: Invalid parameters\n0\n',
    );
  });
});

describe('what may not be done there', () => {
  test.each([
    ['a read-only file refuses root too', 'echo 1 > refcnt', 'refcnt: Permission denied\n'],
    ['so does a read-only parameter', 'echo 1 > parameters/bufsize', 'parameters/bufsize: Permission denied\n'],
    ['a write-only file cannot be read', 'cat uevent', 'cat: uevent: Permission denied\n'],
    ['nobody makes a directory', 'mkdir x', "mkdir: cannot create directory 'x': Operation not permitted\n"],
    ['or a file', 'echo > x', 'x: Permission denied\n'],
    ['or takes one away', 'rm -f refcnt', "rm: cannot remove 'refcnt': Operation not permitted\n"],
    ['a bad value is refused', 'echo maybe > parameters/debug', 'echo: write error: Invalid argument\n'],
    [
      'others may not read addresses of sections',
      'setpriv --reuid 65534 --clear-groups cat sections/.text',
      'cat: sections/.text: Permission denied\n',
    ],
    [
      'others may not write parameters',
      'setpriv --reuid 65534 --clear-groups sh -c "echo 1 > parameters/debug" 2>&1 | grep -o "Perm.*"',
      'Permission denied\n',
    ],
  ])('%s', (_, command, text) => {
    expect(said(`insmod chardev.ko; cd /sys/module/chardev; ${command}`)).toBe(text);
  });
});

describe('a write to uevent', () => {
  const write = (text: string): string => said(`insmod chardev.ko; dmesg -C; echo "${text}" > /sys/module/chardev/uevent; dmesg -t`);
  const refused = (why: string): string => `echo: write error: Invalid argument\nsynth uevent: /module/chardev: ${why}\n`;
  test.each([
    ['add', ''],
    ['change 12345678-1234-1234-1234-123456789abc A=1 B=two', ''],
    ['foo', refused('unknown uevent action string')],
    ['', refused('unknown uevent action string')],
    ['ad', refused('unknown uevent action string')],
    ['add x', refused('incorrect uevent action arguments')],
    ['add 12345678-1234-1234-1234-123456789abc A', refused('incorrect uevent action arguments')],
  ])('%j', (text, answer) => {
    expect(write(text)).toBe(answer);
  });
});

describe('writable parameters of every type', () => {
  const types = ['byte', 'short', 'ushort', 'int', 'uint', 'long', 'ulong', 'bool', 'invbool', 'charp'] as const;
  const typed: Driver = {
    name: 'typed',
    license: 'GPL',
    params: Object.fromEntries(types.map((type) => [`p_${type}`, { type, mode: 0o644 }])),
  };
  const write = (type: string, value: string): string =>
    said(`insmod typed.ko; cd /sys/module/typed/parameters; printf '%s' '${value}' > p_${type}; cat p_${type}`, { drivers: [typed] });
  const INVALID = 'printf: write error: Invalid argument\n';
  const RANGE = 'printf: write error: Numerical result out of range\n';
  test.each([
    ['int', '0x1f\n', '31\n'],
    ['int', '017', '15\n'],
    ['int', '-5', '-5\n'],
    ['int', '+5', '5\n'],
    ['int', '2147483648', `${RANGE}0\n`],
    ['int', '5 ', `${INVALID}0\n`],
    ['int', '', '0\n'],
    ['byte', '255', '255\n'],
    ['byte', '256', `${RANGE}0\n`],
    ['byte', '-1', `${INVALID}0\n`],
    ['short', '-32768', '-32768\n'],
    ['short', '32768', `${RANGE}0\n`],
    ['ushort', '65536', `${RANGE}0\n`],
    ['uint', '4294967295', '4294967295\n'],
    ['uint', '-1', `${INVALID}0\n`],
    ['long', '9223372036854775808', `${RANGE}0\n`],
    ['ulong', '18446744073709551616', `${RANGE}0\n`],
    ['bool', 'y', 'Y\n'],
    ['bool', 'on', 'Y\n'],
    ['bool', '0', 'N\n'],
    ['bool', 'o', `${INVALID}N\n`],
    ['invbool', 'y', 'Y\n'],
    ['charp', 'two words\n', 'two words\n\n'],
    ['charp', '', '(null)\n'],
  ])('%s takes %j', (type, value, answer) => {
    expect(write(type, value)).toBe(answer);
  });
});

describe('/sys/class', () => {
  test('devices and their numbers are there while the driver has them', () => {
    expect(
      said(
        'insmod chardev.ko; cd /sys/class; ls; M=$(sed -n "s/ *\\([0-9]*\\) chardev/\\1/p" /proc/devices); [ "$(cat modsh*/chardev0/dev 2>/dev/null || cat */chardev0/dev)" = $M:0 ] && echo same; cd /; rmmod chardev; ls /sys/class',
      ),
    ).toMatch(/^\w+\nnet\nsame\nnet\n$/);
  });

  test('network devices come and go with their module', () => {
    expect(said('insmod netdev.ko; ls /sys/class/net; cat /sys/class/net/mdev0/mtu; rmmod netdev; ls /sys/class/net')).toBe(
      'lo\nmdev0\n1500\nlo\n',
    );
  });
});
