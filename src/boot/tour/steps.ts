/** The tour's ten steps as data: the rule, what is set up, what to type, what counts as seen, and what is told. */
import type { NoteEvent } from '../../engine/step.ts';

/** What happened since the step began, whatever kernels it happened under. */
export interface Facts {
  /** The event logs of its kernels, in order. */
  readonly events: readonly NoteEvent[];
  /** Programs that ended, in order. */
  readonly ended: readonly { readonly argv: readonly string[]; readonly status: number }[];
  readonly oopses: number;
}

/** One way through a step. */
export interface Way {
  /** Words that must exist for it. */
  readonly needs: readonly string[];
  /** Commands that are offered, one after another. */
  readonly offers: readonly string[];
  /** Was its effect seen? */
  done(facts: Facts): boolean;
  /** What was to be seen, told when it was. */
  readonly seen: string;
}

export interface TourStep {
  readonly title: string;
  readonly regime: string;
  /** Commands that run in each fresh kernel of the step before its prompt. */
  readonly setup: string;
  /** The first whose words exist is taken. */
  readonly ways: readonly Way[];
  /** At most four lines of 78 columns. */
  readonly narration: string;
  readonly source: string;
}

const ARTICLE = 'LWN, "Module reference counts - back to the future?", 7 May 2003';

/** Did a program end whose first words are these? `status`: only with this one. */
const ended = ({ ended: list }: Facts, words: string, status?: number): boolean =>
  list.some(({ argv, status: its }) => `${argv.join(' ')} `.startsWith(`${words} `) && (status === undefined || status === its));

const happened = ({ events }: Facts, name: string, module: string): boolean =>
  events.some((event) => event.name === name && event['module'] === module);

const HELD_DEVICE = 'insmod /fixtures/netdev.ko; insmod /fixtures/devholder.ko';

export const tourSteps: readonly TourStep[] = [
  {
    title: 'Who counts?',
    regime: '2.2',
    setup: 'insmod /fixtures/chardev.ko',
    ways: [
      {
        needs: ['explore'],
        offers: ['explore chardev'],
        done: (facts) => ended(facts, 'explore chardev'),
        seen: 'the count was 0 all the time: rmmod had nothing to see',
      },
      {
        needs: [],
        offers: ['exec 3</dev/chardev0', 'refs chardev'],
        done: (facts) => happened(facts, 'file_open', 'chardev') && ended(facts, 'refs chardev'),
        seen: 'the module itself took the reference, in code that rmmod may free',
      },
    ],
    narration:
      'In Linux 2.2 a module counts its own users: its open() raises the count. The call is under way before the count is, so an rmmod in between finds a count of 0 and frees the code that another CPU is about to run.',
    source: 'Linux 2.2, include/linux/module.h (MOD_INC_USE_COUNT), kernel/module.c',
  },
  {
    title: 'The owner',
    regime: '2.4',
    setup: 'insmod /fixtures/chardev.ko',
    ways: [
      {
        needs: [],
        offers: ['exec 3</dev/chardev0', 'rmmod chardev', 'refs chardev'],
        done: (facts) => happened(facts, 'file_open', 'chardev') && ended(facts, 'rmmod chardev', 1),
        seen: 'the core had counted before the driver was called',
      },
    ],
    narration:
      'Linux 2.4 takes the counting out of the module: file_operations names its owner, and the core takes a reference on it before it calls open(). One place does what every driver had to do for itself, and it does it in time.',
    source: 'Linux 2.4, include/linux/fs.h (fops_get), fs/devices.c',
  },
  {
    title: 'A reference that can be refused',
    regime: '2.5',
    setup: 'insmod /fixtures/chardev.ko',
    ways: [
      {
        needs: [],
        offers: ['exec 3</dev/chardev0', 'rmmod -w chardev 3<&- &', 'cat /dev/chardev0', 'kill -KILL %1', 'exec 3<&-'],
        done: (facts) => ended(facts, 'cat /dev/chardev0', 1) && happened(facts, 'module_gone', 'chardev'),
        seen: 'a newcomer was turned away; rmmod was deaf until the last user left',
      },
    ],
    narration:
      'In 2.5 a get may fail: while a module goes, newcomers get an error, and rmmod -w waits for those who are inside. It waits in the kernel, deaf to every signal, even to SIGKILL. Type the commands one by one and see what the job does.',
    source: 'Linux 2.6.0, kernel/module.c (try_module_get, wait_for_zero_refcount)',
  },
  {
    title: 'The bug',
    regime: '2.5-netdev',
    setup: HELD_DEVICE,
    ways: [
      {
        needs: [],
        offers: ['rmmod netdev', 'rmmod devholder'],
        done: (facts) => happened(facts, 'module_gone', 'netdev') && facts.oopses > 0,
        seen: 'the driver was gone, its device was not; the next to touch it fell',
      },
    ],
    narration:
      'A network device is counted for itself: whoever uses it takes a reference on the device, and of that the count of the module knows nothing. So a driver can go while its device is in use. With this bug the discussion of May 2003 began.',
    source: ARTICLE,
  },
  {
    title: 'A hold takes the module',
    regime: 'dev-hold',
    setup: HELD_DEVICE,
    ways: [
      {
        needs: [],
        offers: ['rmmod netdev', 'refs netdev', 'rmmod devholder netdev'],
        done: (facts) => ended(facts, 'rmmod netdev', 1),
        seen: 'refused: the hold is in the count of the module now',
      },
    ],
    narration:
      "Rusty Russell's proposal: each hold of a device takes a reference on its module, too. The driver then stays as long as somebody holds its device. The price: to take a hold could not fail before, and now it can.",
    source: ARTICLE,
  },
  {
    title: 'Where does it end?',
    regime: 'per-object',
    setup: 'insmod /fixtures/netdev.ko; ip link set mdev0 up; cost --reset',
    ways: [
      {
        needs: ['traffic', 'cost'],
        offers: ['traffic packets=1000 seconds=2', 'cost'],
        done: (facts) => ended(facts, 'traffic', 0) && ended(facts, 'cost', 0),
        seen: 'each packet took and gave back a reference',
      },
      {
        needs: [],
        offers: ['insmod devholder.ko', 'rmmod netdev', 'refs netdev'],
        done: (facts) => ended(facts, 'rmmod netdev', 1),
        seen: 'refused: the hold is in the count of the module',
      },
    ],
    narration:
      "David Miller's objection: a device is only the beginning. Routes, neighbours, sockets and in the end packets point into a module. If each of them takes a reference, the fast path counts all day long, and each place needs a way back for the case that it is refused.",
    source: ARTICLE,
  },
  {
    title: 'Ask the module',
    regime: 'can-unload',
    setup: 'insmod /fixtures/netdev.ko; insmod /fixtures/chardev.ko',
    ways: [
      {
        needs: ['explore'],
        offers: ['explore netdev'],
        done: (facts) => ended(facts, 'explore netdev'),
        seen: 'its yes was true when it was said, and too old when it was used',
      },
      {
        needs: [],
        offers: ['exec 3</dev/chardev0', 'rmmod chardev', 'lsmod'],
        done: (facts) => happened(facts, 'file_open', 'chardev') && ended(facts, 'rmmod chardev', 1),
        seen: 'the count is 0, but the module said no',
      },
    ],
    narration:
      'Another way: leave the counts alone and ask the module whether it may go. It knows best; but it can speak of the present only. Between its yes and its exit a packet can come in, and nobody stops it.',
    source: `Linux 2.4, include/linux/module.h (can_unload); ${ARTICLE}`,
  },
  {
    title: 'Drain',
    regime: 'drain',
    setup: 'insmod /fixtures/proto.ko linger_ms=60000; psock open >/dev/null; psock open >/dev/null',
    ways: [
      {
        needs: [],
        offers: ['rmmod -w proto', 'lsmod', 'rmmod -w proto'],
        done: (facts) => happened(facts, 'module_gone', 'proto'),
        seen: 'the wait could be left until its last step; then the module was gone',
      },
    ],
    narration:
      'What a protocol needs: close the door to newcomers, wait for all that is left, be it a minute of TIME_WAIT, and commit only then. Until then Ctrl-C takes everything back. Start it and press Ctrl-C; start it again and press Ctrl-F, which passes the minute.',
    source: `this rule is ours, no kernel has it; the wish: ${ARTICLE}`,
  },
  {
    title: 'Never, and today',
    regime: 'never',
    setup: HELD_DEVICE,
    ways: [
      {
        needs: [],
        offers: ['rmmod netdev', 'regime today', 'rmmod netdev &', 'rmmod devholder'],
        done: (facts) => ended(facts, 'rmmod netdev', 1) && happened(facts, 'module_gone', 'netdev'),
        seen: 'nothing goes; then rmmod is let in, and exit() waits for the device',
      },
    ],
    narration:
      'The plainest rule removes nothing; a kernel can be built so to this day (CONFIG_MODULE_UNLOAD=n). What came instead: rmmod is refused at once while there are users and waits for nobody, but exit() waits, outside the lock, until its device is free.',
    source: 'Linux 6.1, kernel/module/main.c, net/core/dev.c (netdev_wait_allrefs_any)',
  },
  {
    title: 'Ten answers',
    regime: 'today',
    setup: '',
    ways: [
      {
        needs: ['compare'],
        offers: ['compare scripts/held-device.sh'],
        done: (facts) => ended(facts, 'compare', 0),
        seen: 'ten answers to one question',
      },
      {
        needs: [],
        offers: ['regime'],
        done: (facts) => ended(facts, 'regime', 0),
        seen: 'ten answers to one question',
      },
    ],
    narration:
      'One question, ten rules. Each of them pays somewhere: with a crash, with a refusal, with a wait, or with counting. Change the script, and see who pays then.',
    source: ARTICLE,
  },
];
