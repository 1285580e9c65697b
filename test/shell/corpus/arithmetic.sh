### plus and precedence
echo $((1+2*3)) $(((1+2)*3)) $((10-2-3)) $((2*3%4))
### division truncates
echo $((7/2)) $((-7/2)) $((7%3)) $((-7%3))
### comparisons
echo $((1<2)) $((2<=2)) $((3>4)) $((4>=5)) $((1==1)) $((1!=1))
### logic
echo $((1&&0)) $((1||0)) $((!0)) $((!5))
### bits
echo $((5&3)) $((5|3)) $((5^3)) $((~5)) $((1<<4)) $((-16>>2))
### ternary
echo $((1?2:3)) $((0?2:3)) $((1?0?4:5:6))
### variables with and without dollar
x=5; y=x; echo $((x+1)) $(($x+1)) $((${x}+1))
### unset and empty are zero
unset u; e=; echo $((u+1)) $((e+1))
### assignment
echo $((x=5)) $x $((x+=2)) $x $((x*=3)) $((x-=1)) $((x/=4)) $((x%=3)) $x
### shift and bit assignment
x=1; echo $((x<<=3)) $((x>>=1)) $((x|=3)) $((x&=6)) $((x^=1))
### hex and octal
echo $((0x1f)) $((010)) $((0xFF)) $((0))
### unary signs
echo $((-5)) $((+5)) $((- -5)) $((-(3)))
### blanks and newlines
echo $(( 1
+ 2 ))
### nested expansion
x=3; echo $(( $(echo 4) * x )) $(($((1+1))*3))
### expression in a variable
op='1+2'; echo $(($op*3))
### short circuit does not assign
x=1; : $((0&&(x=9))); echo $x; : $((1||(x=9))); echo $x
### overflow wraps
echo $((9223372036854775807+1))
### largest
echo $((9223372036854775807)) $((-9223372036854775807-1))
### division by zero ends the script
echo $((1/0)); echo no
### remainder by zero in a subshell
(echo $((1%0)); echo no); echo $?
### bad expression
(echo $((1+)); echo no); echo $?
### bad number in a variable
x=abc; (echo $((x)); echo no); echo $?
### in double quotes
echo "$((1+1)) and $((2+2))"
### as an index of a loop
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done
### positional in expressions
set -- 4 5; echo $(($1*$2)) $(($#+1))
### comparison chain
echo $((1<2==1)) $((1+1==2&&2*2==4))
### negative shift of sign
echo $((-1>>1)) $((1<<62))
### parentheses
echo $(((((1))))) $(( (1) + (2) ))
### status of arithmetic
: $((0)); echo $?
### large product wraps
echo $((4611686018427387904*2))
### unary not and tilde mix
echo $((!~0)) $((~!0)) $((-~3))
