One question under several rules: a file is open, and rmmod is called.

  $ insmod chardev.ko
  $ exec 3</dev/chardev0
  $ rmmod chardev
  rmmod: ERROR: Module chardev is in use
  [1]

regime: 2.4

In 2.4 the core counts through the owner field.

  $ insmod chardev.ko
  $ exec 3</dev/chardev0
  $ rmmod chardev
  chardev: Device or resource busy
  [1]

regime: never

Where modules are not removed, none is.

  $ insmod chardev.ko
  $ rmmod chardev
  rmmod: ERROR: Module unloading is not supported
  [1]

regime: drain

Draining waits for whoever is there, and can be left until it commits.

  $ insmod chardev.ko
  $ exec 3</dev/chardev0
  $ timeout -s INT 3 rmmod chardev
  [124]
  $ cat <&3
  hello
  $ exec 3<&-
  $ rmmod chardev
  $ lsmod
  Module                  Size  Used by
