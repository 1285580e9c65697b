Parameters: given when the module is loaded, read and written in sysfs.

  $ modinfo -p chardev.ko
  greeting:text the device holds when it is loaded (charp)
  bufsize:bytes the device can hold (1 to 4096) (int)
  debug:log every read and write (bool)
  $ insmod chardev.ko greeting=hi bufsize=128
  $ cat /dev/chardev0
  hi
  $ cat /sys/module/chardev/parameters/greeting /sys/module/chardev/parameters/bufsize
  hi
  128
  $ ls /sys/module/chardev/parameters
  bufsize
  debug
  greeting
  $ rmmod chardev
  $ insmod chardev.ko bufsize=many
  insmod: ERROR: could not insert module chardev.ko: Invalid parameters
  [1]
  $ insmod chardev.ko 'greeting="two words"'
  $ cat /dev/chardev0
  two words
  $ rmmod chardev
  $ insmod chardev.ko colour=red
  $ dmesg | sed 's/^[^]]*] //'
  chardev: loading out-of-tree module taints kernel.
  chardev: module verification failed: signature and/or required key missing - tainting kernel
  chardev: init, greeting=hi bufsize=128
  chardev: open, 1 open now
  chardev: release, 0 open now
  chardev: exit
  chardev: `many' invalid for parameter `bufsize'
  chardev: init, greeting=two words bufsize=64
  chardev: open, 1 open now
  chardev: release, 0 open now
  chardev: exit
  chardev: unknown parameter 'colour' ignored
  chardev: init, greeting=hello bufsize=64
