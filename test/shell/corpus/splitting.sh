### default splitting
x=' a  b	c
d '; args $x
### splitting at a colon
IFS=:; x=a:b::c:; args $x
### leading delimiter makes an empty field
IFS=:; x=:a; args $x
### mixed white and other
IFS=' :'; x='a : b  c: :d'; args $x
### empty ifs does not split
IFS=; x='a b'; args $x
### unset ifs splits by default
unset IFS; x='a b'; args $x
### splitting of command substitution
args $(echo 'a b'; echo c)
### no splitting in assignment
x='a b'; y=$x; args "$y"
### no splitting in case
x='a b'; case $x in 'a b') echo yes;; esac
### no splitting of literals
IFS=a; args bab
### splitting of unquoted default
unset x; args ${x:-a b}
### splitting joins with neighbours
x='a b'; args -$x- "-"$x"-"
### quoted and unquoted parts
x=' a '; args -$x-; args "$x"$x
### empty variable vanishes
x=; args $x a "$x"
### only delimiters vanish
x='   '; args $x; IFS=:; y=:; args $y; y=::; args $y
### ifs for one read
echo 'a:b c' | { IFS=: read x y; args "$x" "$y"; }
### read splits the rest into the last
echo ' a b  c d ' | { read x y; args "$x" "$y"; }
### read one variable trims
echo '  a b  ' | { read x; args "$x"; }
### read with more variables than fields
echo a | { read x y z; args "$x" "$y" "$z"; }
### read backslash
printf '%s\n' 'a\ b c\' 'd' | { read x y; args "$x" "$y"; }
### read raw
printf '%s\n' 'a\ b c\' | { read -r x y; args "$x" "$y"; }
### read at the end of input
printf 'abc' | { read x; echo $?; args "$x"; }
### read nothing
: | { x=1; read x; echo $?; args "$x"; }
### read with other delimiters
echo 'a,b,,c' | { IFS=, read w x y z; args "$w" "$x" "$y" "$z"; }
### read last field keeps delimiters
echo 'a:b:c:' | { IFS=: read x y; args "$x" "$y"; }
### read a loop of lines
printf 'a b\nc d\n' | while read x y; do args "$y" "$x"; done
### read does not take more than a line
printf 'a\nb\nc\n' | { read x; cat; }
### newline in ifs
IFS='
'; x='a b
c'; args $x
### glob result is not split
cd "$(mktemp -d 2>/dev/null || echo .)" 2>/dev/null; : > 'a b'; args a*
### arithmetic is split
IFS=0; args $((100+1))
### length is split
IFS=1; x=0123456789a; args ${#x}
