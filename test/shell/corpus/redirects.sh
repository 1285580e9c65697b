### output and input
echo a > f; cat < f; echo b >> f; cat f
### truncation
echo long > f; echo s > f; cat f
### redirection before the command
> f echo a; cat f; < f cat
### redirection without a command
> f; echo $?; cat f; echo b > f; > f; cat f
### several redirections, the last counts
echo a > f > g; cat f; echo -; cat g
### standard error
{ echo out; echo err >&2; } 2>/dev/null
### standard error to a file
{ echo out; echo err >&2; } 2> f; cat f
### both to one file
{ echo out; echo err >&2; } > f 2>&1; cat f
### order matters
{ echo err >&2; } 2>&1 > f; echo -; cat f
### errors through a pipe
{ echo out; echo err >&2; } 2>&1 | cat
### closing
echo a >&- 2>/dev/null; echo $?
### duplicating a descriptor
exec 3>&1; echo a >&3; exec 3>&-
### reading from a descriptor
echo abc > f; exec 3< f; read x <&3; echo $x; exec 3<&-
### reading line by line from a descriptor
printf 'a\nb\n' > f; exec 3< f; read x <&3; read y <&3; echo $x$y; exec 3<&-
### writing and reading one file
exec 3<> f; echo a >&3; exec 3>&-; cat f
### appending twice
for i in 1 2 3; do echo $i >> f; done; cat f
### noclobber
echo a > f; set -C; (echo b > f) 2>/dev/null; cat f; echo c >| f; cat f; echo d >> f; cat f
### here document
cat <<X
a $((1+1))
X
### here document quoted
cat <<'X'
a $x `y` \z
X
### here document with tabs
cat <<-X
	a
		b
	X
### here document escapes
x=1; cat <<X
$x \$x \\ \q "q" 'r' `echo s` $(echo t)
X
### here document continuation
cat <<X
a\
b
X
### two here documents
cat <<A; cat <<B
a
A
b
B
### here document in a loop
for i in 1 2; do cat <<X
$i
X
done
### here document with a parameter default
unset x; cat <<X
${x:-"a b"} ${x:-'c'}
X
### empty here document
cat <<X
X
echo end
### here document with quotes in the delimiter
cat <<"E F"
a
E F
### here document and a pipe
cat <<X | cat
a
X
### here document to a function
f() { cat; }; f <<X
in
X
### here document to a descriptor
cat 3<<X <&3
a
X
### missing file
cat < nofile 2>/dev/null; echo x
### redirection of a group
{ echo a; echo b; } > f; cat f
### redirection of a subshell
(echo a; echo b) > f; cat f
### redirection of if
if true; then echo a; fi > f; cat f
### redirection of case
case a in a) echo x;; esac > f; cat f
### input of while
printf '1\n2\n' > f; while read x; do echo "[$x]"; done < f
### command substitution reads
echo abc > f; x=$(cat < f); echo $x
### descriptor in a subshell
exec 3>f; (echo a >&3); exec 3>&-; cat f
### descriptors come back after a builtin
echo a > f; echo b
### descriptors come back after a function
f() { echo c; }; f > g; f; cat g
### redirection with expansion
n=out; echo a > $n; cat "$n"; echo b > "x$n.t"; cat xout.t
### dup and close in a group
{ echo a >&3; } 3>&1
### bad descriptor
(echo a >&9) 2>/dev/null; echo x
### pipe to a group
echo a | { read x; echo "<$x>"; }
### long pipe
echo a | cat | cat | cat | cat
### pipe status ignores the first
false | cat; echo $?
### large here document through a pipe
i=0; x=; while [ $i -lt 200 ]; do x="$x 0123456789"; i=$((i+1)); done; y=$(cat <<X
$x
X
); echo ${#y}
### exec keeps redirections
exec > f; echo hidden; exec 1>&2; cat f >/dev/null
### stdin of a background command is empty
cat & wait; echo done
### redirect only inside a pipeline
echo a > f | cat; cat f
### input redirection with a number
cat 0< /dev/null; echo $?
### number next to a word is no descriptor
echo a2>f; cat f; echo a 2>g; cat g
