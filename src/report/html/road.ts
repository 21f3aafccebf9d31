import type { Status } from '../../core/check.js';
import { cut } from '../../core/words.js';
import type { ReportedResult, Section } from '../report.js';
import { statusWords } from './marks.js';
import { html, type Markup } from './markup.js';

/** One gate of a road: a check, and all that it said. */
export interface Gate {
  /** From 1. */
  readonly number: number;
  readonly check: string;
  /** The gravest of its results. */
  readonly gravest: ReportedResult;
  readonly results: readonly ReportedResult[];
  /** Of the gate where the road ends, or may: what holds there. */
  readonly stop?: string;
  /** It lies behind the place where the email stops, so it is judged but not reached. */
  readonly isBeyond: boolean;
}

/** The gravest first. */
const GRAVITY: readonly Status[] = ['fail', 'delay', 'crash', 'unknown', 'warn', 'pass', 'skip'];
const rank = ({ status, accepted }: ReportedResult) => GRAVITY.indexOf(status) + (accepted ? 0.5 : 0);
/** Which results end a road of a verdict, what is said there, and whether the email gets any further. */
const STOPS: Readonly<Record<Section['verdict'], readonly [readonly Status[], string, boolean]>> = {
  blocked: [['fail'], 'stopped here', false],
  delayed: [['delay'], 'held here', true],
  unknown: [['unknown', 'crash'], 'not known', false],
  sends: [[], '', true],
};

/** The gates of a road, in order, and where it ends. */
export function gatesOf(results: readonly ReportedResult[], verdict: Section['verdict']): readonly Gate[] {
  const groups = new Map<string, ReportedResult[]>();
  for (const result of results) {
    const group = groups.get(result.check);
    if (group) group.push(result);
    else groups.set(result.check, [result]);
  }
  const all = [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => rank(a) - rank(b));
    const [gravest] = sorted;
    return gravest ? [{ gravest, results: sorted }] : [];
  });
  const [statuses, words, goesOn] = STOPS[verdict];
  const ends = all.map(({ gravest }) => statuses.includes(gravest.status));
  // What is accepted is the end only where nothing else is.
  const open = all.findIndex(({ gravest }, i) => ends[i] && !gravest.accepted);
  const end = open >= 0 ? open : ends.indexOf(true);
  return all.map(({ gravest, results: said }, i) => ({
    number: i + 1,
    check: gravest.check,
    gravest,
    results: said,
    ...(i === end && { stop: words }),
    isBeyond: !goesOn && end >= 0 && i > end,
  }));
}

const WIDTH = 920;
const MOST_IN_A_ROW = 7;
const ROW = 104;
const LINE = 36;
/** Characters of a gate's name on one line of the drawing. */
const FITS = 15;

/** Where the gates stand: rows of about the same length. */
interface Grid {
  readonly rows: number;
  readonly x: (i: number) => number;
  readonly row: (i: number) => number;
}

function gridOf(count: number): Grid {
  const rows = Math.ceil(count / MOST_IN_A_ROW);
  const columns = Math.ceil(count / rows);
  const cell = WIDTH / columns;
  return {
    rows,
    x: (i) => Math.round((i % columns) * cell + cell / 2),
    row: (i) => Math.floor(i / columns),
  };
}

/**
 * The road as a drawing for wide screens and paper: gates on a line that runs on in the next row, as text does.
 * The list of gates below it says the same, and takes its place on narrow screens.
 */
export function drawing(gates: readonly Gate[], id: string): Markup | undefined {
  if (gates.length === 0) return undefined;
  const grid = gridOf(gates.length);
  return html`<svg class="road" viewBox="0 0 ${WIDTH} ${grid.rows * ROW}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${titleOf(gates)}</title><desc id="${id}-d">The list of gates below says the same in words.</desc>
${lines(gates, grid)}${gates.map((gate, i) => station(gate, grid.x(i), grid.row(i) * ROW + LINE))}</svg>`;
}

function titleOf(gates: readonly Gate[]): string {
  const end = gates.find(({ stop }) => stop !== undefined);
  const road = `A road of ${gates.length} gates`;
  return end ? `${road}; ${end.stop}: gate ${end.number}, ${cut(end.check)}` : `${road}, open to its end`;
}

function lines(gates: readonly Gate[], grid: Grid): readonly Markup[] {
  const end = gates.findIndex((gate, i) => gate.stop !== undefined && gates[i + 1]?.isBeyond === true);
  return Array.from({ length: grid.rows }, (_, row) => {
    const y = row * ROW + LINE;
    const from = row === 0 ? grid.x(0) - 48 : 0;
    const to = Math.min(row === grid.rows - 1 ? grid.x(gates.length - 1) + 48 : WIDTH, WIDTH - 2);
    const isAfter = end >= 0 && grid.row(end) < row;
    const place = isAfter ? from : end >= 0 && grid.row(end) === row ? grid.x(end) : to;
    return html`${place > from ? stroke('line', from, place, y) : undefined}${
      place < to ? stroke('line beyond', place, to, y) : undefined
    }<path class="tip" d="M${to - 5} ${y - 5}l5 5-5 5"/>`;
  });
}

const stroke = (name: string, from: number, to: number, y: number) =>
  html`<path class="${name}" d="M${from} ${y}H${to}"/>`;

function station({ number, check, gravest, stop, isBeyond }: Gate, x: number, y: number): Markup {
  const { status, accepted } = gravest;
  const shape = status === 'fail' && (isBeyond || accepted) ? 'fail-beyond' : status;
  const names = inLines(cut(check, 40));
  return html`
<g class="gate s-${status}${isBeyond ? ' beyond' : ''}" transform="translate(${x} ${y})">${
    stop === undefined ? undefined : html`<circle class="halo" r="15"/>`
  }<use href="#m-${shape}"/><text class="${stop === undefined ? 'count' : 'stop'}" y="-20">${stop ?? number}</text><text class="name" y="28">${names.map(
    (name, line) => html`<tspan x="0" dy="${line === 0 ? 0 : 14}">${name}</tspan>`,
  )}</text><title>${number} ${cut(check, 80)}: ${statusWords(gravest)}</title></g>`;
}

/** A name in lines that fit below its gate, broken behind hyphens where it has some. */
function inLines(name: string): readonly string[] {
  const lines: string[] = [];
  for (const part of name.match(/[^-]{1,15}-?/gu) ?? [name]) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= FITS) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.slice(0, 3);
}
