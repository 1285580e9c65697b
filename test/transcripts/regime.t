The ten rules.

  $ regime
    2.2         real      the module counts its own users, in its own text
    2.4         real      the core counts through owner; a get fails once the module is marked as deleted
    2.5         real      try_module_get on counts per CPU; unload stops the machine, rmmod -w waits deaf to signals
    2.5-netdev  real      a device has its own count and the module ignores it: the bug of the article
    dev-hold    proposal  every dev_hold takes the module as well
    per-object  proposal  every network object takes its module: packet, route, neighbour, socket, TIME_WAIT
    can-unload  real      the module is asked; counts are ignored
    drain       proposal  close the gate, drain everything including TIME_WAIT, commit; Ctrl-C cancels until the commit
    never       real      modules are not removed
  \x3e today       real      one count with a base reference; rmmod never waits for users, exit() may wait for devices (esc)
  $ regime nothing
  regime: unknown regime nothing (there are 2.2, 2.4, 2.5, 2.5-netdev, dev-hold, per-object, can-unload, drain, never, today)
  [1]
  $ regime drain
  regime: a script runs under one regime: modsh run --regime drain FILE
  [1]

A script runs under one rule from its start to its end; a session may choose another one.
