/** What `explore` says of itself: the only list of its options, for help, completions and the manual page. */
export const EXPLORE_USAGE = `explore SCENARIO|CASE|FILE [option ...]
explore --matrix [--shard I/N] [--jobs N] [--json]
explore merge REPORT ...
  --regime ID          the rule (default: today)
  --variant TEXT       one change to a path: "broken: ...", "repaired: ...", "option: ..."
  --model MODEL        big-lock, smp or preempt (default: smp)
  --users N            tasks that open, look up, connect
  --devices N          devices of the driver
  --rounds N|endless   how often each user goes round
  --rmmods N           tasks that unload
  --insmods N          tasks that load
  --fault SITE         a place that may fail each time it is passed; may be repeated
  --faults N           at most so many failures in one run
  --interrupts N       so many Ctrl-C may come, at any step
  --holder             user 0 never lets go of its device
  --notify             user 0 lets go once it is told of the unregistration
  --stuck              socket 0 is never closed
  --pick               a user takes any of the devices
  --part whole|open|close   the part of a file's life that is explored
  --calls open|insmod   what users do where two modules cross
  --timers deadline|any   the order in which armed timers fire (default: deadline)
  --loaded "MODULE [P=V ...]"   a module that is loaded first, where a module is explored; may be repeated
  --matrix             every case of the built-in table
  --shard I/N          the I-th of N parts of the matrix
  --jobs N             explore N cases of the matrix at a time (default: the cores; with --shard 1)
  --states N           give up (verdict: bound) after so many stored states
  --no-symmetry        explore states apart that only exchange like tasks or devices
  --no-persistent      explore every order of steps that do not touch each other
  --export promela     print the model for SPIN
  --output FILE        write the schedule that goes wrong
  --json               the result as JSON
`;
