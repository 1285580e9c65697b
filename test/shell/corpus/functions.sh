### call with parameters
f() { echo "$1-$2-$#"; }; f a b; f
### parameters come back
f() { set -- x y; shift; }; set -- a b c; f; echo $@
### return
f() { return 3; echo no; }; f; echo $?
### return without a number
f() { false; return; }; f; echo $?
### status of the last command
f() { false; }; f; echo $?
### variables are global
f() { x=2; }; x=1; f; echo $x
### local
f() { local x; x=2; echo $x; }; x=1; f; echo $x
### local with a value
f() { local x=3 y="a b"; echo "$x $y"; }; x=1; f; echo $x ${y-unset}
### local keeps the outer value
f() { local x; echo "[$x]"; }; x=1; f
### nested locals
g() { echo $x; x=5; }; f() { local x=2; g; echo $x; }; x=1; f; echo $x
### recursion
f() { [ $1 -le 1 ] && { echo 1; return; }; echo $(( $1 * $(f $(($1-1))) )); }; f 5
### redefinition
f() { echo 1; }; f() { echo 2; }; f
### definition inside a function
f() { g() { echo g; }; }; f; g
### unset of a function
f() { echo f; }; unset -f f; f; echo $?
### function hides a builtin
echo() { printf 'mine %s\n' "$*"; }; echo a; command echo b
### function in a pipeline
f() { cat; }; echo a | f
### function with redirection
f() { echo a; echo b >&2; } 2>/dev/null; f
### function with redirection at the call
f() { echo a; }; f > out; cat out
### function body as a subshell
f() ( x=2; echo $x ); x=1; f; echo $x
### function body as a loop
f() for i in "$@"; do echo $i; done
f a b
### function body as a condition
f() if [ $1 = 1 ]; then echo one; else echo other; fi
f 1; f 2
### break does not leave a function
f() { break; echo after; }; for i in 1 2; do f; echo $i; done
### return from a loop
f() { for i in 1 2 3; do [ $i = 2 ] && return 7; echo $i; done; }; f; echo $?
### return in a subshell inside a function
f() { (return 4); echo $?; }; f
### at in a function
f() { args "$@"; }; f 'a b' '' c
### zero stays
f() { echo "$#"; }; set -- a b; f; echo $#
### status is kept on entry
f() { echo $?; }; false; f; (exit 3); f
### function sees options
f() { echo $x; }; set -u; x=1; f
### command skips functions
true() { echo mine; }; true; command true; echo $?
### exit in a function ends the script
f() { echo a; exit 3; }; f; echo no
### eval defines functions
eval 'f() { echo "e $1"; }'; f x
### function name with digits and underscores
f_1() { echo ok; }; f_1
### mutual recursion
a() { [ $1 -gt 0 ] && { echo a$1; b $(($1-1)); }; }; b() { [ $1 -gt 0 ] && { echo b$1; a $(($1-1)); }; }; a 4; echo $?
### conditional call
f() { return $1; }; f 0 && echo zero; f 1 || echo one; if f 0; then echo yes; fi
### function in command substitution
f() { echo "a b"; }; args $(f) "$(f)"
### function with here document
f() { cat <<X
$1
X
}
f one; f two
### positional parameters of a function in a for loop
f() { for i; do echo "$i"; done; }; f 'a b' c
### shift in a function
f() { shift; echo $1; }; f a b; set -- z; f c d; echo $1
### local is gone after return
f() { local v=1; return; }; f; echo ${v-unset}
### return status from a tested command
f() { false || return 5; echo no; }; f; echo $?
### newline before the brace
f()
{
echo a
}
f
