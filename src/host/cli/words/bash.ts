/** Completion for bash, made of the command tree. */
import { allOf, type CommandWords, namesOf, optionsAt } from './tree.ts';

const quoted = (words: readonly string[]): string => `'${words.join(' ').replaceAll("'", "'\\''")}'`;

/** Patterns of a `case`: words, each with what stands before it. */
const patterns = (words: readonly string[], before: string): string => words.map((word) => `'${before}${word}'`).join('|');

function wordCases(commands: readonly CommandWords[]): string {
  return commands
    .filter((one) => one.commands.length > 0)
    .map(
      (one) =>
        `      ${patterns(
          one.commands.map((sub) => sub.name),
          `${one.path} `,
        )}) at="\${at:+$at }$word" ;;\n`,
    )
    .join('');
}

function valueCases(commands: readonly CommandWords[], root: CommandWords): string {
  return commands
    .flatMap((one) =>
      optionsAt(one, root)
        .filter((option) => option.value !== undefined)
        .map((option) => {
          const words = option.choices.length === 0 ? 'COMPREPLY=()' : `COMPREPLY=($(compgen -W ${quoted(option.choices)} -- "$cur"))`;
          return `    ${patterns(namesOf(option), `${one.path}:`)}) ${words}; return ;;\n`;
        }),
    )
    .join('');
}

const optionCases = (commands: readonly CommandWords[], root: CommandWords): string =>
  commands.map((one) => `      '${one.path}') words=${quoted(optionsAt(one, root).flatMap(namesOf))} ;;\n`).join('');

function argumentCases(commands: readonly CommandWords[]): string {
  return commands
    .map((one) => [one, [...one.commands.map((sub) => sub.name), ...one.arguments.flatMap((argument) => argument.choices)]] as const)
    .filter(([, words]) => words.length > 0)
    .map(([one, words]) => `      '${one.path}') words=${quoted(words)} ;;\n`)
    .join('');
}

/** The script, to be read by bash: `source <(modsh completion bash)`. Where it offers nothing, bash offers files. */
export function bashCompletion(root: CommandWords): string {
  const commands = allOf(root);
  const taking = [...new Set(commands.flatMap((one) => one.options.filter((option) => option.value !== undefined).flatMap(namesOf)))];
  return `# bash completion for ${root.name}: source <(${root.name} completion bash)
_${root.name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' words='' word i
  # --option=value comes as three words.
  if [[ $cur == = ]]; then cur=''
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${taking.map((name) => `'${name}'`).join('|')}) [[ \${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)); continue ;;
      -*) continue ;;
    esac
    case "$at $word" in
${wordCases(commands)}      *) [[ $at == '' ]] && at='run'; break ;;
    esac
  done
  case "$at:$prev" in
${valueCases(commands, root)}  esac
  if [[ $cur == -* ]]; then
    case $at in
${optionCases(commands, root)}    esac
  else
    case $at in
${argumentCases(commands)}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _${root.name} ${root.name}
`;
}
