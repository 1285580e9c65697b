/** What the completion tests complete from. */
import type { CompletionSources, Named, PathEntry } from '../../src/tui/complete/completion.ts';

const named = (...names: string[]): Named[] => names.map((name) => ({ name, note: `about ${name}` }));

const FOLDERS: Readonly<Record<string, readonly PathEntry[]>> = {
  '.': [
    { name: 'chardev.ko', kind: 'file' },
    { name: 'core.ko', kind: 'file' },
    { name: 'notes.txt', kind: 'file' },
    { name: 'drivers', kind: 'dir' },
    { name: '.hidden', kind: 'file' },
    { name: 'two words', kind: 'file' },
  ],
  '/dev/': [
    { name: 'chardev0', kind: 'chr' },
    { name: 'null', kind: 'chr' },
  ],
  '/': [
    { name: 'dev', kind: 'dir' },
    { name: 'proc', kind: 'dir' },
  ],
};

export const sources: CompletionSources = {
  commands: () => named('rmmod', 'lsmod', 'insmod', 'modprobe', 'modinfo', 'echo', 'exec', 'regime', 'refs', 'kill', 'cat', 'cd'),
  options: (command) => (command === 'rmmod' ? named('--force', '--wait', '-f', '-w') : []),
  loaded: () => [
    { name: 'chardev', note: 'refcnt 2, sh fd 3' },
    { name: 'user2', note: 'refcnt 0' },
    { name: 'user', note: 'refcnt 1, user2' },
    { name: 'core', note: 'refcnt 2, user,user2' },
  ],
  loadable: () => named('chardev', 'core', 'netdev', 'proto', 'user', 'user2'),
  parameters: (module) => (module === 'chardev' ? named('bufsize', 'greeting') : module === 'proto' ? named('linger_ms') : []),
  readdir: (path) => FOLDERS[path] ?? [],
  variables: () => named('HOME', 'HOSTNAME', 'PATH'),
  jobs: () => [
    { name: '%1', note: 'rmmod -w proto' },
    { name: '%2', note: 'sleep 60' },
  ],
  words: (command) => (command === 'regime' ? { noun: 'regimes', items: named('2.2', '2.4', 'drain', 'today') } : undefined),
};
