/** What the system lends to the module tools. All of it may be missing: then they are today's tools of Debian 12, plus `rmmod -w`. */
import type { UserPath } from '../../engine/step.ts';
import type { ToolTexts } from '../texts/texts.ts';

export interface ModuleToolServices {
  /** Exactly the real tools: no word and no option of ours. */
  readonly strict?: boolean;
  /**
   * Who waits in `rmmod -w`: the tool (as `modprobe -r -w` does, a signal ends it), the kernel (delete_module without
   * O_NONBLOCK, deaf to signals), or nobody: the option is refused. `drain`: the kernel drains and waits, with and without
   * -w, so the tool leaves the count to it.
   */
  readonly rmmodWait?: 'tool' | 'kernel' | 'drain' | 'never';
  /** The errno (positive) with which the kernel refuses to remove a module in use; default: EAGAIN, as today. */
  readonly inUse?: number;
  /** Waits until a module's count may have changed, so that `rmmod -w` need not look again and again. */
  readonly waitUnused?: (module: string) => UserPath<void>;
  /** The texts of the generation of tools that belongs to the regime. */
  readonly toolTexts?: ToolTexts;
}
