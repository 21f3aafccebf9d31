import { run } from '@zootools/email-spell-checker';
import {
  doubtfulEndings,
  popularDomains,
  providersOfManyCountries,
  realLookAlikes,
  slippedEndings,
} from './known-domains.js';

const mostRemembered = 10_000;
const remembered = new Map<string, string | undefined>();

/** The domain that was probably meant, when `domain` looks like a slip in typing it. */
export function suggestDomain(domain: string): string | undefined {
  const typed = domain.toLowerCase();
  if (popularDomains.has(typed)) return undefined;
  // A portfolio has few domains, and many customers at each.
  if (remembered.has(typed)) return remembered.get(typed);
  if (remembered.size >= mostRemembered) remembered.clear();
  const suggestion = closest(typed);
  remembered.set(typed, suggestion);
  return suggestion;
}

function closest(typed: string): string | undefined {
  const mended = mendEnding(typed);
  const suggestion = isReal(mended) ? mended : (closestDomain(mended) ?? mended);
  return suggestion === typed ? undefined : suggestion;
}

/** `acme.con` becomes `acme.com`; `gmail.co` becomes `gmail.com`, while `acme.co` stays. */
function mendEnding(domain: string): string {
  const dot = domain.lastIndexOf('.');
  const name = domain.slice(0, dot);
  const ending = domain.slice(dot + 1);
  const meant = slippedEndings.get(ending) ?? (doubtfulEndings.has(ending) ? 'com' : ending);
  const mended = `${name}.${meant}`;
  return dot > 0 && (slippedEndings.has(ending) || popularDomains.has(mended)) ? mended : domain;
}

function isReal(domain: string): boolean {
  const dot = domain.indexOf('.');
  const isInSomeCountry =
    providersOfManyCountries.has(domain.slice(0, dot)) && /^(?:com?\.)?[a-z]{2}$/.test(domain.slice(dot + 1));
  return popularDomains.has(domain) || realLookAlikes.has(domain) || isInSomeCountry;
}

function closestDomain(domain: string): string | undefined {
  // People rarely miss the first letter, and most real look-alikes differ there (mail.com, email.com, cloud.com).
  const candidates = [...popularDomains].filter(
    (popular) => popular[0] === domain[0] && Math.abs(popular.length - domain.length) <= 3,
  );
  if (candidates.length === 0) return undefined;
  // In the package's measure one letter too many, too few or wrong is 1.5 at most, and two letters swapped are 2.
  // At 2 it would also take grain.com for gmail.com, so there the letters must be the same.
  const near = closestWithin(1.5, domain, candidates);
  if (near) return near;
  const swapped = closestWithin(2, domain, candidates);
  return swapped && lettersOf(swapped) === lettersOf(domain) ? swapped : undefined;
}

function closestWithin(domainThreshold: number, domain: string, domains: string[]): string | undefined {
  // Empty lists switch off the package's guessing by the first and the last label alone.
  const off = { secondLevelDomains: [], topLevelDomains: [] };
  return run({ email: `x@${domain}`, domains, domainThreshold, ...off })?.domain;
}

function lettersOf(text: string): string {
  return [...text].sort().join('');
}
