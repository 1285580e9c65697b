/** Frames for tests: an input with everything at rest, and a frame as text with its cursor marked. */
import { type EditorState, emptyEditor } from '../../src/tui/editor/state.ts';
import { type FrameInput, renderFrame } from '../../src/tui/frame/render.ts';
import { type Frame, textOf } from '../../src/tui/frame/styled.ts';
import { highlight, tokenize } from '../../src/tui/highlight.ts';
import type { Look } from '../../src/tui/look.ts';
import { firstLook } from '../../src/tui/marks.ts';
import { at, viewOf } from './views.ts';

export const plainLook: Look = { theme: 'dark', signs: 'unicode', motion: true, projector: false, hints: true, marks: true };

export const editing = (text: string, cursor = text.length): EditorState => ({ ...emptyEditor, text, cursor });

export function frameInput(overrides: Partial<FrameInput> = {}): FrameInput {
  const view = overrides.view ?? viewOf();
  const editor = overrides.editor ?? emptyEditor;
  return {
    size: { columns: 80, rows: 24 },
    look: plainLook,
    view,
    changes: firstLook(view),
    at: 'prompt',
    promptText: `${view.regime}# `,
    open: [],
    continuationText: undefined,
    editor,
    syntax: highlight(editor.text, editor.cursor, tokenize(editor.text), () => true),
    suggestion: '',
    history: [],
    ahead: [],
    reading: false,
    tail: '',
    foreground: undefined,
    jobs: new Map(),
    warned: new Map(),
    nowUs: at(9),
    showMs: 0,
    speed: 1,
    table: true,
    tour: undefined,
    ...overrides,
  };
}

/** As text; the cursor is `_` in an empty place and `[x]` on a character. */
export function frameText(frame: Frame): string {
  return frame.lines
    .map((styled, y) => {
      const text = textOf(styled);
      if (frame.cursor?.y !== y) return text;
      const filled = text.padEnd(frame.cursor.x);
      const under = filled.charAt(frame.cursor.x);
      return `${filled.slice(0, frame.cursor.x)}${under === '' ? '_' : `[${under}]`}${filled.slice(frame.cursor.x + 1)}`;
    })
    .join('\n');
}

export const drawn = (overrides: Partial<FrameInput> = {}): string => frameText(renderFrame(frameInput(overrides)));
