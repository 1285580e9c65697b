### errexit
set -e; echo a; false; echo no
### errexit not in conditions
set -e; if false; then :; fi; while false; do :; done; false || true; ! true; echo end
### errexit not in and lists
set -e; false && true; echo a; true && false; echo no
### errexit of a group in an and list
set -e; { false; echo b; } && echo c; echo d
### errexit in a function
set -e; f() { false; echo no; }; f; echo no
### errexit in a tested function
set -e; f() { false; echo yes; }; f || true; if f; then echo in; fi
### errexit in a subshell
set -e; (false; echo no); echo no
### errexit in a tested subshell
set -e; (false; echo in) || echo out; echo end
### errexit of an assignment
set -e; x=$(false); echo no
### errexit of a substitution as an argument
set -e; echo $(false) a; echo b
### errexit in a pipeline
set -e; false | true; echo a; true | false; echo no
### errexit with negation
set -e; ! false; echo a; ! true; echo b
### errexit in a loop
set -e; for i in 1 2; do echo $i; false; done; echo no
### errexit turned off
set -e; set +e; false; echo a
### errexit in a case
set -e; case a in a) false; echo no;; esac
### errexit with a nested and list
set -e; { false && true; }; echo a; (false && true); echo no
### errexit and a redirection
set -e; false > f; echo no
### errexit in eval
set -e; eval 'false; echo no'; echo no
### errexit and the exit trap
set -e; trap 'echo trap $?' EXIT; false; echo no
### errexit in elif
set -e; if false; then :; elif false; then :; else echo e; fi; echo end
### errexit in until
set -e; i=0; until [ $i = 2 ]; do i=$((i+1)); done; echo $i
### errexit of command not found
set -e; nosuch_xyz; echo no
### errexit in a brace pipeline
set -e; { false; echo x; } | cat; echo y
### errexit of substitution in a condition
set -e; if x=$(false; echo in); then echo "t $x"; else echo "e $x"; fi
### nounset of positional
set -u; (echo $1; echo no) 2>/dev/null; echo $?
### nounset with plus
set -u; echo "${nope+x}" "${nope-y}"
### noglob
set -f; echo *; set +f
### noexec from inside
echo a; set -n; echo b
### verbose off
set +v; echo a
### allexport
set -a; x=1; sh -c 'echo $x'; set +a; y=2; sh -c 'echo ${y-unset}'
### xtrace goes to standard error
set -x; echo a; set +x; echo b
### set dash o
set -o errexit; case $- in *e*) echo on;; esac; set +o errexit; case $- in *e*) echo on;; *) echo off;; esac
### set bad option ends
set -Z; echo no
### dash dash ends options
set -- -e; false; args $1
### combined letters
set -eu; set +eu; false; echo $nope end
### exit status through sh
sh -c 'exit 7'; echo $?; sh -c 'false'; echo $?
### sh with arguments
sh -c 'echo $0 $1 $#' name a b
### sh with a file
echo 'echo "f $1 $0"' > s; sh s x
### sh options
sh -e -c 'false; echo no'; echo $?; sh -u -c 'echo $nope' 2>/dev/null; echo $?
### sh from standard input
echo 'echo in' | sh; sh <<X
echo doc
X
### sh dash s
echo 'echo $1' | sh -s arg
### sh of a missing file
sh nofile 2>/dev/null || echo failed
### nested sh
sh -c 'sh -c "echo deep; exit 4"; echo $?'
### traps on exit
trap 'echo bye' EXIT; echo hi
### trap zero
trap 'echo zero' 0; exit 3
### trap sees the status
trap 'echo $?' EXIT; exit 5
### trap exit changes the status
trap 'exit 9' EXIT; exit 1
### trap in a subshell
(trap 'echo sub' EXIT; echo in); echo out
### trap is not inherited by subshells
trap 'echo outer' EXIT; (echo in); (exit 2); echo $?
### trap reset
trap 'echo no' EXIT; trap - EXIT; echo end
### trap on a signal
trap 'echo usr1' USR1; kill -USR1 $$; echo after
### trap keeps the status
trap 'false' USR1; kill -USR1 $$; echo $?
### trap ignores
trap '' TERM; kill $$; echo alive
### trap reset of a signal
trap 'echo no' USR1; trap - USR1; (kill -USR1 $(sh -c 'echo $PPID') 2>/dev/null; sleep 0.1) >/dev/null 2>&1; echo end
### trap that exits
trap 'echo t; exit 4' TERM; kill -TERM $$; echo no
### trap listing
trap 'echo a' EXIT; trap 'echo "b"' INT; trap; trap - EXIT
### two traps at once
trap 'echo one' USR1; trap 'echo two' USR2; kill -USR1 $$; kill -USR2 $$; echo end
### trap in a function
f() { trap 'echo bye' EXIT; }; f; echo end
### trap of a bad name
(trap 'x' NOSUCH; echo no) 2>/dev/null; echo $?
### signal kills a subshell
(kill -TERM $(sh -c 'echo $PPID'); sleep 1; echo no) 2>/dev/null; echo $?
### ignored signals stay ignored in children
trap '' TERM; sh -c 'kill $$; echo alive'
### trap runs between commands
trap 'echo t' USR1; for i in 1 2; do kill -USR1 $$; echo $i; done
### break in a trap body
trap 'echo in' USR1; while :; do kill -USR1 $$; break; done; echo end
