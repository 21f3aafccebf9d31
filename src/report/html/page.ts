import { SHAPES } from './marks.js';
import { capped, html, type Markup } from './markup.js';
import { STYLE, STYLE_HASH } from './style.js';

const MOST_TEXTS = 25;

/**
 * One page for a browser or for paper: it holds all it needs, runs no script and asks nothing of the network, which
 * its Content-Security-Policy says too (https://www.w3.org/TR/CSP3/).
 * @param isLong it shows many things, of which some are left folded on paper.
 */
export function htmlPage(title: string, body: Markup, isLong: boolean): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style></head>
<body${isLong ? html` class="many"` : undefined}>${SHAPES}
${body}
</body></html>
`;
  return page.toString();
}

/** A word in capitals as the heading of a page. */
export const sentenceCase = (word: string) => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`;

/** On a line of its own it begins with a capital, unless its first word is the account's. */
export const asSentence = (text: string) =>
  text.replace(
    /^(none|each|every|there|whether|nothing) /,
    (first) => first.slice(0, 1).toUpperCase() + first.slice(1),
  );

/** A part of the page with some sentences, or nothing where there are none. */
export function texts(id: string, title: string, all: readonly string[]): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`
<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2><ul>${capped(all, MOST_TEXTS, (text) => html`<li>${text}</li>`)}</ul></section>`;
}
