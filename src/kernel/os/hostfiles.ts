/** The session's descriptors when there is no terminal: standard input, output and error of the host. */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import { newOpenFile } from './descriptors.ts';
import { READ_MAX } from './limits.ts';
import type { HostInput, Os, OsFile, OsFileOps } from './types.ts';

export const createHostInput = (): HostInput => ({ rest: '', ended: false });

/** Asks the host for more text. False at its end. */
function fetch(os: Os): boolean {
  const input = os.hostInput;
  if (input.ended) return false;
  const text = os.hooks.hostRead(READ_MAX);
  input.ended = text === '';
  input.rest += text;
  return !input.ended;
}

function take(input: HostInput, count: number): string {
  const taken = input.rest.slice(0, count);
  input.rest = input.rest.slice(taken.length);
  return taken;
}

function* releaseNothing(): Path<void> {}

const inputOps = (os: Os): OsFileOps => ({
  kind: 'fifo',
  *read(_file, count) {
    if (count > 0 && os.hostInput.rest === '') fetch(os);
    return take(os.hostInput, count);
  },
  *readLine() {
    const input = os.hostInput;
    for (let from = 0; ; ) {
      const end = input.rest.indexOf('\n', from);
      if (end >= 0) return take(input, end + 1);
      from = input.rest.length;
      if (!fetch(os)) return take(input, from);
    }
  },
  *write() {
    return -ERRNO.EBADF;
  },
  release: releaseNothing,
  *reopen(wanted) {
    return newOpenFile(os, wanted);
  },
});

const outputOps = (os: Os, stream: 'out' | 'err'): OsFileOps => ({
  kind: 'fifo',
  *read() {
    return -ERRNO.EBADF;
  },
  *write(_file, data) {
    if (data !== '') os.hooks.hostWrite(stream, data);
    return data.length;
  },
  release: releaseNothing,
  *reopen(wanted) {
    return newOpenFile(os, wanted);
  },
});

/** The host's three streams as open files, in the order of the descriptors they become. */
export function openHostFiles(os: Os): [OsFile, OsFile, OsFile] {
  const file = (path: string, ops: OsFileOps, readable: boolean): OsFile =>
    newOpenFile(os, { path, readable, writable: !readable, ops, opener: 0 });
  return [
    file('host:stdin', inputOps(os), true),
    file('host:stdout', outputOps(os, 'out'), false),
    file('host:stderr', outputOps(os, 'err'), false),
  ];
}
