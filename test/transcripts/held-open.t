An open file holds its module: the count is raised before the driver's open is called.

  $ insmod chardev.ko
  $ exec 3</dev/chardev0
  $ lsmod
  Module                  Size  Used by
  chardev                16384  2
  $ rmmod chardev
  rmmod: ERROR: Module chardev is in use
  [1]
  $ cat /sys/module/chardev/refcnt
  2
  $ refs chardev
  chardev: refcnt 2 = 1 file x2
  REFS  OBJECT               HOLDER            TAKEN BY              SINCE
     2  /dev/chardev0        sh fd 3           cdev_get fops_get     t 0.0 s
  $ plan chardev
  chardev goes in 2 steps
    1  exec 3<&-       sh fd 3 has /dev/chardev0 open
    2  rmmod chardev
  $ cat <&3
  hello
  $ exec 3<&-
  $ rmmod chardev
  $ lsmod
  Module                  Size  Used by
  $ dmesg | sed 's/^[^]]*] //'
  chardev: loading out-of-tree module taints kernel.
  chardev: module verification failed: signature and/or required key missing - tainting kernel
  chardev: init, greeting=hello bufsize=64
  chardev: open, 1 open now
  chardev: release, 0 open now
  chardev: exit
