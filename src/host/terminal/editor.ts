/** C-x C-e: the line being typed, in the user's own editor. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The edited text; undefined when the editor could not be run or failed, and the line stays as it was. */
export function editOutside(text: string, env: NodeJS.ProcessEnv): string | undefined {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
  const folder = mkdtempSync(join(tmpdir(), 'modsh-'));
  const file = join(folder, 'line.sh');
  try {
    writeFileSync(file, `${text}\n`);
    // The variable may hold options (`code --wait`), so a shell takes it apart, as other programs do.
    const { status } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    return status === 0 ? readFileSync(file, 'utf8') : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
