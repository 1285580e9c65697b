### star and question mark
: > a1; : > a2; : > b1; echo *; echo a*; echo ?1; echo a?
### nothing matches
echo z* z?; echo [z]
### brackets
: > a1; : > a2; : > a3; echo a[12]; echo a[!1]; echo a[1-3]; echo a[3-1]
### hidden files
: > .h; : > v; echo *; echo .[a-z]*
### quoted patterns do not match
: > a1; echo 'a*' "a*" a\*
### patterns from variables
: > a1; : > a2; x='a*'; echo $x "$x"
### partly quoted
: > 'a*b'; : > axb; echo a'*'b a\*b a*b
### patterns in command substitution
: > a1; echo $(echo a*)
### no patterns in assignments
: > a1; x=a*; echo "$x"; echo $x
### patterns in for
: > a1; : > a2; for f in a* z*; do echo $f; done
### patterns sorted
: > b; : > a; : > B; : > A; : > 1; echo *
### absolute pattern
echo /de[v] /dev/nul[l]
### dot and slash
: > a1; echo ./a*
### directories
echo /t*p /*/null
### classes
: > a; : > 1; : > B; echo [[:digit:]] [[:upper:]] [[:alpha:]]
### bracket with special first
: > ']'; : > '-'; echo []] [-] []-]
### unclosed bracket
: > '[a'; echo [a
### case star matches slash and dot
case a/.b in *) echo all;; esac; case .a in *) echo dot;; esac
### case question mark
case a in ?) echo one;; esac; case ab in ?) echo no;; *) echo two;; esac
### case bracket range
for c in a m z 5 -; do case $c in [a-f]) echo low;; [0-9]) echo digit;; [-]) echo dash;; *) echo other;; esac; done
### case quoted bracket
case '[a]' in '[a]') echo lit;; esac; case a in '[a]') echo no;; [a]) echo set;; esac
### case escaped star
case '*' in \*) echo star;; esac; case x in \*) echo no;; *) echo other;; esac
### case with variable pattern and quotes
p='a*'; case 'a*' in "$p") echo quoted;; esac; case abc in $p) echo open;; esac
### case with empty pattern
case '' in '') echo empty;; esac; case x in '') echo no;; *) echo other;; esac
### case with several stars
case aXbXc in *X*X*) echo yes;; esac; case aXb in *X*X*) echo no;; *) echo one;; esac
### removal with backslash
x='a\b\c'; args "${x##*\\}" "${x#*\\}"
### removal with question marks
x=hello; args "${x%??}" "${x#??}"
### removal of quotes
x='"q"'; args "${x#\"}" "${x%\"}"
### backslash in pattern variable
p='\*'; case '*' in $p) echo star;; *) echo no;; esac
### range in removal
x=abc-123; args "${x%%-*}" "${x##*-}" "${x#[a-c]}"
### pattern with newline
x='a
b'; case $x in a*b) echo yes;; esac
### negated class
case 5 in [![:alpha:]]) echo notalpha;; esac
