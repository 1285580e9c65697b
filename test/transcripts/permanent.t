A module that holds a reference to itself can never be seen idle, unless it lets go.

  $ insmod selfref.ko
  $ lsmod
  Module                  Size  Used by
  selfref                16384  1
  $ rmmod selfref
  rmmod: ERROR: Module selfref is in use
  [1]
  $ refs selfref
  selfref: refcnt 1 = 1 self reference
  REFS  OBJECT               HOLDER             TAKEN BY              SINCE
     1  1 self reference     the module itself  try_module_get        t 0.0 s
  $ plan selfref
  selfref goes in 2 steps
    1  echo 1 > /sys/module/selfref/parameters/drop  it holds a reference to itself
    2  rmmod selfref
  $ echo 1 > /sys/module/selfref/parameters/drop
  $ rmmod selfref

A driver without an exit function is permanent, unless it is forced out, where the kernel was built for that (Debian's is).
The kernel is tainted from then on.

  $ insmod noexit.ko
  $ rmmod noexit
  rmmod: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'noexit': Device or resource busy
  rmmod: ERROR: could not remove module noexit: Device or resource busy
  [1]
  $ rmmod -f noexit
  $ lsmod
  Module                  Size  Used by
