### single quotes keep everything
args 'a $b `c` \d "e"'
### double quotes expand and keep blanks
x='a  b'; args "$x" "-$x-"
### backslash in double quotes
args "\$x \`y\` \"z\" \\ \q"
### backslash outside quotes
args a\ b \$x \'y\' \\ \*
### backslash newline joins lines
ec\
ho on\
e
### backslash newline in double quotes
args "on\
e"
### backslash newline in single quotes stays
args 'on\
e'
### empty arguments
args '' "" a'' ""b
### adjacent quotes make one word
args a"b c"'d e'f\ g
### nested quotes in command substitution
args "$(args "a b" 'c d')"
### quote inside parameter default
unset x; args "${x:-a b}" ${x:-a b} "${x:-"a b"}" ${x:-"a b"} ${x:-'a b'}
### single quote in quoted default is literal
unset x; args "${x:-'a b'}"
### backslash in quoted default
unset x; args "${x:-\$y}" "${x:-\}}" ${x:-\}}
### dollar alone
args $ "$" a$ "a$b" '$'
### hash inside a word is no comment
args a#b "#c" \#d # comment
### comment ends at newline
args a # b 'c
args d
### newline in a string
args 'a
b' "c
d"
### quoted pattern characters stay
args '*' "?" \[a]
### quotes removed after expansion only from the source
x='"a"'; args $x "$x" \"$x\"
### bang is plain in scripts
args "a!b" !a 'c!'
### tilde in quotes is literal
HOME=/h; args "~" '~' \~ ~ ~/x a~ ~"/x"
### tilde in assignments
HOME=/h; x=~/a:~/b; args "$x"; y=a~; args $y; z=a:~; args $z
### tilde of the environment without HOME quoted
HOME='/a b'; args ~/c
### command substitution strips newlines
args "$(printf 'a\n\n\n')" "$(printf '\n\na')"
### backquotes
args `echo a` "`echo b  c`" `echo \`echo d\``
### backslash in backquotes
args `printf %s \\\\a` "`echo \"q r\"`" `echo '\$x'`
### empty command substitution
args $(:) "$(:)" a$(:)b
### case inside command substitution
args $(case x in x) echo yes;; esac)
### comment inside command substitution
args $(echo a # no )
)
### parentheses in quotes inside command substitution
args "$(echo ')' "(")"
### here document in command substitution
args "$(cat <<X
a b
X
)"
### word starting with equals
args =a a= =
### braces alone
args { } {a} {}
### ansi text via printf
args "$(printf '\101\102\n')"
### semicolons and ampersands quoted
args 'a;b' "c&d" e\|f
### long chain of quotes
x=1; args "a"'b'"$x"'$x'\$x"\$x"
### assignment keeps quoted blanks
x="a b"  y=$x; args "$y"
### at and star in quotes
set -- 'a b' c; args "$@"; args "$*"; args $@; args $*
### at inside a word
set -- a b c; args "x$@y" "x$*y" x$@y
### at with no parameters
set --; args "$@"; args "$*"; args $@; args "x$@y"
### at next to an empty quote
set --; args ""$@ $@""
### at in an assignment
set -- a 'b  c'; x=$@; y="$@"; z=$*; args "$x" "$y" "$z"
