/** /proc as module tools and scripts read it (Linux 6.1: kernel/module/procfs.c, kernel/sysctl.c). */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../helpers/system.ts';

const said = (text: string): string => runScript(`{ ${text}\n} 2>&1`, { strict: true }).stdout.replace(/^modsh: line \d+: /gm, '');
const INVALID = 'echo: write error: Invalid argument\n';

describe('/proc/modules', () => {
  test('shows addresses to whoever has CAP_SYSLOG, which a process without CAP_SYS_MODULE keeps', () => {
    const read = (prefix: string): string => said(`insmod chardev.ko; ${prefix} cat /proc/modules`);
    expect(read('')).toMatch(/^chardev 16384 0 - Live 0xffffffffc[0-9a-f]{7} \(OE\)\n$/);
    expect(read('setpriv --bounding-set -sys_module')).toBe(read(''));
    expect(read('setpriv --reuid 65534 --clear-groups')).toBe('chardev 16384 0 - Live 0x0000000000000000 (OE)\n');
  });

  test('the sign of the state stands only beside taint letters', () => {
    expect(said('insmod slowinit.ko ms=2000 & sleep 1; cut -d" " -f3- /proc/modules | sed "s/0x[0-9a-f]*/A/"')).toBe(
      '1 - Loading A (OE+)\n',
    );
    expect(said('insmod slowexit.ko ms=2000; rmmod slowexit & sleep 1; cut -d" " -f3- /proc/modules | sed "s/0x[0-9a-f]*/A/"')).toBe(
      '-1 - Unloading A (OE-)\n',
    );
  });

  test('cannot be written', () => {
    expect(said('echo > /proc/modules')).toBe('/proc/modules: Permission denied\n');
  });
});

describe('/proc/sys/kernel/tainted', () => {
  const write = (value: string): string =>
    said(`insmod chardev.ko; echo '${value}' > /proc/sys/kernel/tainted; cat /proc/sys/kernel/tainted`);
  test.each([
    ['1', '12289\n'],
    ['0', '12288\n'],
    ['0x10', '12304\n'],
    ['010', '12296\n'],
    [' 2 ', '12290\n'],
    ['2 rest', '12290\n'],
    ['1048576', '12288\n'],
    ['-1', `${INVALID}12288\n`],
    ['', `${INVALID}12288\n`],
    ['1x', `${INVALID}12288\n`],
    ['x', `${INVALID}12288\n`],
  ])('echo %j', (value, answer) => {
    expect(write(value)).toBe(answer);
  });
});

describe('/proc/sys/kernel/modules_disabled', () => {
  test('goes to 1 and never back, and then nothing loads or unloads', () => {
    expect(
      said(
        'insmod core.ko; cd /proc/sys/kernel; cat modules_disabled; echo 0 > modules_disabled; echo 2 > modules_disabled; echo 1 > modules_disabled; cat modules_disabled; echo 0 > modules_disabled; echo 1 > modules_disabled; insmod /fixtures/chardev.ko; rmmod core; modprobe chardev',
      ),
    ).toBe(
      `0
${INVALID}${INVALID}1
${INVALID}insmod: ERROR: could not insert module /fixtures/chardev.ko: Operation not permitted
rmmod: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'core': Operation not permitted
rmmod: ERROR: could not remove module core: Operation not permitted
modprobe: ERROR: could not insert 'chardev': Operation not permitted
`,
    );
  });
});

describe('/proc/sys/net/core/netdev_unregister_timeout_secs', () => {
  test.each([
    ['1', '1\n'],
    ['3600', '3600\n'],
    ['0', `${INVALID}10\n`],
    ['3601', `${INVALID}10\n`],
  ])('echo %s', (value, answer) => {
    const file = '/proc/sys/net/core/netdev_unregister_timeout_secs';
    expect(said(`echo ${value} > ${file}; cat ${file}`)).toBe(answer);
  });
});

test('/proc/devices and /proc/net/protocols have a line while the driver is registered', () => {
  const look = 'grep -c chardev /proc/devices; grep -c MODSH /proc/net/protocols';
  expect(said(`${look}; insmod chardev.ko; insmod proto.ko; ${look}; rmmod chardev proto; ${look}`)).toBe('0\n0\n1\n1\n0\n0\n');
});

describe('/proc/sys/kernel/modprobe', () => {
  const opens = (path: string): string =>
    said(
      `echo '${path}' > /proc/sys/kernel/modprobe; cat /proc/sys/kernel/modprobe; mknod /tmp/d c 240 0; echo 'alias char-major-240-* core' > /etc/modprobe.d/a.conf; cat /tmp/d 2>/dev/null; lsmod | grep -c core`,
    );
  test.each([
    ['/sbin/modprobe', '/sbin/modprobe\n1\n'],
    ['', '\n0\n'],
    ['/bin/true', '/bin/true\n0\n'],
    ['/nosuch', '/nosuch\n0\n'],
  ])('%j is what runs for an alias', (path, answer) => {
    expect(opens(path)).toBe(answer);
  });

  test('the program has no descriptors, so what it says is heard by nobody', () => {
    expect(said('echo bogus > /etc/modprobe.d/a.conf; mknod /tmp/d c 240 0; cat /tmp/d')).toBe('cat: /tmp/d: No such device or address\n');
  });
});
