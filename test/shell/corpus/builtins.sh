### test of strings
[ a = a ]; echo $?; [ a = b ]; echo $?; [ a != b ]; echo $?; [ -z "" ]; echo $?; [ -n "" ]; echo $?
### test of numbers
[ 1 -eq 1 ]; echo $?; [ 1 -lt 2 ]; echo $?; [ 2 -gt 3 ]; echo $?; [ -1 -le 0 ]; echo $?; [ 1 -ne 1 ]; echo $?; [ 2 -ge 2 ]; echo $?
### test with one argument
[ ]; echo $?; [ "" ]; echo $?; [ a ]; echo $?; [ -n ]; echo $?; [ ! ]; echo $?
### test with not
[ ! a ]; echo $?; [ ! "" ]; echo $?; [ ! a = b ]; echo $?; [ ! -z a ]; echo $?
### test with and and or
[ a -a b ]; echo $?; [ a -a "" ]; echo $?; [ "" -o b ]; echo $?; [ a = a -a b = c -o d = d ]; echo $?
### test with parentheses
[ \( a = a \) ]; echo $?; [ \( a = b -o c = c \) -a d ]; echo $?
### test of files
: > f; [ -e f ]; echo $?; [ -f f ]; echo $?; [ -d f ]; echo $?; [ -s f ]; echo $?; [ -d . ]; echo $?; [ -e nofile ]; echo $?
### test of access
: > f; [ -r f ]; echo $?; [ -w f ]; echo $?; [ -x f ]; echo $?
### test errors
[ a -eq 1 ] 2>/dev/null; echo $?; [ 1 -eq ] 2>/dev/null; echo $?
### test without the bracket
[ a = a 2>/dev/null; echo $?; test a = a; echo $?; test; echo $?
### test operators as operands
[ = = = ]; echo $?; [ -a = -a ]; echo $?; [ ! = ! ]; echo $?; [ "(" = "(" ]; echo $?
### test of an unquoted empty variable
x=; [ -n $x ]; echo $?; [ -z $x ]; echo $?
### printf strings
printf '%s\n' a 'b c' ''; printf '%s-%s\n' a b c
### printf numbers
printf '%d %i %o %x %X %u\n' 10 -5 8 255 255 7
### printf widths
printf '[%5s][%-5s][%05d][%+d][% d]\n' ab ab 42 5 5
### printf precision
printf '[%.2s][%.3d][%8.3f][%-8.2f]\n' abcdef 7 3.14159 2.5
### printf floats
printf '%f %e %g %g %g\n' 1.5 12345.678 0.0001 1e10 100
### printf escapes
printf 'a\tb\\n\101\n'; printf '%b' 'x\ty\n' 'a\0101\n'
### printf percent
printf '%%|%c|%c\n' abc ''
### printf without arguments
printf '[%s][%d]\n'; printf 'plain\n'; printf ''
### printf reuses the format
printf '%s %s\n' a b c d; printf '%d,' 1 2 3; echo
### printf star
printf '[%*s][%-*s][%.*s]\n' 5 a 4 b 2 xyz
### printf characters as numbers
printf '%d %d\n' "'A" '"B'
### printf bases
printf '%d %d %d\n' 0x1f 010 +3
### printf hash
printf '%#x %#o\n' 255 8
### printf bad number
printf '%d\n' abc 2>/dev/null; echo $?
### printf stops at c
printf '%b%s\n' 'a\cb' x; echo; echo end
### printf with dashes
printf -- '-%s-\n' a; printf '%s\n' -a
### echo simple
echo; echo a b; echo 'a  b'; echo -n a; echo b
### cd and pwd
cd /; pwd; cd /tmp; pwd; echo $PWD $OLDPWD
### cd dash
cd /; cd /tmp; cd - ; pwd
### cd to nowhere
cd /no/such/dir 2>/dev/null; echo $?
### cd dot dot
mkdir_() { :; }; cd /tmp/..; pwd; cd /; cd tmp; pwd; cd ..; pwd
### cd in a subshell
cd /; (cd /tmp; pwd); pwd
### cd home
HOME=/tmp; cd; pwd
### eval
eval echo a b; x='echo $y'; y=1; eval $x; eval 'y=2; echo $y'; eval; echo $?
### eval status
eval false; echo $?; eval 'exit 3'; echo no
### eval with quotes
x="a b"; eval "args \"\$x\" '\$x'"
### eval of a loop
eval 'for i in 1 2; do echo $i; done'; eval 'x=5'; echo $x
### eval syntax error ends the script
eval 'if'; echo no
### dot
echo 'echo sourced; x=5; return 3; echo no' > lib; . ./lib; echo $? $x
### dot sees variables
echo 'echo $v' > lib; v=7; . ./lib
### dot of a missing file ends the script
. ./nofile; echo no
### command
command echo a; command -v echo; command -v nosuch_xyz; echo $?; command -v if
### command of a function
f() { :; }; command -v f; command f 2>/dev/null; echo $?
### type
type echo >/dev/null; echo $?; type nosuch_xyz >/dev/null 2>&1; echo $?
### export
export x=1; sh -c 'echo $x'; x=2; sh -c 'echo $x'; unset x; sh -c 'echo ${x-unset}'
### export without a value
y=5; export y; sh -c 'echo $y'
### export with expansion
v='a b'; export w=$v; sh -c 'echo "$w"'
### export list form
export zz_q="it's"; export -p | while read l; do case $l in *zz_q*) echo "$l";; esac; done
### bad variable name
(export 1x=2; echo no) 2>/dev/null; echo $?
### getopts
set -- -a -b val -cd rest; while getopts ab:cd o; do echo "$o ${OPTARG-}"; done; echo $OPTIND; shift $((OPTIND-1)); echo $1
### getopts unknown
set -- -x; getopts a o 2>/dev/null; echo "$o $?"
### getopts silent
set -- -x -b; getopts :ab: o; echo "$o $OPTARG"; getopts :ab: o; echo "$o $OPTARG"
### getopts attached argument
set -- -bvalue; getopts b: o; echo "$o $OPTARG"
### getopts double dash
set -- -a -- -b; while getopts ab o; do echo $o; done; echo $OPTIND
### getopts with its own arguments
getopts a o -a; echo $o; getopts a o -a; echo $?
### getopts reset
set -- -a; getopts a o; echo $o; OPTIND=1; getopts a o; echo $o
### umask
umask 022; umask; umask 077; umask; umask u=rwx,g=rx,o=; umask
### umask symbolic
umask 022; umask -S
### shift too many
shift 3; echo no
### bad shift
shift x; echo no
### set lists variables
zz_v='a b'; set | while read l; do case $l in zz_v*) echo "$l";; esac; done
### unset several
a=1 b=2; unset a b; echo ${a-x} ${b-y}
### times has two lines
times > f; while read l; do echo x; done < f
### wait without jobs
wait; echo $?
### wait for a background status
(exit 3) & wait $!; echo $?; (exit 0) & wait $!; echo $?
### wait for several
(exit 1) & a=$!; (exit 2) & b=$!; wait $a; echo $?; wait $b; echo $?
### wait for all is zero
(exit 1) & (exit 2) & wait; echo $?
### wait for the unknown
wait 999999 2>/dev/null; echo $?
### kill zero
kill -0 $$; echo $?
### kill a background command
sleep 5 & kill $! ; wait $! 2>/dev/null; echo $?
### kill with a name
sleep 5 & kill -s HUP $! ; wait $! 2>/dev/null; echo $?; sleep 5 & kill -USR1 $! ; wait $! 2>/dev/null; echo $?
### kill list of a number
kill -l 15; kill -l 2; kill -l 143
### kill the unknown
kill 999999 2>/dev/null; echo $?
### background and status
true & echo $?; wait
### last background pid
: & x=$!; [ -n "$x" ] && echo set; wait
### background list
{ echo a; echo b; } & wait
### background subshell variables
x=1; { x=2; } & wait; echo $x
### exec replaces
exec echo replaced; echo no
### exec in a subshell
(exec echo a; echo no); echo b
### exec of nothing
exec; echo still
### exec not found ends
(exec nosuch_xyz; echo no) 2>/dev/null; echo $?
### hash
hash 2>/dev/null; echo $?
### colon with redirection
: > f; [ -f f ] && echo made
### true in a condition
if :; then echo a; fi
### return outside a function
(return 2>/dev/null; echo x) >/dev/null; echo ok
