A POSIX shell: what scripts need, in the words of dash.

  $ echo "$((6 * 7))" 'a  b' "$HOME"
  42 a  b /root
  $ for m in core user; do
  >   insmod $m.ko
  > done
  $ lsmod | while read name size used; do echo "$name:$used"; done
  Module:Used by
  user:0
  core:1 user
  $ count() { cat "/sys/module/$1/refcnt"; }
  $ count core
  1
  $ if rmmod core 2>/dev/null; then echo gone; else echo kept; fi
  kept
  $ [ -e /sys/module/core ] && echo there
  there
  $ false | true; echo $?
  0
  $ (exit 7)
  [7]
  $ nosuchcommand
  sh:*nosuchcommand:*not found (glob)
  [127]
  $ cat <<END
  > core is used by $(count core)
  > END
  core is used by 1
  $ (trap 'echo bye' EXIT; echo in)
  in
  bye
  $ x=${y:-default}; echo "$x ${#x} ${x%t}"
  default 7 defaul
  $ printf '%s-%03d\n' a 7
  a-007
  $ sleep 100 & kill $!; wait $! 2>/dev/null
  [143]
