Loading a module: the file as it is, without looking for what it needs.

  $ insmod chardev.ko
  $ lsmod
  Module                  Size  Used by
  chardev                16384  0
  $ insmod chardev.ko
  insmod: ERROR: could not insert module chardev.ko: File exists
  [1]
  $ insmod nothere.ko
  insmod: ERROR: could not load module nothere.ko: No such file or directory
  [1]
  $ insmod
  insmod: ERROR: missing filename.
  [1]
  $ insmod user.ko
  insmod: ERROR: could not insert module user.ko: Unknown symbol in module
  [1]
  $ dmesg | tail -n 1
  [    0.003330] user: Unknown symbol core_add (err -2)
  $ insmod core.ko && insmod user.ko && insmod user2.ko
  $ lsmod
  Module                  Size  Used by
  user2                  16384  0
  user                   16384  1 user2
  core                   16384  2 user,user2
  chardev                16384  0
  $ cat /proc/modules
  user2 16384 0 - Live 0xffffffffc0210000 (OE)
  user 16384 1 user2, Live 0xffffffffc020b000 (OE)
  core 16384 2 user2,user, Live 0xffffffffc0206000 (OE)
  chardev 16384 0 - Live 0xffffffffc0201000 (OE)

A driver whose init fails is gone again, and its errno is the tool's message.

  $ insmod badinit.ko
  insmod: ERROR: could not insert module badinit.ko: No such device
  [1]
  $ insmod badinit.ko err=16
  insmod: ERROR: could not insert module badinit.ko: Device or resource busy
  [1]

Files that are no modules. One made for another release is taken, for with modversions the release itself is not compared.

  $ rmmod chardev
  $ for file in bad/*.ko; do insmod "$file"; echo "$file: $?"; done
  insmod: ERROR: could not insert module bad/empty.ko: Invalid parameters
  bad/empty.ko: 1
  bad/release.ko: 0
  insmod: ERROR: could not insert module bad/text.ko: Invalid module format
  bad/text.ko: 1
  insmod: ERROR: could not insert module bad/truncated.ko: Invalid module format
  bad/truncated.ko: 1
  insmod: ERROR: could not insert module bad/vermagic.ko: Invalid module format
  bad/vermagic.ko: 1
