/**
 * Mailbox domains with many customers: the only ones that a suggestion may name. Short names are left out, since
 * too many real domains lie one letter away from them.
 */
export const popularDomains = new Set(
  `
  gmail.com googlemail.com
  yahoo.com yahoo.ca yahoo.co.uk yahoo.co.in yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.it
  hotmail.com hotmail.ca hotmail.co.uk hotmail.de hotmail.es hotmail.fr hotmail.it
  outlook.com outlook.de outlook.es outlook.fr
  icloud.com protonmail.com rocketmail.com
  comcast.net verizon.net bellsouth.net sbcglobal.net earthlink.net optonline.net windstream.net centurylink.net
  suddenlink.net btinternet.com sympatico.ca optusnet.com.au
`
    .trim()
    .split(/\s+/),
);

/** Providers that keep mailboxes under many endings (yahoo.com.ph, gmx.at). */
export const providersOfManyCountries = new Set([
  'aol',
  'fastmail',
  'gmx',
  'hotmail',
  'live',
  'msn',
  'outlook',
  'protonmail',
  'yahoo',
]);

/** Real domains that lie one slip away from a popular one. */
export const realLookAlikes = new Set(['earthling.net', 'grail.com', 'prontomail.com']);

/** Last labels that no registry has (iana.org/domains/root/db), and the one that was meant. */
export const slippedEndings = new Map([
  ['cim', 'com'],
  ['cmo', 'com'],
  ['comm', 'com'],
  ['con', 'com'],
  ['conm', 'com'],
  ['coom', 'com'],
  ['cpm', 'com'],
  ['ocm', 'com'],
  ['vom', 'com'],
  ['xom', 'com'],
  ['ent', 'net'],
  ['ner', 'net'],
  ['nett', 'net'],
  ['nte', 'net'],
  ['ogr', 'org'],
  ['orgg', 'org'],
]);

/** Real endings that, behind the name of a popular `.com` domain, are a slip all the same (`gmail.co`). */
export const doubtfulEndings = new Set(['cm', 'co', 'et', 'ne', 'net', 'om', 'org']);
