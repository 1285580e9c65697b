echo "x\{8\}/A"; echo "${u-a\}b}"; echo "${u-a\{b}"; echo "a\}b$(echo "\}")"; cat <<E
\} ${u-x\}y}
E
