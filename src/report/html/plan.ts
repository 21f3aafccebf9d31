import { type Report, type ReportedAccount, type ReportedResult, roadOf, type Section } from '../report.js';
import { type Gate, gatesOf } from './road.js';

/** A section whose road is on the page. */
export interface Drawn {
  readonly account: ReportedAccount;
  readonly section: Section;
  readonly gates: readonly Gate[];
  /** Of its place on the page. */
  readonly id: string;
}

/** What the page shows of a report, decided before anything is written. */
export interface Plan {
  /** It is about one email, so there is nothing to choose from. */
  readonly isSingle: boolean;
  readonly drawn: ReadonlyMap<Section, Drawn>;
  /** Sections with findings whose roads are not drawn. */
  readonly left: number;
}

const MOST_ROADS = 50;
/** As few as these are all drawn, whatever they say. */
const FEW = 6;

/** A result that has something to say: neither a pass nor a skip. */
export const isFound = ({ status }: ReportedResult) => status !== 'pass' && status !== 'skip';

/** The sections of an account that may have a road: its notifications and its emails. */
export const roadsOf = ({ notifications, emails }: ReportedAccount): readonly Section[] => [
  ...notifications,
  ...emails,
];

/** A section has findings of its own; where notifications are not listed, those of the account count as its own. */
export function hasOwn({ notifications }: ReportedAccount, { results, verdict }: Section): boolean {
  return results.some(isFound) || (notifications.length === 0 && verdict !== 'sends');
}

/** Chooses the roads to draw: those with findings, the ones that count first, and never none. */
export function planOf({ accounts }: Report): Plan {
  const all = accounts.flatMap((account) => roadsOf(account).map((section) => ({ account, section })));
  const found = all.filter(({ account, section }) => hasOwn(account, section));
  const wanted = all.length <= FEW ? all : found.length > 0 ? found : all.slice(0, 1);
  const chosen = [
    ...wanted.filter(({ section }) => section.isCounted),
    ...wanted.filter(({ section }) => !section.isCounted),
  ].slice(0, MOST_ROADS);
  const drawn = chosen.map(({ account, section }, i): [Section, Drawn] => {
    const gates = gatesOf(roadOf(account, section), section.verdict);
    return [section, { account, section, gates, id: `road-${i + 1}` }];
  });
  return {
    isSingle: all.length === 1,
    drawn: new Map(drawn),
    left: Math.max(0, found.length - chosen.length),
  };
}
