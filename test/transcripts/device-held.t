A network device in somebody's hand: today rmmod is not refused, for the module's count is 0. It waits inside exit() until
the last reference is given back, deaf to signals.

  $ insmod netdev.ko
  $ insmod devholder.ko
  $ lsmod
  Module                  Size  Used by
  devholder              16384  0
  netdev                 16384  0
  $ refs netdev
  netdev: refcnt 0
  REFS  OBJECT               HOLDER            TAKEN BY              SINCE
   (1)  mdev0                devholder         dev_get_by_name       t 0.0 s
  (n) is not in the count under today: rmmod starts, exit() waits. See: regime
  $ plan netdev
  netdev goes in 2 steps
    1  rmmod devholder  devholder holds mdev0; until then exit() of netdev waits
    2  rmmod netdev
  $ rmmod netdev & sleep 1
  $ kill -KILL $!; sleep 1
  $ cat /sys/module/netdev/initstate
  going
  $ rmmod devholder
  $ wait $! 2>/dev/null
  [137]
  $ lsmod
  Module                  Size  Used by
  $ dmesg | sed 's/^[^]]*] //'
  netdev: loading out-of-tree module taints kernel.
  netdev: module verification failed: signature and/or required key missing - tainting kernel
  netdev: init, registered mdev0
  devholder: init, holding mdev0 1 times
  netdev: exit, unregistering mdev0
  devholder: exit, let go of mdev0
  netdev: exit
