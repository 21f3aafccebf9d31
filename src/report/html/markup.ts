import { cut } from '../../core/words.js';
import { visible } from '../harmless.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
/** Characters of one text; what is longer is cut, and says so. */
const LONGEST = 800;

/** HTML made by `html`, or a constant of this program; whatever else is put into a page is a stranger's text. */
export class Markup {
  readonly #text: string;

  /** @param text HTML that no stranger had a part in. */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Hole = string | number | Markup | readonly Markup[] | undefined;

/**
 * HTML in which every text is cut to a bounded length, its active characters are spelt out, and its markup is escaped;
 * the same for the content of elements and for attributes, which therefore stand in quotes always.
 */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(parts.reduce((text, part, i) => `${text}${filled(holes[i - 1])}${part}`));
}

function filled(hole: Hole): string {
  if (hole === undefined) return '';
  if (hole instanceof Markup) return hole.toString();
  if (typeof hole === 'object') return hole.join('');
  return visible(cut(String(hole), LONGEST)).replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? '');
}

/** Items of a list up to a number, and an item that says how many were left out. */
export function capped<T>(items: readonly T[], most: number, show: (item: T) => Markup): readonly Markup[] {
  const left = items.length - most;
  const more =
    left > 0 ? [html`<li class="more">${left} more ${left === 1 ? 'is' : 'are'} not shown.</li>`] : [];
  return [...items.slice(0, most).map(show), ...more];
}
