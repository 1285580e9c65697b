/** What VHS can do and we do not, each with its reason. */

const LOOK = 'the look of the window is fixed; --theme chooses its colours';
const SUBTITLE = 'subtitles are not drawn; a # comment becomes a marker and the title';
const PIXELS = 'it counts pixels; choose the size in cells with --cols and --rows';

/** Commands, by name. */
export const REFUSED_COMMANDS: Readonly<Record<string, string>> = {
  Copy: 'there is no clipboard here; use Type',
  Paste: 'there is no clipboard here; use Type',
  ScrollUp: 'a recording shows the terminal as it is, not scrolled back',
  ScrollDown: 'a recording shows the terminal as it is, not scrolled back',
  Subtitle: SUBTITLE,
};

/** Settings, by name. */
export const REFUSED_SETTINGS: Readonly<Record<string, string>> = {
  FontSize: LOOK,
  FontFamily: LOOK,
  LetterSpacing: LOOK,
  LineHeight: LOOK,
  Padding: LOOK,
  Margin: LOOK,
  MarginFill: LOOK,
  BorderRadius: LOOK,
  WindowBar: LOOK,
  WindowBarSize: LOOK,
  Width: PIXELS,
  Height: PIXELS,
  Framerate: 'every change is recorded at its own time, there is no rate',
  LoopOffset: 'a recording plays once',
  SubtitleFontSize: SUBTITLE,
  SubtitleColor: SUBTITLE,
  SubtitleBackground: SUBTITLE,
  SubtitlePosition: SUBTITLE,
  SubtitlePadding: SUBTITLE,
  SubtitleBorderRadius: SUBTITLE,
  SubtitleFontFamily: SUBTITLE,
};
