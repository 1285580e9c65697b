import { describe, expect, test } from 'vitest';
import { complete } from '../../../src/tui/complete/complete.ts';
import { commonPrefix } from '../../../src/tui/complete/completion.ts';
import { moduleNotes } from '../../../src/tui/frame/holds.ts';
import { sources } from '../../helpers/sources.ts';
import { chardev, core, user2 } from '../../helpers/views.ts';

/** `|` marks the cursor. The answer: what is replaced, and by what. */
function at(marked: string): [replaced: string, values: string[], noun: string] {
  const cursor = marked.lastIndexOf('|');
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  const { start, end, candidates, noun } = complete(text, cursor, sources);
  return [text.slice(start, end), candidates.map(({ value, suffix }) => value + suffix), noun];
}

const rows: readonly (readonly [rule: string, marked: string, replaced: string, values: readonly string[], noun: string])[] = [
  ['the first word is a command', 'rmm|', 'rmm', ['rmmod '], 'commands'],
  ['commands come in the order of the alphabet', 'mod|', 'mod', ['modinfo ', 'modprobe '], 'commands'],
  ['after ; comes a command', 'lsmod; rmm|', 'rmm', ['rmmod '], 'commands'],
  ['after | comes a command', 'lsmod | ca|', 'ca', ['cat '], 'commands'],
  ['after && comes a command', 'lsmod && ec|', 'ec', ['echo '], 'commands'],
  ['after then and do comes a command', 'if lsmod; then ec|', 'ec', ['echo '], 'commands'],
  ['after $( comes a command', 'echo $(lsm|', 'lsm', ['lsmod '], 'commands'],
  ['after assignments comes a command', 'A=1 B=2 ec|', 'ec', ['echo '], 'commands'],
  ['a command with a path is a file', '/de|', '/de', ['/dev/'], 'files'],
  ['rmmod takes loaded modules', 'rmmod |', '', ['chardev ', 'user2 ', 'user ', 'core '], 'modules'],
  ['rmmod takes each module once', 'rmmod chardev c|', 'c', ['core '], 'modules'],
  ['rmmod has options', 'rmmod --f|', '--f', ['--force '], 'options'],
  ['after -- there are no options', 'rmmod -- -|', '-', [], 'modules'],
  ['refs takes loaded modules', 'refs us|', 'us', ['user2 ', 'user '], 'modules'],
  ['modprobe takes loadable modules', 'modprobe p|', 'p', ['proto '], 'modules'],
  ['modprobe takes parameters after the module', 'modprobe proto l|', 'l', ['linger_ms='], 'parameters'],
  ['modprobe -r takes loaded modules', 'modprobe -r c|', 'c', ['chardev ', 'core '], 'modules'],
  ['modinfo takes loadable modules', 'modinfo net|', 'net', ['netdev '], 'modules'],
  ['insmod takes .ko files and folders', 'insmod |', '', ['chardev.ko ', 'core.ko ', 'drivers/'], 'files'],
  ['insmod takes parameters after the file', 'insmod ./chardev.ko b|', 'b', ['bufsize='], 'parameters'],
  ['a parameter is offered once', 'insmod chardev.ko bufsize=3 |', '', ['greeting='], 'parameters'],
  ['a redirection takes a file', 'exec 3</dev/ch|', '/dev/ch', ['/dev/chardev0 '], 'files'],
  ['a redirection after a module name takes a file', 'rmmod chardev 2>n|', 'n', ['notes.txt '], 'files'],
  ['after a redirection the arguments go on', 'rmmod 2>/dev/null u|', 'u', ['user2 ', 'user '], 'modules'],
  ['an assignment takes a file', 'F=/dev/n|', '/dev/n', ['/dev/null '], 'files'],
  ['cat takes files', 'cat n|', 'n', ['notes.txt '], 'files'],
  ['cd takes folders only', 'cd |', '', ['drivers/'], 'files'],
  ['hidden files only after a dot', 'cat .|', '.', ['.hidden '], 'files'],
  ['a blank in a name is escaped', 'cat two|', 'two', ['two\\ words '], 'files'],
  ['an open quote is kept and closed', 'cat "two|', '"two', ['"two words" '], 'files'],
  ['an open quote around a folder stays open', "cat '/de|", "'/de", ["'/dev/"], 'files'],
  ['$ takes variables', 'echo $HO|', '$HO', ['$HOME', '$HOSTNAME'], 'variables'],
  ['${ takes variables and is closed', 'echo ${PA|', '${PA', ['$' + '{PATH}'], 'variables'],
  ['variables complete inside double quotes', 'echo "a $PA|', '$PA', ['$PATH'], 'variables'],
  ['but not inside single quotes', "echo '$PA|", "'$PA", [], 'files'],
  ['fg takes jobs', 'fg |', '', ['%1 ', '%2 '], 'jobs'],
  ['kill takes jobs', 'kill %2|', '%2', ['%2 '], 'jobs'],
  ['other words come from the command itself', 'regime 2|', '2', ['2.2 ', '2.4 '], 'regimes'],
  ['what is right of the cursor takes no part', 'rmmod us| core', 'us', ['user2 ', 'user '], 'modules'],
  ['in the middle of a word its end stays', 'rmm|od', 'rmm', ['rmmod '], 'commands'],
  ['a comment is not completed', 'lsmod # rmm|', '', [], ''],
  ['nor is a here-document', 'cat <<E\nrmm|', '', [], ''],
  ['a new line begins a command', 'lsmod\nrmm|', 'rmm', ['rmmod '], 'commands'],
];

describe('completion', () => {
  test.each(rows)('%s', (_, marked, replaced, values, noun) => {
    expect(at(marked)).toEqual([replaced, values, noun]);
  });

  test('notes of modules tell count and holder', () => {
    expect(moduleNotes([chardev, core, user2]).map(({ note }) => note)).toEqual(['refcnt 2, sh fd 3', 'refcnt 2, user,user2', 'refcnt 0']);
  });

  test.each([
    [['chardev', 'char'], 'char'],
    [['a', 'b'], ''],
    [['a\\ b', 'a\\(c'], 'a'],
    [['\u{1f600}', '\u{1f601}'], ''],
    [[], ''],
  ])('what %j share is %j', (values, prefix) => {
    expect(commonPrefix(values.map((value) => ({ value, label: value, note: '', suffix: '' as const })))).toBe(prefix);
  });
});
