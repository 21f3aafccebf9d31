import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/wizard/command-line.js';
import { type LeftOff, leftOffIn } from '../../src/cli/wizard/written-answers.js';

const LEFT_OFF: LeftOff = {
  symptom: 'late',
  message: '4',
  isFromScratch: true,
  unknown: [
    {
      pointer: '/enrollmentByStatus/0/emailEnroll',
      asksWhether: false,
      row: { status: 'Open', subStatus: null },
    },
    { pointer: '/doNotDisturb', asksWhether: true },
  ],
};
const written = (leftOff: unknown) => `# Answers.\n# session: ${JSON.stringify(leftOff)}\nmailcheck: 1\n`;

describe('the file of a session that was left', () => {
  it('says where it was left', () => {
    expect(leftOffIn(written(LEFT_OFF))).toEqual(LEFT_OFF);
  });

  it.each<[what: string, leftOff: unknown]>([
    ['no object', null],
    ['another symptom', { ...LEFT_OFF, symptom: 'toString' }],
    ['a message that is no text', { ...LEFT_OFF, message: { id: 4 } }],
    ['no word of where it began', { ...LEFT_OFF, isFromScratch: undefined }],
    ['no list of what is unknown', { ...LEFT_OFF, unknown: {} }],
    ['something unknown without a place', { ...LEFT_OFF, unknown: [{ asksWhether: true }] }],
    ['a row that is no status', { ...LEFT_OFF, unknown: [{ pointer: '/a', asksWhether: false, row: 5 }] }],
  ])('with %s is none', (_, leftOff) => {
    expect(leftOffIn(written(leftOff))).toBeUndefined();
  });

  it('without its line, or with half of it, is none', () => {
    expect(leftOffIn('mailcheck: 1\n')).toBeUndefined();
    expect(leftOffIn('# session: {"isFrom\nmailcheck: 1\n')).toBeUndefined();
  });
});

describe('a command for a shell', () => {
  it.each<[word: string, line: string]>([
    ['answers.yaml', 'answers.yaml'],
    ["it's $(here)", String.raw`'it'\''s $(here)'`],
    ['', "''"],
    ['a\u001b[31m\nb', "'a[31mb'"],
    ['~/a', "'~/a'"],
  ])('quotes %j', (word, line) => {
    expect(commandLine([word])).toBe(line);
  });
});
