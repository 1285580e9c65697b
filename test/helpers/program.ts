/** The built program, run to its end. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export const PROGRAM = resolve(import.meta.dirname, '../../bin/modsh.js');

/** A program that hangs fails its test, with status -1. */
const TIMEOUT_MS = 60_000;

export interface ProgramEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs `modsh ARGS`. */
export function runProgram(args: readonly string[], { cwd, input = '', env = {} }: ProgramOptions = {}): ProgramEnd {
  const ran = spawnSync(process.execPath, [PROGRAM, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: TIMEOUT_MS,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { stdout: ran.stdout, stderr: ran.stderr, status: ran.status ?? -1 };
}

/** Runs a program of the repository with node; its status. */
export function runNode(args: readonly string[]): number {
  return spawnSync(process.execPath, [...args], { cwd: resolve(import.meta.dirname, '../..'), encoding: 'utf8' }).status ?? -1;
}
