import { describe, expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { addLoaded, run } from '../kmod/fake-system.ts';
import { fixtureSystem, lively, TREE } from './fixtures.ts';

const file = (name: string): string => `${TREE}/extra/${name}.ko`;
const insmodLine = (name: string, options = ''): string => `insmod ${file(name)} ${options}\n`;

describe('loading', () => {
  test('what is needed comes first, and -v tells with a blank after each path', () => {
    expect(run(lively(fixtureSystem()), ['modprobe', '-v', 'user2'])).toMatchObject({
      stdout: insmodLine('core') + insmodLine('user') + insmodLine('user2'),
      calls: ['core', 'user', 'user2'].map((name) => `insert ${file(name)}`),
    });
  });

  test('options of the configuration come before those given, for the module itself only', () => {
    const system = lively(fixtureSystem('options user start=5\noptions core x=1\noptions user a=b'));
    expect(run(system, ['modprobe', '-v', 'user', 'start=7', 's=a b']).stdout).toBe(
      insmodLine('core', 'x=1 ') + insmodLine('user', 'start=5 a=b start=7 s="a b"'),
    );
  });

  test.each([
    [['chardev'], 0, ''],
    [['--first-time', 'chardev'], 1, "modprobe: ERROR: could not insert 'chardev': Module already in kernel\n"],
    [['-r', 'core'], 0, ''],
    [['-r', '--first-time', 'core'], 1, 'modprobe: FATAL: Module core is not in kernel.\n'],
    [['nosuch'], 1, `modprobe: FATAL: Module nosuch not found in directory ${TREE}\n`],
    [['-q', 'nosuch'], 1, ''],
    [
      ['-a', 'nosuch', 'core', 'no2'],
      1,
      `modprobe: WARNING: Module nosuch not found in directory ${TREE}\nmodprobe: WARNING: Module no2 not found in directory ${TREE}\n`,
    ],
    [['-r', 'nosuch'], 1, 'modprobe: FATAL: Module nosuch not found.\n'],
    [['-S', '6.1', 'core'], 1, 'modprobe: FATAL: Module core not found in directory /lib/modules/6.1\n'],
    [['-d', 'x', 'core'], 1, 'modprobe: FATAL: Module core not found in directory /fixtures/x/lib/modules/6.1.0-56-amd64\n'],
    [[], 1, 'modprobe: ERROR: missing parameters. See -h.\n'],
    [['-r', '-w', 'abc', 'chardev'], 1, "modprobe: ERROR: unexpected wait value 'abc'.\n"],
    [['--show-exports', 'chardev.ko'], 1, 'modprobe: FATAL: could not get symbols of chardev.ko: No such file or directory\n'],
    [['--dump-modversions', 'nosuch.ko'], 1, 'modprobe: FATAL: Module nosuch.ko not found.\n'],
  ])('modprobe %j', (args, status, stderr) => {
    const system = lively(fixtureSystem());
    addLoaded(system, 'chardev');
    expect(run(system, ['modprobe', ...args])).toMatchObject({ stdout: '', stderr, status });
  });

  test.each([
    [ERRNO.ENODEV, "could not insert 'core': No such device"],
    [ERRNO.EINVAL, "could not insert 'core': Invalid argument"],
    [ERRNO.ENOEXEC, "could not insert 'core': Exec format error"],
    [ERRNO.ENOENT, "could not insert 'core': Unknown symbol in module, or unknown parameter (see dmesg)"],
  ])('errno %i from the kernel', (errno, text) => {
    const system = fixtureSystem();
    system.onInsert = () => -errno;
    expect(run(system, ['modprobe', 'core'])).toMatchObject({ stderr: `modprobe: ERROR: ${text}\n`, status: 1 });
  });

  test('EEXIST from the kernel counts as loaded', () => {
    const system = fixtureSystem();
    system.onInsert = () => -ERRNO.EEXIST;
    expect(run(system, ['modprobe', 'core'])).toMatchObject({ stderr: '', status: 0 });
    expect(run(system, ['modprobe', '--first-time', 'core'])).toMatchObject({ status: 1 });
  });

  test('a dependency that fails ends the load, a soft dependency does not', () => {
    const system = fixtureSystem('softdep chardev pre: badinit post: netdev');
    system.onInsert = (path) => (/badinit|core/.test(path) ? -ERRNO.ENODEV : 0);
    expect(run(system, ['modprobe', 'chardev'])).toMatchObject({
      stderr: '',
      status: 0,
      calls: ['badinit', 'chardev', 'netdev'].map((name) => `insert ${file(name)}`),
    });
    expect(run(system, ['modprobe', 'user'])).toMatchObject({
      stderr: "modprobe: ERROR: could not insert 'user': No such device\n",
      status: 1,
      calls: [`insert ${file('core')}`],
    });
  });

  test('the blacklist holds for aliases, and with -b for names', () => {
    const system = lively(fixtureSystem('blacklist proto'));
    expect(run(system, ['modprobe', 'net-pf-19'])).toMatchObject({ status: 0, calls: [] });
    expect(run(system, ['modprobe', '-b', 'proto'])).toMatchObject({ status: 0, calls: [] });
    expect(run(system, ['modprobe', 'proto']).calls).toEqual([`insert ${file('proto')}`]);
  });

  test('-f and its parts set the flags of the call', () => {
    for (const [option, flags] of [
      ['-f', 3],
      ['--force-vermagic', 2],
      ['--force-modversion', 1],
    ] as const) {
      expect(run(fixtureSystem(), ['modprobe', option, 'core']).calls).toEqual([`insert ${file('core')} flags ${flags}`]);
    }
  });

  test('-n does nothing and without -v tells nothing; -D tells all', () => {
    const system = fixtureSystem();
    addLoaded(system, 'core');
    expect(run(system, ['modprobe', '-n', 'user'])).toMatchObject({ stdout: '', calls: [] });
    expect(run(system, ['modprobe', '-n', '-v', 'user']).stdout).toBe(insmodLine('user'));
    expect(run(system, ['modprobe', '-D', 'user']).stdout).toBe(insmodLine('core') + insmodLine('user'));
  });
});

describe('commands of the configuration', () => {
  const config =
    'install chardev echo installing; modprobe --ignore-install chardev $CMDLINE_OPTS\nremove chardev echo removing\ninstall core /bin/false\n';

  test('an install command gets the parameters in its text, and the environment', () => {
    const system = fixtureSystem(config);
    const seen: unknown[] = [];
    system.onShell = (_text, env) => {
      seen.push(env.get('MODPROBE_MODULE'), env.get('MODPROBE_OPTIONS'), env.get('HOME'));
      return 0;
    };
    const done = run(system, ['modprobe', '-v', '-C', '/etc/modprobe.d/x.conf', 'chardev', 'greeting=hi'], {
      env: { HOME: '/root', MODPROBE_OPTIONS: '-q' },
    });
    expect(done).toMatchObject({
      stdout: '',
      calls: ['sh echo installing; modprobe --ignore-install chardev greeting=hi'],
    });
    expect(seen).toEqual(['chardev', '-q -q -v -C /etc/modprobe.d/x.conf', '/root']);
  });

  test('it is shown as it stands, and not run with -n or -i', () => {
    const system = fixtureSystem(config);
    expect(run(system, ['modprobe', '-n', '-v', 'chardev', 'a=b'])).toMatchObject({
      stdout: 'install echo installing; modprobe --ignore-install chardev $CMDLINE_OPTS a=b\n',
      calls: [],
    });
    expect(run(system, ['modprobe', '-i', 'chardev']).calls).toEqual([`insert ${file('chardev')}`]);
  });

  test('one that fails is an error of libkmod, and EINVAL', () => {
    const system = fixtureSystem(config);
    system.onShell = () => 1;
    expect(run(system, ['modprobe', 'user'])).toMatchObject({
      stderr:
        "modprobe: ERROR: ../libkmod/libkmod-module.c:1047 command_do() Error running install command '/bin/false' for module core: retcode 1\nmodprobe: ERROR: could not insert 'user': Invalid argument\n",
      status: 1,
      calls: ['sh /bin/false'],
    });
  });

  test('a remove command runs whether or not the module is loaded', () => {
    const system = fixtureSystem(config);
    expect(run(system, ['modprobe', '-r', '-v', 'chardev'])).toMatchObject({
      stdout: 'remove echo removing\n',
      calls: ['sh echo removing'],
      status: 0,
    });
    system.onShell = () => 3;
    expect(run(system, ['modprobe', '-r', 'chardev'])).toMatchObject({
      stderr: 'modprobe: FATAL: Error running remove command for chardev\n',
      status: 1,
    });
  });

  test('what the tool prints into a pipe comes after what its command prints', () => {
    const system = fixtureSystem(config);
    const order: string[] = [];
    system.onShell = (text) => {
      order.push(text);
      return 0;
    };
    const done = run(system, ['modprobe', '-a', 'chardev', 'nosuch']);
    expect(order).toHaveLength(1);
    expect(done.both).toBe(`modprobe: WARNING: Module nosuch not found in directory ${TREE}\n`);
  });
});

describe('looking', () => {
  test.each([
    ['chardev', 'chardev\n'],
    ['modsh-chardev', 'chardev\n'],
    ['modsh_chardev', 'chardev\n'],
    ['net-pf-19', 'proto\n'],
    ['symbol:core_add', 'core\n'],
    ['group77', 'core\nuser\n'],
  ])('-R %s', (alias, stdout) => {
    expect(run(fixtureSystem('alias group* core\nalias gr*7 user'), ['modprobe', '-R', alias]).stdout).toBe(stdout);
  });

  test('-c: configuration by kind, then the indexes', () => {
    const system = fixtureSystem('softdep a-b pre: c\noptions chardev x=1\nalias q-w e\nblacklist z\nremove r cmd\ninstall i cmd two');
    expect(run(system, ['modprobe', '-c']).stdout).toBe(
      `blacklist z
install i cmd two
remove r cmd
alias q_w e
options chardev x=1
softdep a_b pre: c

# End of configuration files. Dumping indexes now:

alias modsh_chardev chardev
alias net_pf_19 proto
alias symbol:core_add core
alias symbol:core_secret core
alias symbol:user_value user
`,
    );
  });

  test('symbols of files', () => {
    const exports = run(fixtureSystem(), ['modprobe', '--show-exports', 'core.ko']).stdout;
    expect(exports).toMatch(/^0x[0-9a-f]{8}\tcore_add\n0x[0-9a-f]{8}\tcore_secret\n$/);
    const needed = run(fixtureSystem(), ['modprobe', '--dump-modversions', 'user.ko']).stdout;
    expect(
      needed
        .split('\n')
        .map((line) => line.slice(11))
        .sort()
        .join(' ')
        .trim(),
    ).toBe('__fentry__ __x86_return_thunk _printk core_add module_layout param_ops_int');
  });

  test('wrong configuration is told, and left out', () => {
    const system = fixtureSystem('nonsense\ninclude x\nalias a core');
    system.files.set('/etc/modprobe.d/d.conf/x', '');
    expect(run(system, ['modprobe', '-R', 'a'])).toMatchObject({
      stdout: 'core\n',
      stderr:
        'libkmod: ERROR ../libkmod/libkmod-config.c:772 conf_files_filter_out: Directories inside directories are not supported: /etc/modprobe.d/d.conf\n' +
        "libkmod: ERROR ../libkmod/libkmod-config.c:712 kmod_config_parse: /etc/modprobe.d/x.conf line 1: ignoring bad line starting with 'nonsense'\n" +
        'libkmod: ERROR ../libkmod/libkmod-config.c:708 kmod_config_parse: /etc/modprobe.d/x.conf: command include is deprecated and not parsed anymore\n',
    });
  });

  test('files of the same name count once, the first folder wins, and order is by name', () => {
    const system = fixtureSystem('options core b=1');
    system.files.set('/lib/modprobe.d/x.conf', 'options core lib=1');
    system.files.set('/run/modprobe.d/a.conf', 'options core a=1');
    system.files.set('/etc/modprobe.d/ignored.txt', 'options core txt=1');
    expect(run(system, ['modprobe', '-n', '-v', 'core']).stdout).toBe(insmodLine('core', 'a=1 b=1 '));
    expect(run(system, ['modprobe', '-n', '-v', '-C', '/lib/modprobe.d/x.conf', 'core']).stdout).toBe(insmodLine('core', 'lib=1 '));
  });
});

test('what the kernel runs for an alias says nothing', () => {
  const system = lively(fixtureSystem());
  expect(run(system, ['/sbin/modprobe', '-q', '--', 'net-pf-19'])).toMatchObject({
    stdout: '',
    stderr: '',
    status: 0,
    calls: [`insert ${file('proto')}`],
  });
  expect(run(system, ['/sbin/modprobe', '-q', '--', 'net-pf-77'])).toMatchObject({ stdout: '', stderr: '', status: 1 });
});
