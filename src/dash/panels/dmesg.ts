/** The end of the kernel log. */
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { cutText, type Line, plain, span } from '../text.ts';

const BAD = /Oops|BUG|use after unload|unregister_netdevice: waiting|Call Trace/;

/** As many of its last lines as fit. */
export function dmesgPanel({ logTail, look }: DashInput, { columns, rows }: Size): Body {
  const { more } = signsOf(look);
  const lines = logTail(rows).map((text): Line => [span(cutText(text, columns, more), BAD.test(text) ? 'danger' : 'plain')]);
  return { title: plain('dmesg'), lines, widget: { kind: 'log' } };
}
