/** The words of the shell's live region, lent to the dashboard: one thing is called the same in both. */
import type { DashWords } from '../../dash/look.ts';
import { heldBy } from '../../tui/frame/holds.ts';
import { blockersText, phaseText, timeLeft } from '../../tui/frame/waits.ts';

export const dashWords: DashWords = { heldBy, blockers: blockersText, timeLeft, phase: phaseText };
