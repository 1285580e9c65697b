### a backslash before a brace in double quotes stays
echo "x\{8\}/A"; echo "a\}b$(echo "\}")"
### but not in the operand of an expansion
echo "${u-a\}b}"; echo "${u-a\{b}"
### nor in that of a here-document
cat <<E
\} ${u-x\}y}
E
