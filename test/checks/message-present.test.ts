import check from '../../checks/message-present.js';
import { checkTable } from '../support/check-table.js';

const email = '/notifications/0/email';
const body = `${email}/body`;
const from = `${email}/from`;
const fromTitle = `${email}/fromTitle`;
const deliverTo = `${email}/deliverTo`;
const subject = `${email}/subject`;

const allMissing = [
  'fail missing-body',
  'fail missing-from',
  'fail missing-from-title',
  'fail missing-deliver-to',
  'fail missing-subject',
];
const blanks = [
  { word: 'null', value: null },
  { word: 'empty', value: '' },
  { word: 'blank', value: ' \t\n' },
];

const emptyBodies = [
  '<p>&nbsp;</p>',
  '<p>&#160;&#xA0;\u00a0</p>',
  '<p>\u200b&#8203;\ufeff</p>',
  '<!-- Thank you -->',
  '<style>p { color: red }</style>',
  '<script>thank("you")</script>',
  '<html><head><title>Thank you</title></head><body><br></body></html>',
  '<p title="Thank you"></p>',
];
const fullBodies = [
  'Thank you',
  '.',
  "[[v('payment.amount')]]",
  '<img src="cid:logo">',
  '<IMG SRC="cid:logo" />',
  '<p style="display: none">Thank you</p>',
  '<!-- greeting --><p>&euro;</p>',
  '<a href="https://cedar-credit.example/">&gt;</a>',
];
const balanced = [
  '[[BEGIN payments]][[$payment-date]], [[END]]',
  "[[IF v('x')]]Yes[[ELSE]]No[[END]]",
  '[[IF x]][[BEGIN payments]]a[[END]][[END]]',
  'BEGIN and IF and END stand outside',
  '[[begin payments]]',
  '[[v("END-DATE")]]',
  'an array[0]',
];
const unbalanced = [
  '[[v("x")',
  'v("x")]]',
  '[[v("x")]] and ]]',
  '[[a [[b]]',
  '[[BEGIN payments]]',
  '[[IF x]]Yes[[ELSE]]No',
  '[[IF x]][[IF y]][[END]]',
  'Thank you[[END]]',
  '[[IF x]][[END]][[END]]',
];

checkTable(check, [
  { name: 'complete', says: ['pass'], naming: ['goes to customers.'] },
  {
    name: 'to customers and agents',
    set: { [deliverTo]: 'both' },
    says: ['pass'],
    naming: ['goes to customers and agents.'],
  },
  { name: 'from an address', set: { [from]: 'office@cedar-credit.example' }, says: ['pass'] },

  ...blanks.flatMap(({ word, value }) => [
    { name: `body ${word}`, set: { [body]: value }, says: ['fail missing-body'] },
    { name: `from ${word}`, set: { [from]: value }, says: ['fail missing-from'] },
    { name: `from title ${word}`, set: { [fromTitle]: value }, says: ['fail missing-from-title'] },
    { name: `subject ${word}`, set: { [subject]: value }, says: ['fail missing-subject'] },
  ]),
  { name: 'deliver to null', set: { [deliverTo]: null }, says: ['fail missing-deliver-to'] },
  { name: 'deliver to empty', set: { [deliverTo]: '' }, says: ['fail missing-deliver-to'] },
  {
    name: 'everything empty, each with a finding of its own',
    set: { [body]: '', [from]: null, [fromTitle]: '', [deliverTo]: null, [subject]: ' ' },
    says: allMissing,
  },
  {
    name: 'a finding names the notification',
    set: { [fromTitle]: '' },
    says: ['fail missing-from-title'],
    naming: ['"Payment received"', 'From Title'],
  },

  ...[
    { field: 'body', pointer: body },
    { field: 'from', pointer: from },
    { field: 'from title', pointer: fromTitle },
    { field: 'deliver to', pointer: deliverTo },
    { field: 'subject', pointer: subject },
  ].map(({ field, pointer }) => ({
    name: `${field} not given`,
    set: { [pointer]: undefined },
    says: [`unknown ${pointer}`],
  })),
  {
    name: 'nothing of the email given',
    set: { [email]: undefined },
    says: [`unknown ${body} ${from} ${fromTitle} ${deliverTo} ${subject}`],
  },
  {
    name: 'two not given',
    set: { [fromTitle]: undefined, [subject]: undefined },
    says: [`unknown ${fromTitle} ${subject}`],
  },
  {
    name: 'one not given, another empty',
    set: { [fromTitle]: undefined, [subject]: '' },
    says: ['fail missing-subject'],
  },
  {
    name: 'one not given, and only agents get it',
    set: { [fromTitle]: undefined, [deliverTo]: 'agents' },
    says: ['fail agents-only'],
  },
  {
    name: 'one not given beside a warning',
    set: { [fromTitle]: undefined, [subject]: '[[IF' },
    says: ['warn unbalanced-template', `unknown ${fromTitle}`],
  },

  { name: 'to agents only', set: { [deliverTo]: 'agents' }, says: ['fail agents-only'] },
  {
    name: 'to agents only, and more is wrong',
    set: { [deliverTo]: 'agents', [subject]: null, [body]: '[[', [fromTitle]: 'x'.repeat(101) },
    says: [
      'fail missing-subject',
      'fail agents-only',
      'warn from-title-too-long',
      'warn unbalanced-template',
    ],
  },

  ...emptyBodies.map((text) => ({
    name: `shows nothing: ${text}`,
    set: { [body]: text },
    says: ['fail missing-body'],
  })),
  ...fullBodies.map((text) => ({ name: `shows something: ${text}`, set: { [body]: text }, says: ['pass'] })),

  { name: 'a subject of 255 characters', set: { [subject]: 's'.repeat(255) }, says: ['pass'] },
  {
    name: 'a subject of 256 characters',
    set: { [subject]: 's'.repeat(256) },
    says: ['warn subject-too-long'],
    naming: ['256'],
  },
  { name: 'a subject of 255 emoji', set: { [subject]: '💸'.repeat(255) }, says: ['pass'] },
  {
    name: 'a subject of 256 emoji',
    set: { [subject]: '💸'.repeat(256) },
    says: ['warn subject-too-long'],
    naming: ['256'],
  },
  { name: 'a from title of 100 characters', set: { [fromTitle]: 't'.repeat(100) }, says: ['pass'] },
  {
    name: 'a from title of 101 characters',
    set: { [fromTitle]: 't'.repeat(101) },
    says: ['warn from-title-too-long'],
    naming: ['101'],
  },
  { name: 'a from title of 100 emoji', set: { [fromTitle]: '🌲'.repeat(100) }, says: ['pass'] },
  {
    name: 'a from title of 101 emoji',
    set: { [fromTitle]: '🌲'.repeat(101) },
    says: ['warn from-title-too-long'],
  },
  {
    name: 'both too long',
    set: { [subject]: 's'.repeat(300), [fromTitle]: 't'.repeat(300) },
    says: ['warn subject-too-long', 'warn from-title-too-long'],
  },

  ...balanced.map((text) => ({ name: `balanced: ${text}`, set: { [body]: text }, says: ['pass'] })),
  ...unbalanced.flatMap((text) => [
    { name: `unbalanced body: ${text}`, set: { [body]: text }, says: ['warn unbalanced-template'] },
    { name: `unbalanced subject: ${text}`, set: { [subject]: text }, says: ['warn unbalanced-template'] },
  ]),
  {
    name: 'both unbalanced',
    set: { [body]: 'Hello\n[[IF x]]', [subject]: '[[' },
    says: ['warn unbalanced-template', 'warn unbalanced-template'],
    naming: ['Content', 'Subject', 'line 2, column 1'],
  },
  { name: 'a from title has no template', set: { [fromTitle]: '[[' }, says: ['pass'] },

  { name: 'direct mail', set: { [email]: {} }, direct: true, says: ['skip not-applicable'] },
]);
