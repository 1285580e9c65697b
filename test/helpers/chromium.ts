/** A page in headless Chromium, where it is installed: what its script finds out, as JSON. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

const BROWSER = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0);

/** For the end of a test's name; empty where there is a browser. */
export const whyNoBrowser = BROWSER === undefined ? ' (Chromium is not installed)' : '';

/** Until then the page has to have answered. */
const TIMEOUT_MS = 60_000;

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/**
 * Opens a page with this body, runs this script (an async function's body that returns what is to be known) and answers
 * with that. A script that throws fails the test with its words. Text for a `<script>` goes through `inScript`.
 */
export async function runPage(body: string, script: string): Promise<unknown> {
  const profile = mkdtempSync(join(tmpdir(), 'modsh-page-'));
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body>${body}<script>(async () => {
    const found = await (async () => { ${script} })().then((ok) => ({ ok }), (error) => ({ error: String(error?.stack ?? error) }));
    await fetch('/found', { method: 'POST', body: JSON.stringify(found) });
  })();</script>`;
  let answer: (found: { readonly ok?: unknown; readonly error?: string }) => void = () => {};
  const answered = new Promise<{ readonly ok?: unknown; readonly error?: string }>((resolve) => {
    answer = resolve;
  });
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.method === 'POST') json(request).then((found) => answer(found as { ok?: unknown; error?: string }));
    response.end(request.method === 'POST' ? '' : page);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const browser = spawn(BROWSER ?? '', [...FLAGS, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`], {
    stdio: 'ignore',
    // A group of its own, so that all of its processes end with it.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const timer = setTimeout(() => answer({ error: `the page said nothing for ${TIMEOUT_MS} ms` }), TIMEOUT_MS);
  try {
    const { ok, error } = await Promise.race([answered, gone.then(() => ({ ok: undefined, error: 'the browser ended' }))]);
    if (error !== undefined) throw new Error(error);
    return ok;
  } finally {
    clearTimeout(timer);
    if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
    await gone;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Text that may stand in a `<script>`. */
export const inScript = (text: string): string => text.replaceAll('</', '<\\/');
