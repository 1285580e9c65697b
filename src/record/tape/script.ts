/** A plain command file as a tape: its lines typed with an even rhythm, each run and left to be read. */
import { keyNamed, typing } from '../stage.ts';
import { keyTimeUs, RHYTHM, type Tape, type TapeStep } from './tape.ts';

/** A command may take this much show time. */
const COMMAND_TIMEOUT_US = 900_000_000;

/**
 * The tape of a command file. Comment lines are typed as well, and are markers; blank lines and `#!` are passed over.
 * Lines of one compound command follow each other at continuation prompts.
 */
export function tapeOfScript(source: string, file: string): Tape {
  const steps: TapeStep[] = [{ do: 'sleep', us: RHYTHM.readUs, place: { file, line: 0 } }];
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const place = { file, line: index + 1 };
    if (text.trim() === '' || (index === 0 && text.startsWith('#!'))) continue;
    const comment = /^\s*#+\s*(.*)$/.exec(text)?.[1]?.trim();
    if (comment !== undefined && comment !== '') steps.push({ do: 'marker', name: comment, place });
    for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
      steps.push(
        segment === '\t'
          ? { do: 'press', key: typing('  '), thenUs: RHYTHM.pauseKeyUs, place }
          : { do: 'press', key: typing(segment), thenUs: keyTimeUs(segment), place },
      );
    }
    steps.push(
      { do: 'sleep', us: RHYTHM.beforeEnterUs, place },
      { do: 'press', key: keyNamed('return'), thenUs: 0, place },
      { do: 'wait', until: { kind: 'prompt' }, timeoutUs: COMMAND_TIMEOUT_US, place },
      { do: 'read', place },
      { do: 'frame', place },
    );
  }
  return { steps, outputs: [], env: new Map(), playbackSpeed: 1 };
}
