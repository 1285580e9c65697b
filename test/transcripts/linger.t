A closed socket lingers, as TIME_WAIT does, and its protocol's module cannot go before it.

  $ insmod proto.ko linger_ms=60000
  $ psock open
  psock: opened and closed
  $ rmmod proto
  rmmod: ERROR: Module proto is in use
  [1]
  $ refs proto
  proto: refcnt 1 = 1 lingering socket
  REFS  OBJECT               HOLDER            TAKEN BY              SINCE
     1  1 lingering socket   timer, 60 s left  inet_twsk_alloc       t 0.0 s
  $ plan proto
  proto goes in 2 steps, at t 60.0 s at the earliest
    1  sleep 60        a closed socket lingers
    2  rmmod proto
  $ sleep 59
  $ rmmod proto
  rmmod: ERROR: Module proto is in use
  [1]
  $ sleep 2
  $ rmmod proto
  $ lsmod
  Module                  Size  Used by

rmmod -w waits for it. Kmod's rmmod has no such option any more: this one is ours.

  $ insmod proto.ko linger_ms=5000
  $ psock open
  psock: opened and closed
  $ rmmod -w proto
  $ lsmod
  Module                  Size  Used by

A wait that is interrupted leaves everything as it was.

  $ insmod proto.ko linger_ms=60000
  $ psock open
  psock: opened and closed
  $ timeout -s INT 3 rmmod -w proto
  [124]
  $ cat /sys/module/proto/refcnt
  1
