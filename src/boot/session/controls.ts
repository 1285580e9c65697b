/** What commands may ask of the face. */
import type { FaceControls } from '../../commands/face/services.ts';
import { typedSystem } from '../systemWord.ts';
import type { SessionOptions, Talk } from './talk.ts';

/** The face as the commands of a session see it. */
export function controlsOf(talk: Talk, { dashboard, recording, regime: current, readSystem }: SessionOptions): FaceControls {
  return {
    showTable(on) {
      talk.table = on;
    },
    setSpeed(pace) {
      talk.pace = pace;
    },
    speed: () => talk.pace,
    reboot(regime, again) {
      talk.reboot = { regime, again };
    },
    tour(turn) {
      const answer = talk.guide.turn(turn, current.id);
      if (answer.boot !== undefined) talk.reboot = { regime: answer.boot, again: false, forTour: true };
      return answer;
    },
    ...(readSystem === undefined
      ? {}
      : {
          loadSystem(dir: string) {
            const answer = typedSystem(readSystem, talk.running, dir);
            if ('graph' in answer) talk.reboot = { regime: undefined, again: false, graph: answer.graph };
            return 'problem' in answer ? answer.problem : undefined;
          },
        }),
    ...(dashboard === true ? { openDashboard: () => void Object.assign(talk, { dashboard: true }) } : {}),
    ...(recording === undefined ? {} : { recording }),
  };
}
