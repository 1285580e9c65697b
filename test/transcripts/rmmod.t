Who may be removed, and what is said otherwise.

  $ modprobe user2
  $ lsmod
  Module                  Size  Used by
  user2                  16384  0
  user                   16384  1 user2
  core                   16384  2 user,user2
  $ rmmod core
  rmmod: ERROR: Module core is in use by: user user2
  [1]
  $ rmmod user2 user core
  $ lsmod
  Module                  Size  Used by
  $ rmmod core
  rmmod: ERROR: Module core is not currently loaded
  [1]
  $ rmmod
  rmmod: ERROR: missing module name.
  [1]

A module without an exit function says so in its row.

  $ insmod noexit.ko
  $ rmmod noexit
  rmmod: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'noexit': Device or resource busy
  rmmod: ERROR: could not remove module noexit: Device or resource busy
  [1]
  $ cat /proc/modules | cut -d ' ' -f 1-5
  noexit 12288 0 [permanent], Live
