/** What a step did, in a few words: for the cells of a picture. */
import type { CellChange, LiveStep } from './liveStep.ts';

const STATES = ['Live', 'Loading', 'Unloading', 'Unformed', 'Gone'];

/** The word for a module's state cell. */
export const stateWord = (state: number, text: number): string => (text === 0 ? 'FREED' : (STATES[state] ?? String(state)));

const shortName = (cell: string): string => cell.replace(/^kernel\./, '');

function valueText(cell: string, value: number): string {
  return cell.endsWith('.state') ? (STATES[value] ?? String(value)) : String(value);
}

const changeText = ({ cell, from, to }: CellChange): string => `${shortName(cell)} ${valueText(cell, from)} -> ${valueText(cell, to)}`;

function textPhrase(at: string): string {
  const back = at.endsWith(' (return)');
  const name = at.replace(/ \(return\)$/, '');
  return back ? `${name}() returns` : `calls ${name}()`;
}

function waitPhrase(step: LiveStep): string {
  if (step.outcome === 'signal') return `${step.at}: a signal ends the wait`;
  if (step.outcome === 'timeout') return step.op === 'sleep' ? `${step.at}: sleeps` : `${step.at}: its time is up`;
  if (step.op === 'sleep') return 'the timer fires';
  const changes = step.changes.map(changeText).join(', ');
  return `${step.at}: need not wait${changes === '' ? '' : `, ${changes}`}`;
}

/** One phrase for one step. */
export function phraseOf(step: LiveStep): string {
  switch (step.op) {
    case 'text':
      return textPhrase(step.at);
    case 'free':
      return 'frees text and data';
    case 'lock':
      return step.outcome === 'signal' ? waitPhrase(step) : `takes ${shortName(step.cell)}`;
    case 'unlock':
      return `gives ${shortName(step.cell)} back`;
    case 'load':
      return `reads ${shortName(step.cell)}: ${valueText(step.cell, step.answer)}`;
    case 'wait':
    case 'waitOrSignal':
    case 'sleep':
      return waitPhrase(step);
    case 'signal':
      return step.outcome === 'signal' ? 'the signal ends the wait' : 'Ctrl-C';
    case 'choose':
      return `${step.at}: ${step.answer === 0 ? 'goes well' : step.at === 'pick' ? `takes number ${step.answer}` : 'fails'}`;
    default:
      break;
  }
  if (step.outcome === 'failed') return `refused at ${shortName(step.cell)} in ${step.at}`;
  if (step.changes.length > 0) return `${step.changes.map(changeText).join(', ')} in ${step.at}`;
  return `${shortName(step.cell)} unchanged in ${step.at}`;
}

/** What is wrong with a faulty step, given the steps before it. */
export function faultPhrase(steps: readonly LiveStep[], at: number): string {
  const fault = steps[at]?.fault ?? '';
  if (fault !== 'use-after-unload' && fault !== 'double-free') return fault;
  const freed = steps.findIndex((step) => step.op === 'free' && step.fault === '');
  return freed < 0 ? fault : fault === 'double-free' ? `freed already at step ${freed + 1}` : `freed at step ${freed + 1}`;
}
