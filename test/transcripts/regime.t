The ten rules.

  $ regime
    2.2         real      the module counts its own users, in its own text
      costs   one shared word, written by hundreds of open() functions
      breaks  its text runs at count 0: before the get, and after the put
    2.4         real      the core counts through owner; a get may fail
      costs   one spinlock for the counts of all modules
      breaks  without an owner as 2.2; devices and TIME_WAIT are not counted
    2.5         real      try_module_get per CPU; rmmod -w waits, deaf to signals
      costs   a local word for a get or put; every unload stops all CPUs
      breaks  rmmod -w cannot be left, and exit() runs with the loader locked
    2.5-netdev  real      a device has its own count, and the module ignores it
      costs   as 2.5: nothing for each packet
      breaks  a driver goes under routes, neighbours and queued packets
    dev-hold    proposal  every dev_hold takes the module as well
      costs   a module get and put for each packet, route, neighbour, address
      breaks  dev_hold may fail, at some 66 places that cannot unwind
    per-object  proposal  every network object takes its module
      costs   two or more module gets a packet, one for each copy
      breaks  any allocation may fail; a path that does not unwind leaks
    can-unload  real      the module is asked; counts are ignored
      costs   nothing until rmmod asks
      breaks  the answer is stale at once: a packet may come after the yes
    drain       proposal  close the gate, drain all, commit; Ctrl-C until then
      costs   a shared word for every get and put, and for every object
      breaks  new users are refused, even if the drain is then cancelled
    never       real      modules are not removed
      costs   nothing, but the memory
      breaks  an init that fails still frees the module under whoever got in
  \x3e today       real      one count; rmmod never waits for users, exit() may wait (esc)
      costs   one shared word for every get and put
      breaks  a failing init frees under its users; overlapping users starve
  $ regime nothing
  regime: unknown regime nothing (there are 2.2, 2.4, 2.5, 2.5-netdev, dev-hold, per-object, can-unload, drain, never, today)
  [1]
  $ regime drain
  regime: a script runs under one regime: modsh run --regime drain FILE
  [1]

A script runs under one rule from its start to its end; a session may choose another one.
