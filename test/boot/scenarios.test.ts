/** Small scripts about modules, judged line by line against the sources of Linux 6.1 and kmod 30. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../helpers/system.ts';

const said = (text: string): string => runScript(`{ ${text}\n} 2>&1`, { strict: true }).stdout.replace(/^modsh: line \d+: /gm, '');
const LIBRARY = 'ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove';

describe('parameters', () => {
  test.each([
    [
      'a quoted value keeps its blanks',
      `insmod chardev.ko 'greeting="x y"' bufsize=0x10 debug=1; cat /sys/module/chardev/parameters/*`,
      '16\nY\nx y\n',
    ],
    [
      'a value without quotes ends at the blank',
      `insmod chardev.ko greeting="a b"; cat /sys/module/chardev/parameters/greeting; dmesg -t | grep unknown`,
      "a\nchardev: unknown parameter 'b' ignored\n",
    ],
    [
      'dashes in names are underscores, and no more',
      'insmod chardev.ko buf-size=3; dmesg -t | grep size=',
      'chardev: init, greeting=hello bufsize=64\n',
    ],
    [
      'too large for its type',
      'insmod chardev.ko bufsize=99999999999; dmesg -t | tail -n 1',
      "insmod: ERROR: could not insert module chardev.ko: Numerical result out of range\nchardev: `99999999999' invalid for parameter `bufsize'\n",
    ],
    [
      'a string too long is told twice',
      "insmod chardev.ko greeting=$(printf '%01030d' 1) 2>&1 | cut -c1-70; dmesg -t | tail -n 2 | cut -c1-30",
      'insmod: ERROR: could not insert module chardev.ko: No space left on de\ngreeting: string parameter too\nchardev: `00000000000000000000\n',
    ],
    [
      'no value for a number',
      'insmod chardev.ko bufsize; dmesg -t | tail -n 1',
      "insmod: ERROR: could not insert module chardev.ko: Invalid parameters\nchardev: `' invalid for parameter `bufsize'\n",
    ],
    ['modprobe says it in its own words', 'modprobe chardev bufsize=-1', "modprobe: ERROR: could not insert 'chardev': Invalid argument\n"],
  ])('%s', (_, script, text) => {
    expect(said(script)).toBe(text);
  });
});

describe('force', () => {
  test('another version magic needs force, which taints', () => {
    expect(
      said(
        'insmod bad/vermagic.ko; insmod -f bad/vermagic.ko; cut -d" " -f7 /proc/modules; cat /proc/sys/kernel/tainted; dmesg -t -l warn',
      ),
    ).toBe(
      `insmod: ERROR: could not insert module bad/vermagic.ko: Invalid module format
(FOE)
12290
chardev: module_layout: kernel tainted.
Disabling lock debugging due to kernel taint
chardev: loading out-of-tree module taints kernel.
`,
    );
  });

  test('another release alone does not matter where symbols have versions', () => {
    expect(said('insmod bad/release.ko; lsmod')).toBe('Module                  Size  Used by\nchardev                16384  0\n');
  });

  test('force does not beat dependents, with rmmod as with modprobe', () => {
    expect(said('modprobe user; rmmod -f core; modprobe -r -f core')).toBe(
      `rmmod: ${LIBRARY} 'core': Resource temporarily unavailable
rmmod: ERROR: could not remove module core: Resource temporarily unavailable
modprobe: FATAL: Module core is in use.
`,
    );
  });

  test('rmmod -f takes a permanent module, and taints', () => {
    expect(said('insmod noexit.ko; rmmod noexit; rmmod -f noexit; cat /proc/sys/kernel/tainted')).toBe(
      `rmmod: ${LIBRARY} 'noexit': Device or resource busy
rmmod: ERROR: could not remove module noexit: Device or resource busy
12296
`,
    );
  });
});

describe('without CAP_SYS_MODULE', () => {
  const without = (command: string): string => said(`insmod chardev.ko; setpriv --bounding-set -sys_module ${command}`);
  test.each([
    ['insmod /fixtures/netdev.ko', 'insmod: ERROR: could not insert module /fixtures/netdev.ko: Operation not permitted\n'],
    ['modprobe proto', "modprobe: ERROR: could not insert 'proto': Operation not permitted\n"],
    ['modprobe -n -v proto', 'insmod /lib/modules/6.1.0-56-amd64/extra/proto.ko \n'],
    ['modprobe -r chardev', `modprobe: ${LIBRARY} 'chardev': Operation not permitted\n`],
    [
      'rmmod chardev',
      `rmmod: ${LIBRARY} 'chardev': Operation not permitted\nrmmod: ERROR: could not remove module chardev: Operation not permitted\n`,
    ],
    ['modprobe chardev', ''],
    ['mknod /tmp/null c 1 3', ''],
    ['cat /sys/module/chardev/sections/.text', '0xffffffffc0201000\n'],
  ])('%s', (command, text) => {
    expect(without(command)).toBe(text);
  });

  test('another user may not read the log', () => {
    expect(said('setpriv --reuid 65534 --clear-groups dmesg')).toBe('dmesg: read kernel buffer failed: Operation not permitted\n');
  });
});

describe('while something loads or goes', () => {
  test('a second load of one name waits for the first', () => {
    expect(said('insmod slowinit.ko ms=2000 & sleep 1; rmmod slowinit; insmod slowinit.ko; wait; lsmod | tail -n 1')).toBe(
      `rmmod: ERROR: Module slowinit is in use
insmod: ERROR: could not insert module slowinit.ko: File exists
slowinit               16384  0
`,
    );
  });

  test('nothing can be done with a module that goes', () => {
    expect(
      said(
        'insmod slowexit.ko ms=2000; rmmod slowexit & sleep 1; lsmod | tail -n 1; rmmod slowexit; echo $?; insmod slowexit.ko; modprobe slowexit; modprobe -r slowexit; wait; lsmod | wc -l',
      ),
    ).toBe(
      `slowexit               16384  -1
1
insmod: ERROR: could not insert module slowexit.ko: Device or resource busy
modprobe: ERROR: could not insert 'slowexit': Device or resource busy
modprobe: ${LIBRARY} 'slowexit': Device or resource busy
1
`,
    );
  });
});

describe('names, paths and files', () => {
  test.each([
    [
      'the module of a file is named by the file’s content',
      'cp chardev.ko /tmp/other-name.ko; insmod /tmp/other-name.ko; lsmod | tail -n 1; rmmod other-name',
      'chardev                16384  0\nrmmod: ERROR: Module other_name is not currently loaded\n',
    ],
    ['rmmod takes a path to a file', 'insmod chardev.ko; rmmod /fixtures/chardev.ko; lsmod | wc -l', '1\n'],
    [
      'rmmod goes on after a name that is not there',
      'insmod chardev.ko; insmod core.ko; rmmod chardev nosuch core; echo $?; lsmod | wc -l',
      'rmmod: ERROR: Module nosuch is not currently loaded\n1\n1\n',
    ],
    ['a usage text names the tool as it was called', '/sbin/lsmod x; lsmod x', 'Usage: /sbin/lsmod\nUsage: lsmod\n'],
    [
      'so do complaints about options',
      '/sbin/modprobe --bogus; kmod --bogus',
      "/sbin/modprobe: unrecognized option '--bogus'\nkmod: unrecognized option '--bogus'\n",
    ],
    [
      'bad files',
      'for f in empty text truncated; do insmod bad/$f.ko; done; dmesg -t -l err',
      `insmod: ERROR: could not insert module bad/empty.ko: Invalid parameters
insmod: ERROR: could not insert module bad/text.ko: Invalid module format
insmod: ERROR: could not insert module bad/truncated.ko: Invalid module format
Invalid ELF header len 21
Invalid ELF section header overflow
`,
    ],
    ['a directory', 'insmod /tmp', 'insmod: ERROR: could not insert module /tmp: Is a directory\n'],
  ])('%s', (_, script, text) => {
    expect(said(script)).toBe(text);
  });
});

describe('what asks for modules', () => {
  test('a device of an unknown number is asked for by alias, with the options of the configuration', () => {
    expect(
      said(
        "printf '%s\\n' 'alias char-major-240-* chardev' 'options chardev bufsize=9' > /etc/modprobe.d/a.conf; mknod /tmp/d c 240 0; cat /tmp/d; cat /sys/module/chardev/parameters/bufsize",
      ),
    ).toBe('cat: /tmp/d: No such device or address\n9\n');
  });

  test('a socket of an unknown family too, unless an install command or a blacklist says no', () => {
    const opens = (line: string): string => said(`echo '${line}' > /etc/modprobe.d/a.conf; psock open; lsmod | tail -n +2`);
    expect(opens('#')).toBe('psock: opened and closed\nproto                  16384  0\n');
    expect(opens('install proto exit 3')).toBe('psock: socket: Address family not supported by protocol\n');
    expect(opens('blacklist proto')).toBe('psock: socket: Address family not supported by protocol\n');
  });

  test('one open device counts twice, however many descriptors stand for it', () => {
    expect(
      said('insmod chardev.ko; r() { cat /sys/module/chardev/refcnt; }; exec 3</dev/chardev0; r; exec 4<&3; r; exec 3<&-; r; exec 4<&-; r'),
    ).toBe('2\n2\n2\n0\n');
  });
});
