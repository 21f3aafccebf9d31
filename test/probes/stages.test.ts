import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../src/core/errors.js';
import { Stages, TooLate } from '../../src/probes/stages.js';

const never = new Promise<never>(() => {});
const limits = (total: number, stage: number) => ({ total, stage: () => stage });

describe('the stages of a probe', () => {
  it('are recorded in order, each once, with the time they took', async () => {
    const seen: string[] = [];
    const stages = new Stages<string>(limits(1000, 1000), (stage) => seen.push(stage));
    stages.enter('resolve');
    stages.done('pass', '192.0.2.1');
    stages.enter('connect');
    stages.enter('connect');
    stages.enter('greeting');
    await new Promise((resolve) => setTimeout(resolve, 20));
    stages.done('fail', 'garbage');
    stages.close();
    expect(seen).toEqual(['resolve', 'connect', 'greeting']);
    expect(stages.list.map(({ stage, status, detail }) => [stage, status, detail])).toEqual([
      ['resolve', 'pass', '192.0.2.1'],
      ['connect', 'pass', ''],
      ['greeting', 'fail', 'garbage'],
    ]);
    expect(stages.list[2]?.ms).toBeGreaterThanOrEqual(19);
  });

  it('end at their own deadline, and say how long was waited', async () => {
    const stages = new Stages<string>(limits(10_000, 30));
    stages.enter('greeting');
    await expect(stages.within(never)).rejects.toBeInstanceOf(TooLate);
    await expect(stages.within(never)).rejects.toMatchObject({ waited: 'no answer in 0 s' });
    stages.close();
  });

  it('end at the deadline of all, however many there are', async () => {
    const stages = new Stages<string>(limits(60, 50));
    const start = performance.now();
    const walk = async () => {
      for (let stage = 0; ; stage += 1) {
        stages.enter(String(stage));
        await stages.within(new Promise((resolve) => setTimeout(resolve, 10)));
      }
    };
    await expect(walk()).rejects.toBeInstanceOf(TooLate);
    expect(performance.now() - start).toBeLessThan(1000);
    stages.close();
  });

  it('end when the person cancels, before or while', async () => {
    const cancel = new AbortController();
    const stages = new Stages<string>(limits(10_000, 10_000), undefined, cancel.signal);
    stages.enter('auth');
    const waiting = stages.within(never);
    cancel.abort();
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
    stages.close();
    const late = new Stages<string>(limits(10_000, 10_000), undefined, cancel.signal);
    await expect(late.within(never)).rejects.toBeInstanceOf(Cancelled);
    late.close();
  });
});
