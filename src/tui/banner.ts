/** What is said once, before the first prompt. */

/** Three lines while nothing was ever typed, one later, none when asked to be quiet. */
export function bannerLines(version: string, regime: string, firstTime: boolean, quiet: boolean): string[] {
  if (quiet) return [];
  if (!firstTime) return [`modsh ${version}, ${regime}. help lists commands.`];
  return [
    `modsh ${version}: load, hold and tear out kernel modules. No real kernel is touched.`,
    'Try this:  insmod chardev.ko; exec 3</dev/chardev0; rmmod chardev',
    'help lists all commands, Tab completes, refs says who holds it, Ctrl-D leaves.',
  ];
}
