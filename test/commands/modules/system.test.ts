/** The tools in a whole system: what no record of a real kernel holds, since `rmmod -w` is ours or the case is an odd one. */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../helpers/system.ts';

const TREE = '/lib/modules/6.1.0-56-amd64';

interface Case {
  readonly script: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly regime?: string;
  readonly strict?: boolean;
}

function check({ script, stdout = '', stderr = '', ...options }: Case): void {
  const ran = runScript(script, options);
  expect({ stdout: ran.stdout, stderr: ran.stderr }).toEqual({ stdout, stderr });
}

describe('rmmod -w', () => {
  test('waits for a file and a lingering socket, and then the module is gone', () => {
    check({
      script: 'insmod chardev.ko; sleep 2 </dev/chardev0 & sleep 0.1; rmmod -w chardev; echo $?; grep -c chardev /proc/modules',
      stdout: '0\n0\n',
    });
    check({ script: 'insmod proto.ko linger_ms=60000; psock open; rmmod -w proto; echo $?', stdout: 'psock: opened and closed\n0\n' });
  });

  test('waits for modules that use it', () => {
    check({ script: 'modprobe user; (sleep 1; rmmod user) & rmmod -w core; echo $?', stdout: '0\n' });
  });

  test('ends at a signal, and the module is as it was', () => {
    check({
      script:
        'insmod proto.ko linger_ms=60000; psock open; timeout -s INT 1 rmmod -w proto; echo $?; cat /sys/module/proto/initstate /sys/module/proto/refcnt; psock open',
      stdout: 'psock: opened and closed\n124\nlive\n1\npsock: opened and closed\n',
    });
    check({ script: 'insmod selfref.ko; set -m; rmmod -w selfref & sleep 0.1; kill -INT $!; wait $!; echo $?', stdout: '130\n' });
  });

  test('is no option of kmod 30', () => {
    check({
      script: 'insmod core.ko; rmmod -w core; echo $?',
      stdout: '1\n',
      stderr: "rmmod: ERROR: unexpected getopt_long() value 'w'.\n",
      strict: true,
    });
  });
});

describe('modprobe', () => {
  test('of a command that starts modprobe again passes its options on', () => {
    check({
      script: `echo 'install chardev modprobe --ignore-install chardev $CMDLINE_OPTS' > /etc/modprobe.d/x.conf
modprobe -v chardev greeting=hi 2>&1 | cat; cat /sys/module/chardev/parameters/greeting`,
      stdout: `insmod ${TREE}/extra/chardev.ko greeting=hi\ninstall modprobe --ignore-install chardev $CMDLINE_OPTS greeting=hi\nhi\n`,
    });
  });

  test('tells a command which module it is for', () => {
    check({
      script: `echo 'install core echo "for $MODPROBE_MODULE"; exit 3' > /etc/modprobe.d/x.conf; modprobe core`,
      stdout: 'for core\n',
      stderr: `modprobe: ERROR: ../libkmod/libkmod-module.c:1047 command_do() Error running install command 'echo "for $MODPROBE_MODULE"; exit 3' for module core: retcode 3
modprobe: ERROR: could not insert 'core': Invalid argument
`,
    });
  });

  test('takes options from MODPROBE_OPTIONS', () => {
    check({ script: 'MODPROBE_OPTIONS="-n -v" modprobe core; lsmod | wc -l', stdout: `insmod ${TREE}/extra/core.ko \n1\n` });
  });

  test('without the right to load', () => {
    check({
      script: 'setpriv --bounding-set=-sys_module --inh-caps=-sys_module modprobe core; echo $?',
      stdout: '1\n',
      stderr: "modprobe: ERROR: could not insert 'core': Operation not permitted\n",
    });
  });

  test('of a dependency whose file is gone names it, and the kernel misses the symbol', () => {
    const missing = `modprobe: ERROR: ../libkmod/libkmod-module.c:191 kmod_module_parse_depline() ctx=0x5584c4e162a0 path=${TREE}/extra/core.ko error=No such file or directory\n`;
    check({
      script: `rm ${TREE}/extra/core.ko; modprobe user`,
      stderr: `${missing}${missing}modprobe: ERROR: could not insert 'user': Unknown symbol in module, or unknown parameter (see dmesg)\n`,
    });
  });
});

test('a module that was copied into the tree is found after depmod', () => {
  check({
    script: `cp user.ko ${TREE}/extra/copy.ko; modprobe -D copy; depmod; modprobe -D copy; tail -n 1 ${TREE}/modules.symbols`,
    stdout: `insmod ${TREE}/extra/core.ko \ninsmod ${TREE}/extra/copy.ko \nalias symbol:user_value user\n`,
    stderr: `modprobe: FATAL: Module copy not found in directory ${TREE}\n`,
  });
});

test('what is printed into a pipe comes when the tool ends, what is an error at once', () => {
  check({ script: 'modinfo -n core nosuch 2>&1 | cat', stdout: `modinfo: ERROR: Module nosuch not found.\n${TREE}/extra/core.ko\n` });
});
