/** Chromium without a window, for tests of what a browser shows. Spoken to over a pipe, so nothing listens and nothing polls. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** The command that starts Chromium here; undefined where there is none. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);

export interface Page {
  /** Opens an address and waits until everything in it has been loaded. */
  open(url: string): Promise<void>;
  /** What an expression gives in the page, promises waited for; what the page throws is thrown here. */
  evaluate(expression: string): Promise<unknown>;
  /** The page as it looks now: a PNG in base64, one pixel for each of its own. */
  screenshot(width: number, height: number): Promise<string>;
}

export interface Browser extends Page {
  close(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

/** Starts a browser with one empty page. */
export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium here');
  const profile = mkdtempSync(join(tmpdir(), 'modsh-browser-'));
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--no-first-run'];
  const files = ['--allow-file-access-from-files', `--user-data-dir=${profile}`, '--remote-debugging-pipe'];
  const child = spawn(CHROMIUM, [...args, ...files], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [to, from] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
  });

  let asked = 0;
  const waiting = new Map<number, { resolve(result: unknown): void; reject(problem: Error): void }>();
  let loaded = (): void => undefined;
  const take = (reply: Reply): void => {
    if (reply.method === 'Page.loadEventFired') loaded();
    const asker = reply.id === undefined ? undefined : waiting.get(reply.id);
    if (reply.id === undefined || asker === undefined) return;
    waiting.delete(reply.id);
    if (reply.error) asker.reject(new Error(reply.error.message));
    else asker.resolve(reply.result);
  };
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (piece: string) => {
    // Messages end with a NUL in both directions.
    const messages = (rest + piece).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) take(JSON.parse(message) as Reply);
  });
  from.on('close', () => {
    for (const asker of waiting.values()) asker.reject(new Error('the browser has ended'));
  });
  to.on('error', () => undefined);
  const ask = <T>(method: string, params: object = {}, sessionId?: string): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve: (result) => resolve(result as T), reject });
      to.write(`${JSON.stringify({ id: asked, method, params, sessionId })}\0`);
    });

  const { targetId } = await ask<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  await ask('Page.enable', {}, sessionId);
  return {
    async open(url) {
      const done = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      const { errorText } = await ask<{ errorText?: string }>('Page.navigate', { url }, sessionId);
      if (errorText !== undefined) throw new Error(`${url}: ${errorText}`);
      await done;
    },
    async evaluate(expression) {
      const question = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails: problem } = await ask<Evaluated>('Runtime.evaluate', question, sessionId);
      if (problem) throw new Error(problem.exception?.description ?? problem.text);
      return result.value;
    },
    async screenshot(width, height) {
      const clip = { x: 0, y: 0, width, height, scale: 1 };
      const { data } = await ask<{ data: string }>(
        'Page.captureScreenshot',
        { format: 'png', clip, captureBeyondViewport: true },
        sessionId,
      );
      return data;
    },
    async close() {
      to.write(`${JSON.stringify({ id: 0, method: 'Browser.close' })}\0`);
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
