/** Invocations of the text tools: each is run through ours and through the machine's own. */

export interface Invocation {
  /** The command line, words separated by blanks; quotes as in a shell, but without expansions. */
  readonly line: string;
  readonly stdin?: string;
  /** Beside the standard files. */
  readonly files?: Readonly<Record<string, string>>;
  /** Standard error is not compared: the text differs in what we leave out (long usage texts). */
  readonly looseErrors?: boolean;
}

/** Files that every invocation finds. */
export const STANDARD_FILES: Readonly<Record<string, string>> = {
  f: 'b\na\n',
  words: 'the quick brown fox\njumps over\n\nthe lazy dog\n',
  table: 'alice 30 1.5\nbob 4 10\ncarol 30 -2\ndave 100 .5\n',
  colon: 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\nno delimiter here\n',
  nums: '10\n9\n-3\n2\n10\n007\n1.25\n1.5\nabc\n\n',
  dup: 'a\na\nA\nb\nb\nb\nc\na\n',
  noeol: 'one\ntwo\nthree',
  tabs: 'a\tb\tc\nd\te\n  x  y\n',
  sorted1: 'a\nb\nc\nd\n',
  sorted2: 'b\nd\ne\n',
  empty: '',
  ten: '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n',
  'd/': '',
};

const SIMPLE = `
cat f
cat f noeol words
cat - f
cat nosuch f
cat d f
cat -n words noeol
cat -b words
cat -s words
cat -A tabs
cat -E noeol
cat -T tabs
cat -sn words empty
cat --number f
cat --nosuch
cat -Z
head ten
head -n 3 ten
head -n3 ten
head -3 ten
head -n -7 ten
head -n 0 ten
head -c 5 words
head -c -5 words
head -n 1 f noeol
head -q -n 1 f noeol
head -v -n 1 f
head -n abc f
head -n 2 nosuch f
head -n 1 d f
head --lines=2 ten
head --li 2 ten
head -n 1k ten
head -5x ten
head -n
tail ten
tail -n 3 ten
tail -3 ten
tail -n +8 ten
tail +9 ten
tail -n 0 ten
tail -n +0 ten
tail -n 1 noeol
tail -c 4 ten
tail -c +3 noeol
tail -n 1 f noeol
tail -q -n 1 f noeol
tail -n 1 nosuch f
tail -n 1 d f
tail -n x f
tail -c x f
wc words
wc f words noeol
wc -l f
wc -lw words
wc -c noeol words
wc -L words tabs
wc -m noeol
wc nosuch f
wc d f
wc empty
wc
wc -l
wc -
wc -x
sort nums
sort -n nums
sort -r dup
sort -u dup
sort -nr nums
sort -un nums
sort -k 2 table
sort -k 2n table
sort -k 2n,2 -k 1r table
sort -k 2,2n -s table
sort -k 3n table
sort -k3g table
sort -t: -k 3 colon
sort -t : -k 1.2,1.3 colon
sort -b -k 2 tabs
sort -f dup
sort -fu dup
sort -k 2b tabs
sort -c f
sort -C f
sort -c sorted1
sort -cu dup
sort -o out f
sort noeol f
sort nosuch
sort d
sort -k 0 f
sort -k a f
sort -k 1q f
sort -k 1,x f
sort -k 1.0 f
sort -t xx f
sort -t '' f
sort -nd f
sort -Z f
sort -g nums
sort -k3,3gr table
sort -k
sort -d words
sort -rn -k2,2 table
sort -k2.2 table
sort -k1.2n table
sort -bk2,2 tabs
uniq dup
uniq -c dup
uniq -d dup
uniq -u dup
uniq -i dup
uniq -ci dup
uniq -f 1 table
uniq -s 1 dup
uniq -w 1 words
uniq noeol
uniq dup out
uniq nosuch
uniq d
uniq a b c
uniq -f x f
uniq -du dup
cut -d' ' -f1 table
cut -d: -f1,3 colon
cut -d: -f3- colon
cut -d: -f-2 colon
cut -s -d: -f1 colon
cut -f 2 tabs
cut -f2- tabs
cut -f 1,3-4 tabs
cut -c 1-3 words
cut -c 2 words
cut -b 3- noeol
cut -c 1,3,5-7 words
cut -c5-7,1,3 words
cut -d: -f1,3 --output-delimiter=- colon
cut -c1-2,4-5 --output-delimiter=: words
cut -c1-2,3-4 --output-delimiter=: words
cut --complement -d: -f2-5 colon
cut --complement -c1 words
cut -f a f
cut -f 0 f
cut -f 3-1 f
cut -f - f
cut -f 1-2-3 f
cut -c x f
cut -d xx -f1 f
cut -f1 -c1 f
cut -d, -c1 f
cut -s -c1 f
cut f
cut -Z f
cut -d
cut -f1 nosuch f
cut -d '' -f1 f
tac ten
tac noeol
tac f nosuch
tac empty
rev words
rev noeol
rev nosuch f
nl words
nl -b a words
nl -b n words
nl -b p^t words
nl -w 3 -s : f
nl -n ln f
nl -n rz f
nl -v 10 -i 5 f
nl -v -2 -n rz f
nl -b q f
nl -v x f
nl -n xx f
nl nosuch f
paste f noeol
paste -s ten
paste -s -d, ten
paste -d , f noeol
paste -d ',;' f noeol ten
paste -d '\\n' f noeol
paste -d '\\0' f ten
paste nosuch f
paste -s nosuch f
paste - - - -
paste -d, - f
comm sorted1 sorted2
comm -12 sorted1 sorted2
comm -3 sorted1 sorted2
comm -13 sorted1 sorted2
comm -23 sorted1 sorted2
comm f sorted1
comm f
comm f f f
comm nosuch f
seq 3
seq 2 5
seq 1 2 8
seq 5 -2 0
seq 5 1
seq -w 8 10
seq -w -5 5 10
seq 1 .5 3
seq 0 .1 .5
seq -s, 4
seq -s '' 3
seq -2 1
seq -f %03g 3
seq -f '%.2f' 1 .5 2
seq -f 'a%gb' 2
seq -f '%5.1f|' 2
seq 1e2 101
seq 1 0.1 1.3
seq 0 0.25 1
seq x
seq
seq 1 2 3 4
seq 1 0 5
seq -s
seq -f x 3
seq -f %d 3
seq -f %g%g 3
seq -f %
seq 1000000 1000002
seq 9007199254740993 9007199254740994
seq nan
seq -f %g -w 3
basename a/b/c
basename a/b/c.ko .ko
basename .ko .ko
basename /
basename //
basename a/
basename ''
basename -a x/y z/w
basename -s .ko a.ko b/c.ko
basename
basename a b c
dirname a/b/c
dirname a
dirname /a
dirname /
dirname a//b//
dirname a/b c/d
dirname ''
dirname
expr 1 + 2
expr 5 - 5
expr 7 / 2
expr -7 / 2
expr -7 % 2
expr 2 '*' '(' 3 + 4 ')'
expr 1 / 0
expr a + 1
expr abc : 'a\\(.\\)c'
expr abc : 'b'
expr abc : '.*'
expr abc : '\\(x\\)'
expr length abc
expr substr abcdef 2 3
expr substr abc 0 1
expr index abc cb
expr index abc x
expr match abc ab
expr + length = length
expr 1 '<' 2
expr 10 '<' 9
expr a '<' b
expr a = a
expr a '!=' a
expr '' '|' 0
expr 0 '|' 3
expr 3 '&' 0
expr 3 '&' 4
expr 99999999999999999999 + 1
expr
expr 1 +
expr 1 2
expr '(' 1
expr ')'
expr '(' ')'
expr abc : '\\(b'
expr length
expr 00
expr -- 1
expr 1 = 01
expr '(' 1 + 1
tee out1 out2
tee -a f
tee d
tee /nosuch/x
xargs
xargs -n 2
xargs -n 1 basename
xargs -I X basename X
xargs -n 0
xargs -n x
xargs -z
xargs nosuch
xargs -r false
xargs false
xargs -t -n 2
`;

const GREP = `
grep a f
grep b f words
grep -v a f
grep -i THE words
grep -c the words
grep -c zzz words f
grep -q a f
grep -q zzz f
grep -n the words
grep -n -v the words
grep -h b f words
grep -H a f
grep -l b f words empty
grep -L b f words empty
grep -L a f
grep -x a f
grep -x the words
grep -w the words
grep -w o words
grep -w 'qu.*k' words
grep -F . colon
grep -F -e a -e b f
grep -o '[a-z]*' words
grep -o 'o.' words
grep -on o words
grep -e a -e b f
grep -e -v f
grep -m 1 the words
grep -m 0 the words
grep -A 1 quick words
grep -B 1 lazy words
grep -C 1 jumps words
grep -n -C 1 over words
grep -A 1 -e quick -e lazy words
grep -s x nosuch
grep x nosuch f
grep -q a nosuch f
grep -q a f nosuch
grep a d
grep -s a d
grep '^b' f
grep 'b$' f
grep '^$' words
grep -c '^' words
grep '' words
grep -v '' words
grep -E '^(the|jumps)' words
grep -E 'o{1}' words
grep -E '[0-9]+$' table
grep -E 'a|c' f
grep -E '(a)(b)?' f
grep -E 'x*' f
grep '[[:space:]][[:digit:]]' table
grep '[^[:alnum:] ]' table
grep '[]]' f
grep '[^]]' f
grep '[a-]' f
grep 'a\\|b' f
grep 'the \\(lazy\\|quick\\)' words
grep '\\(.\\)\\1' nums
grep -E '(.)\\1' nums
grep 'o\\{1,2\\}' words
grep 'l\\+' words
grep 'colou\\?r' words
grep '*' f
grep '^*' f
grep '\\(*\\)' f
grep 'a\\{2,1\\}' f
grep 'a\\{1' f
grep '\\(' f
grep '\\)' f
grep '[' f
grep '[a' f
grep '[[:foo:]]' f
grep '[:alpha:]' f
grep '[b-a]' f
grep 'a\\' f
grep '\\1' f
grep -E '(' f
grep -E ')' f
grep -E '*a' f
grep -E '+a' f
grep -E 'a**' f
grep -E 'a{2,1}' f
grep -E 'a{1' f
grep -E 'a{99999}' f
grep -E 'a|*b' f
grep -E '()' f
grep -E 'a|' f
grep '[[.a.]]' f
grep '[[=a=]]' f
grep '[[.space.]]' f
grep '\\<the\\>' words
grep '\\bo' words
grep '\\Bo' words
grep '\\w\\w\\w\\w\\w' words
grep -E '^\\S+\\s\\S+$' words
grep -o -E 'a|ab|abc' corpus
grep -o -E '(a|ab)(c|bcd)?' corpus
grep -ow 'a' corpus
grep -oi 'ABC' corpus
grep -vo a f
grep -co a f
grep -f f words
grep -f nosuch f
grep -f empty f
grep -e
grep
grep --nosuch a
grep -m x a f
grep -A x a f
grep --count a f
grep --color=auto a f
grep -y B f
grep -ce a f
grep -n '' noeol
grep -Fx a f
grep -Fw the words
grep -Fi THE words
grep -Fo o words
grep a - f
`;

const SED = `
sed p f
sed -n p f
sed -n 2p f
sed -n '$p' f noeol
sed -n '2,4p' ten
sed -n '/3/,/5/p' ten
sed -n '/3/,+2p' ten
sed -n '2~3p' ten
sed -n '0~4p' ten
sed -n '2,~4p' ten
sed -n '0,/1/p' ten
sed -n '4,2p' ten
sed -n '/1/,/1/p' ten
sed -n '2!p' f
sed -n '2,3!p' ten
sed -n '$!p' ten
sed 2d ten
sed '1d;$d' f
sed '/^$/d' words
sed 3q ten
sed 'q5' f
sed 'Q' f
sed '2Q' ten
sed -n '$=' ten
sed = f
sed 's/o/0/' words
sed 's/o/0/g' words
sed 's/o/0/2' words
sed 's/o/0/2g' words
sed -n 's/o/0/p' words
sed -n 's/o/0/gp' words
sed 's/THE/A/I' words
sed 's/the/A/i' words
sed 's,/,-,g' colon
sed 's|:|\\||g' colon
sed 's/\\(q\\)\\(u\\)/\\2\\1/' words
sed -E 's/(q)(u)/\\2\\1/' words
sed -r 's/^(.*) (.*)$/\\2 \\1/' words
sed 's/[aeiou]/<&>/g' words
sed 's/[aeiou]/\\&/g' words
sed 's/x*/-/g' f
sed 's/a*/x/g' corpus
sed 's/b*/x/2' corpus
sed 's/$/!/' f
sed 's/^/> /' f
sed 's/ /\\n/g' words
sed 's/ /\\
/g' words
sed 's/\\t/ /g' tabs
sed 's/./\\U&/' words
sed 's/\\w\\+/\\u&/g' words
sed 's/\\w\\+/\\L\\u&/g' words
sed 's/\\(.\\)\\(.*\\)/\\U\\1\\E\\2/' words
sed 's/[[:upper:]]/x/' words
sed 's/a\\|ab/[&]/' corpus
sed -E 's/(a|ab)(c|bcd)?/[\\1,\\2]/' corpus
sed -E 's/(^|[^a])b/\\1X/g' corpus
sed 's/\\bo/0/g' words
sed 'y/abc/xyz/' corpus
sed 'y/ab/\\n\\t/' f
sed 'y,/,:,' colon
sed 'a foo' f
sed 'a\\
foo\\
bar' f
sed '1i foo' f
sed '1i\\  foo' f
sed 'i\\
 x' f
sed '2c foo' f
sed '1,2c foo' ten
sed '$!c foo' f
sed '2,3!c foo' ten
sed '$a end' noeol
sed '$a\\' f
sed -n 'n;p' ten
sed 'n;d' ten
sed '$!N;s/\\n/ /' ten
sed 'N;P;D' ten
sed 'N;N;s/\\n/,/g' ten
sed ':a;N;$!ba;s/\\n/,/g' ten
sed '1!G;h;$!d' ten
sed -n '1!G;h;$p' ten
sed 'G' f
sed -n 'H;\${x;s/\\n/,/g;p}' f
sed 'x' f
sed 'x;G' f
sed '/a/{s/a/A/;p}' f
sed '/a/!{s/b/B/}' f
sed -e 's/a/1/' -e 's/b/2/' f
sed -e '1{' -e 'p' -e '}' f
sed -f script f
sed -n -f script f
sed '/b/s//X/' f
sed 's/a/b/;ta;s/b/c/;:a' f
sed 's/a/b/;Ta;s/b/c/;:a' f
sed '/2/b;s/^/x/' ten
sed 'p;p' noeol
sed '' noeol f
sed -s -n '$p' f noeol
sed -s 1d f ten
sed -n '$p' f noeol ten
sed -i s/a/X/ f
sed -i.bak 's/a/X/;1d' f noeol
sed -i 1q ten f
sed -n -i p f
sed -i s/a/b/ nosuch
sed -i s/a/b/ d
sed p nosuch
sed p nosuch f
sed p d
sed -n '#n' f
sed '#n
p' f
sed '# comment
p' f
sed 'p # comment' f
sed ' p ; p ' f
sed '1 , 2 p' f
sed '/a/ , $ p' f
sed '\\,a,p' f
sed '/A/Ip' f
sed z f
sed --expression=p f
sed --quiet p f
sed -ne p f
sed 's/a/b' f
sed 's/a' f
sed s f
sed k f
sed 'y/ab/c/' f
sed 'y/a/' f
sed '/a' f
sed 's/a/b/z' f
sed 's/a/b/gg' f
sed 's/a/b/pp' f
sed 's/a/b/0' f
sed 's/a/b/1 2' f
sed '{p' f
sed 'p}' f
sed '1,' f
sed '1,p' f
sed '1!' f
sed '1!!p' f
sed a f
sed ba f
sed ':' f
sed pp f
sed 0p f
sed '1,2q' f
sed 's/\\(a/b/' f
sed 's/a/\\1/' f
sed -E 's/*/x/' f
sed 's/*/x/' f
sed 's/a\\{2/x/' f
sed -E 's/a{2/x/' f
sed -E 's/a{x}/y/' f
sed -E 's/a)/x/' f
sed '//p' f
sed '1#x' f
sed '1:a' f
sed '1{p;1}' f
sed '{p}p' f
sed bx} f
sed '{bx};:x' f
sed 's/[/]/x/' f
sed 's,a\\,b,x,' f
sed 's/a/\\//' f
sed 's/\\n/x/;N;s/\\n/-/' f
sed 's/[\\n]/x/;N;s/[\\n]/-/' f
sed 's/[^\\n]*/<&>/' f
sed 'a hello\\tworld' f
sed 's/a/\\x41\\t/' f
sed -e p -e 'k' f
sed -n -Z p
sed
sed -e
`;

const TR = `
tr a b
tr abc xyz
tr a-z A-Z
tr '[:lower:]' '[:upper:]'
tr '[:upper:]' '[:lower:]'
tr -d aeiou
tr -d '\\n'
tr -d '[:space:]'
tr -s ' '
tr -s a-z
tr -s ' ' '\\n'
tr -cs 'a-zA-Z' '\\n'
tr -c 'a-z\\n' .
tr -cd '0-9\\n'
tr -dc '[:alpha:]\\n'
tr ': ' '\\t_'
tr a-e x
tr abc x-z
tr -t abcd xy
tr 'a\\-z' '123'
tr '\\101' b
tr '[=a=]' x
tr a-c '[x*]'
tr a-e '[x*2]y'
tr -ds aeiou o
tr '[a-c]' '<xyz>'
tr a
tr a b c
tr
tr -d a b
tr -d
tr z-a x
tr '[:foo:]' x
tr a ''
tr -s
tr a '[:upper:]'
tr -ds a
tr '[:alpha:]' '[:digit:]'
tr -Z
tr 'a[x*]' b
tr abc '[x*][y*]'
tr -c '[:alpha:]' xy
tr '\\\\' /
`;

const TR_INPUT = 'Hello,   World: a-b\\c\nabc 123  AAA bookkeeper\n\ttab [x]\n';
const CORPUS = { corpus: 'abc abcd\nxabcdab\nbaaac\nABC a b\n', script: 's/a/A/\n# a comment\n/b/{\np\n}\n' };

const lines = (text: string): string[] => {
  // A line that begins inside quotes belongs to the one before.
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const open = found.length > 0 && ((found.at(-1) ?? '').match(/'/g)?.length ?? 0) % 2 === 1;
    if (open) found[found.length - 1] += `\n${line}`;
    else if (line !== '') found.push(line);
  }
  return found;
};

/** Error texts that hold a long usage text in the real tool. */
const longUsage = (line: string): boolean => /^(sed|sed -e|sed -n -Z p)$/.test(line);

export const INVOCATIONS: readonly Invocation[] = [
  ...lines(SIMPLE).map((line) => ({ line, stdin: 'one two\nthree four five\nsix\n' })),
  ...lines(GREP).map((line) => ({ line, stdin: 'stdin a\n', files: CORPUS })),
  ...lines(SED).map((line) => ({ line, stdin: 'stdin\n', files: CORPUS, looseErrors: longUsage(line) })),
  ...lines(TR).map((line) => ({ line, stdin: TR_INPUT })),
];

/** The words of a command line: single quotes keep everything, blanks divide. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === "'") {
      const end = line.indexOf("'", at + 1);
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
