### defaults
unset x; e=; args "${x-d}" "${x:-d}" "${e-d}" "${e:-d}"
### alternatives
unset x; e=; s=1; args "${x+a}" "${x:+a}" "${e+a}" "${e:+a}" "${s+a}" "${s:+a}"
### assignment
unset x; e=; args "${x=d}" "$x" "${e=d}" "$e" "${e:=f}" "$e"
### assignment is split afterwards
unset x; args ${x=a b}; args "$x"
### error when unset
(unset x; : ${x?}; echo no); echo after
### error with a message ends the script
unset x; : ${x:?my message}; echo no
### error not raised when set
x=1; : ${x?no}; e=; : ${e?no}; echo fine
### length
x=hello; e=; set -- a b c; args ${#x} ${#e} ${#} ${#1} 
### length of special parameters
args ${#?} ${#0}x | cat >/dev/null; echo ${#?}
### remove shortest prefix
x=a/b/c; args "${x#*/}" "${x#a}" "${x#b}" "${x#}"
### remove longest prefix
x=a/b/c; args "${x##*/}" "${x##*}" "${x##a*b}"
### remove shortest suffix
x=a/b/c; args "${x%/*}" "${x%c}" "${x%b}" "${x%}"
### remove longest suffix
x=a/b/c; args "${x%%/*}" "${x%%*}" "${x%%b*c}"
### pattern quoted
x='a*b*c'; args "${x#*'*'}" "${x#a\*}" "${x##*"*"}"
### pattern from a variable
x=abcabc; p='*b'; args "${x#$p}" "${x#"$p"}" "${x##$p}"
### nested parameters
x=; y=z; args "${x:-${y:-w}}" "${x:-$(echo "$y")}" "${y:+"[$y]"}"
### positional beyond nine
set -- 1 2 3 4 5 6 7 8 9 ten eleven; args $10 ${10} ${11} $1 $#
### shift
set -- a b c d; shift; args $1 $#; shift 2; args $1 $#
### shift zero
set -- a; shift 0; args $#
### shift all
set -- a b; shift 2; args $#
### set with dashes
set -- -a --; args "$@"
### set replaces
set a b; set c; args "$@" $#
### unset variable
x=1; unset x; args "${x-unset}"
### unset twice
unset nope; echo $?
### positional parameters and at
set -- "a  b" ''; for i in "$@"; do args "$i"; done
### for without a list
set -- x y; for i; do args $i; done
### status after commands
true; echo $?; false; echo $?; (exit 7); echo $?
### status of a pipeline
false | true; echo $?; true | false; echo $?
### status of an assignment
x=$(exit 3); echo $?; x=1; echo $?; x=$(false) y=$(true); echo $?
### status of an empty command
$(exit 4); echo $?; $(:); echo $?
### subshell variables do not leak
x=1; (x=2; echo $x); echo $x
### pipeline variables do not leak
x=1; echo a | x=2; echo $x; echo a | read x; echo $x
### brace group variables stay
x=1; { x=2; }; echo $x
### exported variables reach a shell
export A=b; sh -c 'echo $A'; B=c sh -c 'echo $B'; echo "${B-unset}"
### assignment before a special builtin stays
x=1 :; echo $x
### assignment before a function is temporary
f() { echo $x; }; x=1; x=2 f; echo $x
### assignment before a builtin is temporary
x=1; x=2 true; echo $x
### assignments are done in order
x=1 y=$x; echo $y; unset x y; x=3 y=$x z=$y; echo $z
### assignments see command substitution
x=$(echo a) y=$(echo $x-b); echo $y
### read only variables
readonly r=1; echo $r; (r=2; echo no); echo $?
### assigning a read only variable ends the script
readonly r=1; r=2; echo no
### unset of a read only variable fails
readonly r=1; (unset r; echo no); echo $?
### nounset
set -u; x=; echo "a$x"; (echo $nope; echo no); echo ${nope-ok} "$@" $*; echo ${nope?}
### default does not assign
unset x; : ${x:-a}; echo "[${x-unset}]"
### nested removal
x=/a/b/c.d; y=${x##*/}; args ${y%.*} ${y#*.} "${x%"${x##*/}"}"
### parameter in a word
x=b; args a${x}c "a${x}c" a$x.c a$x/c
### name ends at a character that is none
x=1; args "$x-y" "$x.y" "$x y" "${x}y"
### zero
echo "${0##*/}" | cat >/dev/null; echo ok
### bang without background
echo "[$!]" "[${!-none}]" | cat > /dev/null; echo ok
### options in dash
set -f; case $- in *f*) echo f;; esac; set +f; case $- in *f*) echo f;; *) echo none;; esac
### ifs in star
set -- a b c; IFS=-; args "$*" "$@"; IFS=; args "$*"; unset IFS; args "$*"
### plus with quoted at
set -- a b; args ${1+"$@"}; set --; args ${1+"$@"}
### default with at
set --; args "${@:-none}" "${*:-none}"; set -- a b; args "${@:-none}"
### underscore names
_a=1; a_b2=3; args $_a $a_b2
### removal with classes
x=abc123; args "${x%%[0-9]*}" "${x##[a-z]}" "${x##*[!0-9]}" "${x#[[:alpha:]]}"
### colon in defaults
unset x; args ${x:-a:b} ${x:-:} ${x--}
### empty default
unset x; args "${x:-}" ${x:-} a"${x:-}"
### removal leaves everything when nothing fits
x=abc; args "${x#z}" "${x%z}" "${x##z*}" "${x%%*z}"
### question mark pattern
x=abc; args "${x#?}" "${x%?}" "${x##??}" "${x%%????}"
