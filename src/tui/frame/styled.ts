/** Text with roles: what a frame is made of. Which colour a role gets, a theme says. */

export type Role = 'plain' | 'accent' | 'good' | 'wait' | 'danger' | 'change' | 'faint' | 'command' | 'unknown' | 'string' | 'comment';

export interface Span {
  readonly text: string;
  readonly role: Role;
  readonly bold?: boolean;
  readonly reverse?: boolean;
}

export type StyledLine = readonly Span[];

/** What is drawn below the transcript, and where the cursor stands in it (undefined: hidden). */
export interface Frame {
  readonly lines: readonly StyledLine[];
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export const span = (text: string, role: Role = 'plain'): Span => ({ text, role });
export const bold = (text: string, role: Role = 'plain'): Span => ({ text, role, bold: true });

/** Its text without styles. */
export const textOf = (styled: StyledLine): string => styled.map((part) => part.text).join('');
