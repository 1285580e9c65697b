/** The terminal's own state: raw mode and bracketed paste, on and off again. */

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
const SHOW_CURSOR = '\x1b[?25h';

/** Takes the keyboard: every key comes at once, none is acted upon by the terminal. */
export function takeKeyboard(stdin: NodeJS.ReadStream, send: (text: string) => void): void {
  stdin.setRawMode(true);
  stdin.resume();
  send(PASTE_ON);
}

/** Gives it back as it was. Also when the terminal is gone: then there is nothing to give back. */
export function giveKeyboard(stdin: NodeJS.ReadStream, send: (text: string) => void): void {
  try {
    send(PASTE_OFF + SHOW_CURSOR);
    if (stdin.isRaw) stdin.setRawMode(false);
  } catch {
    // The terminal hung up.
  }
  stdin.pause();
}
