import type { Path } from '../account/pointer.js';
import type { AnySpec, Change, Check, Fix, Outcome, Said, Text } from '../core/check.js';
import type { Facts } from '../core/facts.js';
import { cut } from '../core/words.js';
import { isRecord, kindOf } from './plugin-faults.js';

/** Runs a plugin's code and says meanwhile whose it is. */
export type Enter = <T>(work: () => T) => T;

/**
 * A check of a plugin, so that a bug of it costs its own results alone: it sees the facts it declared, and cannot
 * change them; what it says is tried out at once, texts and all, and is a crash where it cannot be printed.
 */
export function contained(check: Check, file: string, enter: Enter): Check {
  const entries = Object.entries(check.outcomes);
  const isOwn = ({ code, spec }: Outcome) =>
    entries.some(([key, entry]) => entry === spec && (entry.code ?? key) === code);
  return {
    ...check,
    run: (facts) => {
      try {
        const seen = declared(check, facts);
        return enter(() => outcomesOf(check.run(seen), isOwn).map((outcome) => settled(outcome, seen)));
      } catch (error) {
        return crashed(check.id, file, error);
      }
    },
  };
}

/** What was thrown, in one line. */
export function messageOf(error: unknown): string {
  const message = isRecord(error) ? error['message'] : error;
  const [first = ''] = typeof message === 'string' ? message.trim().split('\n') : [];
  return cut(first === '' ? kindOf(error) : first, 300);
}

function crashed(id: string, file: string, error: unknown): Outcome {
  const why = messageOf(error);
  const summary = `The check ${id} of the plugin ${file} stopped: ${why.replace(/\.$/, '')}. The other checks are complete.`;
  return { code: 'crash', spec: { status: 'crash', summary: () => summary }, data: undefined };
}

/** How often a check runs depends on what it declares, so what it does not declare would be wrong more often than not. */
function declared(check: Check, facts: Facts): Facts {
  const needs = new Set<string>([...check.needs, 'question', 'at']);
  if (needs.has('link')) needs.add('linkage');
  // The places are made when they are asked for, which a copy does not see.
  const seen = { ...facts, at: facts.at };
  for (const [slice, value] of Object.entries(facts)) {
    if (needs.has(slice)) freeze(value);
    else
      Object.defineProperty(seen, slice, {
        enumerable: false,
        get: () => {
          throw new Error(`it reads "${slice}", which it does not name in needs`);
        },
      });
  }
  return seen;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

function outcomesOf(said: Said, isOwn: (outcome: Outcome) => boolean): readonly Outcome[] {
  const given: unknown = said;
  if (given instanceof Promise) {
    // Its end is of no use any more, and must not end the run.
    given.catch(() => {});
    throw new Error('run returned a promise; a check has to answer at once');
  }
  const outcomes: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (outcomes.length === 0) throw new Error('run returned an empty list; a pass is an outcome too');
  return outcomes.map((outcome) => {
    if (isOutcome(outcome) && isOwn(outcome)) return outcome;
    throw new Error(`run returned ${kindOf(outcome)}; expected what a function of say returns`);
  });
}

const isOutcome = (value: unknown): value is Outcome => isRecord(value) && 'spec' in value && 'code' in value;

/** The same outcome with its texts made: nothing of the plugin runs when it is printed. */
function settled({ code, spec, data }: Outcome, facts: Facts): Outcome {
  const made = <T>(
    what: string,
    make: () => unknown,
    is: (value: unknown) => value is T,
    expected: string,
  ) => {
    const value = make();
    if (!is(value)) throw new Error(`${what} of ${code}: expected ${expected}, found ${kindOf(value)}`);
    return () => value;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the check's own facts and data
  const say = (what: string, text: Text<any, any>) =>
    made(what, () => (typeof text === 'string' ? text : text(facts, data)), isText, 'a text');
  const paths = (what: string, make: NonNullable<AnySpec['evidence']>) =>
    made(what, () => make(facts, data), isPaths, 'a list of paths such as ["tenant", "name"]');

  const { code: own, unconfirmed, assumes, evidence } = spec;
  const base = {
    ...(own !== undefined && { code: own }),
    ...(unconfirmed && { unconfirmed }),
    ...(assumes !== undefined && { assumes: say('assumes', assumes) }),
    ...(evidence && { evidence: paths('evidence', evidence) }),
  };
  switch (spec.status) {
    case 'pass': {
      const { status, summary } = spec;
      const seen = paths('evidence', spec.evidence);
      return { code, data, spec: { ...base, status, summary: say('summary', summary), evidence: seen } };
    }
    case 'warn':
    case 'delay':
    case 'fail': {
      const { status, summary, why, until, fix } = spec;
      return {
        code,
        data,
        spec: {
          ...base,
          status,
          summary: say('summary', summary),
          why: say('why', why),
          evidence: paths('evidence', spec.evidence),
          fix: made(
            'fix',
            () => fix(facts, data),
            isFix,
            '{ steps: ["What to click."] }, with menu, url and changes where there are any',
          ),
          ...(until && {
            until: made('until', () => until(data), isMoment, 'a moment in milliseconds since 1970'),
          }),
        },
      };
    }
    case 'unknown': {
      const { status, summary, missing, look, isCoded } = spec;
      return {
        code,
        data,
        spec: {
          ...base,
          status,
          ...(isCoded && { isCoded }),
          missing: paths('missing', missing),
          ...(summary !== undefined && { summary: say('summary', summary) }),
          ...(look && { look: made('look', () => look(facts, data), isSteps, 'a list of texts') }),
        },
      };
    }
    case 'skip': {
      const { status, reason, summary } = spec;
      return { code, data, spec: { ...base, status, reason, summary: say('summary', summary) } };
    }
    case 'crash':
      return { code, data, spec: { ...base, status: spec.status, summary: say('summary', spec.summary) } };
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const isSteps = (value: unknown): value is [string, ...string[]] =>
  Array.isArray(value) && value.length > 0 && value.every(isText);

const isPath = (value: unknown): value is Path =>
  Array.isArray(value) && value.every((step) => typeof step === 'string' || Number.isInteger(step));

const isPaths = (value: unknown): value is readonly Path[] => Array.isArray(value) && value.every(isPath);

// Beyond this there is no date: https://tc39.es/ecma262/#sec-time-values-and-time-range
const isMoment = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= 8.64e15;

const isChange = (value: unknown): value is Change =>
  isRecord(value) && (value['op'] === 'replace' || value['op'] === 'add') && isPath(value['path']);

function isFix(value: unknown): value is Fix {
  if (!isRecord(value)) return false;
  const { steps, menu, url, changes } = value;
  return (
    isSteps(steps) &&
    (menu === undefined || isText(menu)) &&
    (url === undefined || (isText(url) && /^https?:\/\//.test(url))) &&
    (changes === undefined || (Array.isArray(changes) && changes.every(isChange)))
  );
}
