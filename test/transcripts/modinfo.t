What a module file says of itself.

  $ modinfo chardev.ko
  filename:       /fixtures/chardev.ko
  alias:          modsh-chardev
  version:        1.0
  description:    Fixture character device with an owner field
  author:         modsh fixtures
  license:        GPL
  srcversion:     83F80761E88AAF2B00F70C3
  depends:        
  retpoline:      Y
  name:           chardev
  vermagic:       6.1.0-56-amd64 SMP preempt mod_unload modversions 
  parm:           greeting:text the device holds when it is loaded (charp)
  parm:           bufsize:bytes the device can hold (1 to 4096) (int)
  parm:           debug:log every read and write (bool)
  $ modinfo -F license proprietary.ko
  Proprietary
  $ modinfo -F depends user2.ko
  core,user
  $ modinfo nothere
  modinfo: ERROR: Module nothere not found.
  [1]
