modprobe loads what is needed first, and knows names, aliases and configuration.

  $ modprobe -v user2
  insmod /lib/modules/6.1.0-56-amd64/extra/core.ko 
  insmod /lib/modules/6.1.0-56-amd64/extra/user.ko 
  insmod /lib/modules/6.1.0-56-amd64/extra/user2.ko 
  $ lsmod
  Module                  Size  Used by
  user2                  16384  0
  user                   16384  1 user2
  core                   16384  2 user,user2
  $ modprobe user2
  $ modprobe --first-time user2
  modprobe: ERROR: could not insert 'user2': Module already in kernel
  [1]
  $ modprobe -r -v user2
  rmmod user2
  rmmod user
  $ lsmod
  Module                  Size  Used by
  core                   16384  0
  $ modprobe nothere
  modprobe: FATAL: Module nothere not found in directory /lib/modules/6.1.0-56-amd64
  [1]
  $ modprobe --show-depends user2
  insmod /lib/modules/6.1.0-56-amd64/extra/core.ko 
  insmod /lib/modules/6.1.0-56-amd64/extra/user.ko 
  insmod /lib/modules/6.1.0-56-amd64/extra/user2.ko 
  $ modprobe -n -v chardev
  insmod /lib/modules/6.1.0-56-amd64/extra/chardev.ko 

Configuration: options that are always given, and a command that is run instead of loading.

  $ echo 'options chardev greeting=configured' > /etc/modprobe.d/local.conf
  $ modprobe chardev
  $ cat /dev/chardev0
  configured
  $ modprobe -r chardev
  $ echo 'install chardev echo "not today"' > /etc/modprobe.d/local.conf
  $ modprobe chardev
  not today
  $ lsmod
  Module                  Size  Used by
  core                   16384  0
