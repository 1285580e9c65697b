The words that no real system has.

  $ help refs
  usage: refs [--json] MODULE ...
  every reference on a module: who, what, since when
    refs chardev
    refs --json proto
  a word of modsh: no real system has it, and --strict leaves it out
  $ refs
  refs: usage: refs [--json] MODULE ...
  [2]
  $ refs nothing
  refs: module nothing is not loaded
  [1]
  $ plan nothing
  plan: module nothing is not loaded
  [1]
  $ modprobe user2
  $ refs core
  core: refcnt 2 = 2 modules (user2, user)
  REFS  OBJECT               HOLDER            TAKEN BY              SINCE
     1  module user          user              ref_module            t 0.0 s
     1  module user2         user2             ref_module            t 0.0 s
  $ plan core
  core goes in 3 steps
    1  rmmod user2     uses core, user
    2  rmmod user      uses core
    3  rmmod core
  $ table on
  table: only the interactive shell has this
  [1]
  $ psock
  usage: psock open | psock hold [N]
  [2]
  $ psock open
  psock: opened and closed

One script under some of the rules, side by side.

  $ compare --regimes 2.4,dev-hold,today scripts/held-device.sh
  REGIME      END     STATUS     TIME  GETS  FIRST DIFFERENCE
  2.4         waited       0    1.0 s     2  as today
  dev-hold    refused      1    1.0 s     3  Module netdev is in use
  today       waited       0    1.0 s     2
  1 refused, 2 waited.
  $ compare nothere.sh
  compare: nothere.sh: No such file or directory
  [1]
