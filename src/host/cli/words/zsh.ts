/** Completion for zsh, made of the command tree. */
import { allOf, type CommandWords, namesOf, type OptionWords, optionsAt } from './tree.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** `name:description`, as _describe reads it. */
const described = (name: string, description: string): string => quoted(`${name.replaceAll(':', '\\:')}:${description}`);

const optionWords = (options: readonly OptionWords[]): string =>
  options.flatMap((option) => namesOf(option).map((name) => described(name, option.description))).join(' ');

const wordCases = (commands: readonly CommandWords[]): string =>
  commands
    .filter((one) => one.commands.length > 0)
    .map((one) => `      ${one.commands.map((sub) => quoted(`${one.path} ${sub.name}`)).join('|')}) at="\${at:+$at }$word" ;;\n`)
    .join('');

const valueCases = (commands: readonly CommandWords[], root: CommandWords): string =>
  commands
    .flatMap((one) =>
      optionsAt(one, root)
        .filter((option) => option.value !== undefined)
        .map((option) => {
          const offer = option.choices.length === 0 ? '_files' : `compadd -- ${option.choices.join(' ')}`;
          return `    ${namesOf(option)
            .map((name) => quoted(`${one.path}:${name}`))
            .join('|')}) ${offer}; return ;;\n`;
        }),
    )
    .join('');

const optionCases = (commands: readonly CommandWords[], root: CommandWords): string =>
  commands.map((one) => `      ${quoted(one.path)}) found=(${optionWords(optionsAt(one, root))}) ;;\n`).join('');

const argumentCases = (commands: readonly CommandWords[]): string =>
  commands
    .map((one) => {
      const subs = one.commands.map((sub) => described(sub.name, sub.description));
      const choices = one.arguments.flatMap((argument) => argument.choices.map((choice) => described(choice, argument.description)));
      return [one, [...subs, ...choices]] as const;
    })
    .filter(([, words]) => words.length > 0)
    .map(([one, words]) => `    ${quoted(one.path)}) found=(${words.join(' ')}); _describe -t commands command found ;;\n`)
    .join('');

/** The script, to be put as _modsh into a folder of fpath, or read: `source <(modsh completion zsh)`. */
export function zshCompletion(root: CommandWords): string {
  const commands = allOf(root);
  const taking = [...new Set(commands.flatMap((one) => one.options.filter((option) => option.value !== undefined).flatMap(namesOf)))];
  return `#compdef ${root.name}
# zsh completion for ${root.name}: source <(${root.name} completion zsh), or a file _${root.name} in a folder of fpath
_${root.name}() {
  local cur=$words[CURRENT] prev=$words[CURRENT-1] at='' word i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $word in
      ${taking.map(quoted).join('|')}) ((i++)); continue ;;
      -*) continue ;;
    esac
    case "$at $word" in
${wordCases(commands)}      *) [[ -z $at ]] && at='run'; break ;;
    esac
  done
  case "$at:$prev" in
${valueCases(commands, root)}  esac
  if [[ $cur == -* ]]; then
    case $at in
${optionCases(commands, root)}    esac
    _describe -o option found
    return
  fi
  case $at in
${argumentCases(commands)}  esac
  [[ $at == 'completion' || $at == 'cast' ]] || _files
}
if [[ $funcstack[1] == _${root.name} ]]; then _${root.name} "$@"; else compdef _${root.name} ${root.name}; fi
`;
}
