/** The manual page, made of the command tree. */
import { type ArgumentWords, allOf, type CommandWords, type OptionWords } from './tree.ts';

/** Text for roff: a hyphen in a word of the command line must stay one, and no line may begin a request. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const argumentText = ({ name, required, variadic }: ArgumentWords): string => {
  const word = `\\fI${escaped(name)}\\fR${variadic ? ' ...' : ''}`;
  return required ? word : `[${word}]`;
};

const synopsis = (root: CommandWords, command: CommandWords): string =>
  [
    `\\fB${escaped(command === root ? root.name : `${root.name} ${command.path}`)}\\fR`,
    '[\\fIoptions\\fR]',
    ...command.arguments.map(argumentText),
  ].join(' ');

function optionText(option: OptionWords): string {
  const names = [option.short, option.long].filter((name) => name !== undefined).map((name) => `\\fB${escaped(name)}\\fR`);
  const value = option.value === undefined ? '' : ` \\fI${escaped(option.value.replace(/[<>[\]]/g, ''))}\\fR`;
  const told = option.choices.every((choice) => option.description.includes(choice));
  const choices = told ? '' : `: one of ${option.choices.join(', ')}`;
  const standard = option.standard === undefined ? '' : ` (default: ${option.standard})`;
  return `.TP\n${names.join(', ')}${value}\n${escaped(`${option.description}${choices}${standard}`)}\n`;
}

function section(root: CommandWords, command: CommandWords): string {
  const args = command.arguments.map((one) => `.TP\n${argumentText(one)}\n${escaped(one.description)}\n`);
  const options = command.options.filter((option) => option.long !== '--help').map(optionText);
  return `.SS ${escaped(`${root.name} ${command.path}`)}\n${synopsis(root, command)}\n.PP\n${escaped(sentence(command.description))}\n${args.join('')}${options.join('')}`;
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NO_COLOR, FORCE_COLOR', 'no colour; colour whatever the terminal is'],
  ['MODSH_THEME', 'dark, light or mono'],
  ['MODSH_ASCII', 'signs of ASCII only'],
  ['MODSH_PLAIN, ACCESSIBLE', 'lines that are only ever added to, no live region; the second also says less often what a wait does'],
  ['MODSH_MOTION', '0: nothing turns or flows'],
  ['MODSH_HINTS', '0: no hints and notes'],
  ['MODSH_PROJECTOR', '1: for a screen that many look at'],
  ['XDG_STATE_HOME', 'the history is modsh/history below it; default ~/.local/state'],
];

const STATUSES: readonly (readonly [string, string])[] = [
  ['0 to 255', 'that of the script'],
  ['1', 'a transcript differs, a recording failed, a search found a bug, a file could not be written or read'],
  ['2', 'wrong usage'],
  ['3', 'a search was cut off before it knew'],
  ['124', 'the script waits for what can never come; what it waits for is told'],
  ['126, 127', 'the command file cannot be read; is not there'],
  ['70', 'an internal fault'],
];

const list = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([term, text]) => `.TP\n.B ${escaped(term)}\n${escaped(text)}\n`).join('');

/** The page as roff. Nothing in it depends on the day. */
export function manPage(root: CommandWords, version: string): string {
  const commands = allOf(root).filter((one) => one !== root && one.commands.length === 0);
  return `.TH ${root.name.toUpperCase()} 1 "" "${root.name} ${version}" "User Commands"
.SH NAME
${root.name} \\- ${escaped(root.description)}
.SH SYNOPSIS
${[root, ...commands].map((one) => synopsis(root, one)).join('\n.br\n')}
.SH DESCRIPTION
Without a command, ${root.name} runs a command file, the text of
.BR \\-c ,
or what it reads from standard input; on a terminal it is the interactive shell, where
.B help
shows one screen of help.
.SH OPTIONS
${root.options.map(optionText).join('')}.SH COMMANDS
${commands.map((one) => section(root, one)).join('')}.SH ENVIRONMENT
${list(ENVIRONMENT)}.SH EXIT STATUS
${list(STATUSES)}.SH SEE ALSO
.BR rmmod (8),
.BR lsmod (8),
.BR modprobe (8)
`;
}
