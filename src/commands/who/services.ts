/** What `refs` and `plan` look at. */
import type { KernelSystem } from '../../kernel/system.ts';

export interface WhoServices {
  readonly system: KernelSystem;
}
