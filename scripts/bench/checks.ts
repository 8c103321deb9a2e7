import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {examine} from '../../src/engine/examine.ts';
import {factsFor, gather} from '../../src/engine/plan.ts';
import {connect} from '../../src/facts/connect.ts';
import {liveSource, rememberReads} from '../../src/facts/sources/live.ts';
import {sessionAt} from '../../test/in-process.ts';
import {figure, type Figure} from './figures.ts';
import {NOW} from './served.ts';

const ROUNDS_TO_WARM_UP = 20;

/** (f) The checks alone, over the facts of one pod that are at hand. */
export async function checksAlone(n: number): Promise<readonly Figure[]> {
  const served = await serveWorld(loadStory('founding-case', NOW).world);
  const session = sessionAt(served);
  try {
    const facts = factsFor(CHECKS);
    const source = liveSource(rememberReads(await connect(session.options)), NOW);
    const answers = await gather(source, {kind: 'Pod', namespace: 'default', name: 'nginx'}, facts, session.signal);
    const once = (): number => {
      const started = performance.now();
      for (const check of CHECKS) examine(check, answers);
      return performance.now() - started;
    };
    const cold = once();
    for (let i = 0; i < ROUNDS_TO_WARM_UP; i++) once();
    const warm = Array.from({length: n}, once);
    const known = facts.filter((id) => answers[id]?.is === 'known').length;
    return [
      figure('checks.cold', `${CHECKS.length} checks of one pod, the first time`, 'ms', [cold]),
      figure('checks.warm', '  once they are warm', 'ms', warm),
      figure(
        'checks.rate',
        '  facts judged',
        'per s',
        warm.map((ms) => known / (ms / 1000)),
      ),
    ];
  } finally {
    session.end();
    await served.close();
  }
}
