### if else
if true; then echo a; else echo b; fi; if false; then echo a; else echo b; fi
### elif
x=2; if [ $x = 1 ]; then echo one; elif [ $x = 2 ]; then echo two; else echo more; fi
### if without else is 0
if false; then echo a; fi; echo $?
### status of if
if true; then false; fi; echo $?
### while
i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done
### until
i=0; until [ $i -ge 2 ]; do i=$((i+1)); echo $i; done
### status of a loop
while false; do :; done; echo $?; for i in a; do false; done; echo $?; for i in; do false; done; echo $?
### break
for i in 1 2 3; do [ $i = 2 ] && break; echo $i; done; echo end
### continue
for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done
### break out of two
for i in 1 2; do for j in a b; do [ $j = b ] && break 2; echo $i$j; done; done; echo end
### continue the outer
for i in 1 2; do for j in a b; do continue 2; echo no; done; echo no; done; echo end
### break more than there are
for i in 1 2; do break 9; done; echo end
### break in while condition
while break; do echo no; done; echo $?
### break leaves status 0
while :; do false; break; done; echo $?
### for keeps its variable
for i in a b; do :; done; echo $i
### for over expansion
x='a b'; for i in $x "$x" c; do args "$i"; done
### for over nothing
for i in $(:); do echo no; done; echo $?
### for with newlines
for i in a \
b
do
echo $i
done
### case literal
case a in b) echo b;; a) echo a;; esac
### case patterns
for x in abc a1 '' '*' '[x]'; do case $x in '') echo empty;; a[0-9]) echo digit;; a*) echo a;; \*) echo star;; '[x]') echo bracket;; esac; done
### case alternatives
case b in a|b|c) echo abc;; esac
### case no match
case z in a) echo a;; esac; echo $?
### case with parentheses
case a in (a) echo yes;; esac
### case status
case a in a) false;; esac; echo $?
### case empty body
case a in a) ;; esac; echo $?
### case expands the word
x='a b'; case "$x" in 'a b') echo yes;; esac; case $x in a*b) echo yes;; esac
### case expands patterns in order
p='b*'; case bcd in $p) echo pat;; esac; case 'b*' in "$p") echo quoted;; esac; case bcd in "$p") echo no;; *) echo not;; esac
### case bracket negation
case x in [!a-c]) echo not abc;; esac; case b in [!a-c]) echo no;; *) echo in;; esac
### case last without semicolons
case a in a) echo a
esac
### and or
true && echo a; false && echo b; true || echo c; false || echo d
### and or chain is left to right
false && echo a || echo b; true || echo c && echo d
### and or status
true && false; echo $?; false || true; echo $?; false && true; echo $?
### negation
! true; echo $?; ! false; echo $?; ! true | false; echo $?
### negated list
if ! false; then echo yes; fi
### groups
{ echo a; echo b; } | cat; { false; }; echo $?
### subshell status
(exit 5); echo $?; (false); echo $?; (true; exit 2; true); echo $?
### nested subshells
(echo a; (echo b; (echo c)))
### exit in a subshell
(echo a; exit 3; echo no); echo $?
### exit in a pipeline
exit 3 | true; echo $?; true | exit 4; echo $?
### exit ends the script
echo a; exit 6; echo no
### exit without a number
false; exit
### exit in a brace group
{ echo a; exit 2; }; echo no
### exit number wraps
(exit 256); echo $?; (exit 257); echo $?
### newline instead of semicolons
if true
then
echo a
fi
while false
do
:
done
### reserved words as arguments
echo if then else fi do done case esac { } !
### a command named by a variable
c=echo; $c a b; c='echo x'; $c y
### command not found
nosuchcommand_xyz; echo $?
### command not found in a list
nosuchcommand_xyz || echo rescued
### path that is not there
/no/such/path; echo $?
### a directory is no command
/; echo $?
### nested loops with break in case
for i in a b c; do case $i in b) break;; esac; echo $i; done
### while reads from a here document
while read x; do echo "[$x]"; done <<X
a
b
X
### loop in a pipeline
for i in 1 2 3; do echo $i; done | while read x; do echo "<$x>"; done
### redirected loop
for i in 1 2; do echo $i; done > f; cat f
### compound in condition
if { true; false; }; then echo no; else echo yes; fi
### subshell in condition
if (exit 0); then echo yes; fi; while (exit 1); do :; done; echo end
### semicolon then comment
echo a; # comment
echo b
### list over lines with operators
true &&
echo a ||
echo b
### pipeline over lines
echo a |
cat |
cat
### colon
:; echo $?; : a b c; echo $?
### true and false with arguments
true a; echo $?; false a; echo $?
### empty loop body commands
for i in a b; do :; done; echo $?
### until with break
until false; do echo once; break; done
