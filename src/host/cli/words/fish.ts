/** Completion for fish, made of the command tree. */
import { allOf, type CommandWords, type OptionWords, optionsAt } from './tree.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function optionLine(program: string, condition: string, option: OptionWords): string {
  const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`;
  const long = option.long === undefined ? '' : ` -l ${option.long.slice(2)}`;
  const value = option.value === undefined ? '' : option.choices.length === 0 ? ' -r' : ` -x -a ${quoted(option.choices.join(' '))}`;
  return `complete -c ${program} -n ${quoted(condition)}${short}${long}${value} -d ${quoted(option.description)}\n`;
}

/** True where the words typed so far lead to this command and no further. */
function conditionOf(command: CommandWords, root: CommandWords): string {
  if (command === root) return '__fish_use_subcommand';
  const [first = '', second] = command.path.split(' ');
  const seen = `__fish_seen_subcommand_from ${first}`;
  if (second !== undefined) return `${seen}; and __fish_seen_subcommand_from ${second}`;
  const below = command.commands.map((one) => one.name);
  return below.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${below.join(' ')}`;
}

/** The script, to be read by fish: `modsh completion fish | source`. */
export function fishCompletion(root: CommandWords): string {
  const lines = allOf(root).flatMap((command) => {
    const condition = conditionOf(command, root);
    const subs = command.commands.map(
      (one) => `complete -c ${root.name} -n ${quoted(condition)} -a ${quoted(one.name)} -d ${quoted(one.description)}\n`,
    );
    const words = command.arguments
      .filter((argument) => argument.choices.length > 0)
      .map((argument) => `complete -c ${root.name} -n ${quoted(condition)} -f -a ${quoted(argument.choices.join(' '))}\n`);
    return [...subs, ...words, ...optionsAt(command, root).map((option) => optionLine(root.name, condition, option))];
  });
  return `# fish completion for ${root.name}: ${root.name} completion fish | source\n${lines.join('')}`;
}
