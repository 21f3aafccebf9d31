import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMailbox, parsePlainMailbox } from '../../src/address/grammar.js';
import { judgeAddress, type Remark } from '../../src/address/mailbox.js';

const label63 = 'b'.repeat(63);
// 250 bytes of domain.
const longDomain = `${label63}.${label63}.${label63}.${'c'.repeat(53)}.test`;

/** A remark as a test names it: its code, and the kind of an unusual one. */
const named = (remark: Remark) => (remark.code === 'unusual' ? `unusual ${remark.kind}` : remark.code);

describe('a valid address', () => {
  const cases: [string, string[]][] = [
    ['jane@example.com', []],
    ['jane+loan@example.com', []],
    ["o'brien@example.com", []],
    ['JANE.DOE@EXAMPLE.COM', []],
    ['jane_doe-2@mail.a-b--c.example.com', []],
    ['a!#$%&*/=?^`{|}~b@example.com', []],
    ['1@2.example', []],
    ['jane@example.c', []],
    ['jane@xn--exmple-cua.com', []],
    ['jane@example.museum', []],
    [`${'a'.repeat(64)}@example.com`, []],
    [`jane@${label63}.com`, []],
    [`abc@${longDomain}`, []],
    [' jane@example.com', ['surrounding-space']],
    ['jane@example.com\t\r\n', ['surrounding-space']],
    ['jané@example.com', ['non-ascii']],
    ['jane@exämple.com', ['non-ascii']],
    ['李@例え.test', ['non-ascii']],
    // 92 bytes as text, but within 63 as the xn-- label that DNS sees.
    [`jane@${'ä'.repeat(46)}.com`, ['non-ascii']],
    ['"jane doe"@example.com', ['unusual quoted-local-part']],
    ['"jane@home"@example.com', ['unusual quoted-local-part']],
    ['"a\\"b"@example.com', ['unusual quoted-local-part']],
    ['jane@[192.168.1.1]', ['unusual address-literal']],
    ['jane@[IPv6:2001:db8::1]', ['unusual address-literal']],
    ['jane@[IPv6:1:2:3:4:5:6:7:8]', ['unusual address-literal']],
    ['"a b"@[ipv6:::1]', ['unusual quoted-local-part', 'unusual address-literal']],
    ['jane@example', ['unusual domain-without-dot']],
    ['jane@a', ['unusual domain-without-dot']],
    ['jane@example.123', ['unusual numeric-domain']],
    ['jane@1.2.3.4', ['unusual numeric-domain']],
    ['jane@mail.invalid', ['reserved-domain']],
    ['jane@mail.LocalHost', ['reserved-domain']],
    ['jane@localhost', ['reserved-domain', 'unusual domain-without-dot']],
    ['jane@mail.test', []],
    ['jane@mail.example', []],
    ['jane@gmial.com', ['likely-typo']],
    ['none@example.com', ['placeholder']],
    [' Test@test.con ', ['surrounding-space', 'placeholder', 'likely-typo']],
  ];
  test.each(cases)('%j', (text, remarks) => {
    const judged = judgeAddress(text);
    expect(judged).toMatchObject({ kind: 'valid', address: text.trim() });
    expect(judged.kind === 'valid' && judged.remarks.map(named)).toEqual(remarks);
  });

  test('remarks carry what they are about', () => {
    expect(judgeAddress('jané.é@gmial.com')).toEqual({
      kind: 'valid',
      address: 'jané.é@gmial.com',
      remarks: [
        { code: 'non-ascii', characters: 'é' },
        { code: 'likely-typo', suggestion: 'jané.é@gmail.com' },
      ],
    });
    expect(judgeAddress('x@y.Invalid')).toMatchObject({
      remarks: [{ code: 'reserved-domain', ending: '.Invalid' }],
    });
  });
});

describe('an invalid address', () => {
  test.each([
    ['', 'it has no @'],
    ['n/a', 'it has no @'],
    ['jane.example.com', 'it has no @'],
    ['@example.com', 'nothing stands before the @'],
    ['jane@', 'nothing stands after the @'],
    ['jane@@example.com', 'it has more than one @, the last at character 6'],
    ['jane..doe@example.com', 'two dots stand together at character 5'],
    ['.jane@example.com', 'it begins with a dot'],
    ['jane.@example.com', 'a dot stands right before the @'],
    ['jane@.example.com', 'a dot stands right after the @'],
    ['jane@example..com', 'two dots stand together at character 13'],
    ['jane@example.com.', 'it ends with a dot'],
    ['jane@example-.com', 'the part "example-" of the domain begins or ends with a hyphen'],
    ['jane@-example.com', 'the part "-example" of the domain begins or ends with a hyphen'],
    ['jane@exam_ple.com', 'the domain exam_ple.com has an underscore'],
    ['jane doe@example.com', 'character 5 is a blank'],
    ['  jane @example.com', 'character 5 is a blank'],
    ['jane@example .com', 'character 13 is a blank'],
    ['jane@exa,mple.com', '"mple.com", which is no address, stands beside the address'],
    ['jane(home)@example.com', '"(" cannot stand at character 5'],
    ['jané(home)@example.com', '"(" cannot stand at character 5'],
    ['jane@ex!ample.com', '"!" cannot stand at character 8'],
    ['"a"b@example.com', '"b" cannot stand at character 4'],
    ['"jane@example.com', 'it is not complete'],
    ['jane@[256.1.1.1]', '[256.1.1.1] is no internet address in brackets'],
    ['jane@[IPv6:zzz]', '[IPv6:zzz] is no internet address in brackets'],
    ['jane@[IPv6:::1]]', '[IPv6:::1]] is no internet address in brackets'],
    ['jane@[tag:x]', '[tag:x] is no internet address in brackets'],
    [
      'Jane <jane@example.com>',
      'it has angle brackets, and only the address itself belongs here, without a name',
    ],
    ['<jane@example.com>', 'it has angle brackets, and only the address itself belongs here, without a name'],
    ['mailto:jane@example.com', 'it begins with "mailto:", and only the address itself belongs here'],
    ['jane\u2019s@example.com', 'character 5 is a curly apostrophe (U+2019)'],
    ['\u201cjane\u201d@example.com', 'character 1 is a curly quotation mark (U+201C)'],
    ['jane\uff20example.com', 'character 5 is a full-width @ (U+FF20)'],
    ['jane@\u{1f600}.example', 'character 6 is a sign that is no letter or digit (U+1F600)'],
    [`${'a'.repeat(65)}@example.com`, '65 bytes stand before the @, and at most 64 may'],
    [`${'é'.repeat(33)}@example.com`, '66 bytes stand before the @, and at most 64 may'],
    [`abcd@${longDomain}`, 'it is 255 bytes long, and an address has at most 254'],
    [`jane@b${label63}.com`, `the part "b${label63}" of the domain is too long for any name`],
    [`jané@b${label63}.com`, `the part "b${label63}" of the domain is too long for any name`],
    [`jane@b${label63}`, `the part "b${label63}" of the domain is too long for any name`],
    [`jane@${'ä'.repeat(60)}.com`, `the part "${'ä'.repeat(60)}" of the domain is too long for any name`],
  ])('%j', (text, reason) => {
    expect(judgeAddress(text)).toEqual({ kind: 'invalid', reason });
  });

  test.each([
    ['\u00a0', 'a no-break space (U+00A0)'],
    ['\u00ad', 'a soft hyphen (U+00AD)'],
    ['\u200b', 'a zero-width space (U+200B)'],
    ['\u200c', 'a zero-width non-joiner (U+200C)'],
    ['\u200d', 'a zero-width joiner (U+200D)'],
    ['\u200e', 'a left-to-right mark (U+200E)'],
    ['\u200f', 'a right-to-left mark (U+200F)'],
    ['\u2060', 'a word joiner (U+2060)'],
    ['\ufeff', 'a byte order mark (U+FEFF)'],
    ['\u202e', 'an invisible character (U+202E)'],
    ['\u3164', 'an invisible character (U+3164)'],
    ['\u3000', 'an invisible character (U+3000)'],
    ['\0', 'a control character (U+0000)'],
    ['\x7f', 'a control character (U+007F)'],
  ])('%j is named wherever it stands', (character, name) => {
    const reasonAt = (position: number) => ({
      kind: 'invalid',
      reason: `character ${position} is ${name}, which cannot be seen`,
    });
    expect(judgeAddress(`${character}jane@example.com`)).toEqual(reasonAt(1));
    expect(judgeAddress(`jane${character}@example.com`)).toEqual(reasonAt(5));
    expect(judgeAddress(`jane@example.com${character}`)).toEqual(reasonAt(17));
    expect(judgeAddress(` "jane${character}"@example.com `)).toEqual(reasonAt(6));
    expect(judgeAddress(`jane@example.com${character}joe@example.com`)).toEqual(reasonAt(17));
  });
});

describe('several addresses', () => {
  const pair = ['jane@example.com', 'joe@example.test'];
  test.each([
    'jane@example.com,joe@example.test',
    'jane@example.com; joe@example.test',
    'jane@example.com joe@example.test',
    ' jane@example.com\njoe@example.test; ',
    ',jane@example.com,,joe@example.test,',
  ])('%j', (text) => {
    expect(judgeAddress(text)).toEqual({ kind: 'several', addresses: pair });
  });

  test.each([
    ['jane@example.com,', 'a comma or semicolon stands beside the address'],
    ['jane@example.com, n/a', '"n/a", which is no address, stands beside the address'],
    ['Jane, jane@example.com', 'character 6 is a blank'],
    ['jane@example.com and joe@example.test', 'it has more than one @, the last at character 25'],
    [',;', 'it has no @'],
  ])('%j is not a list of them', (text, reason) => {
    expect(judgeAddress(text)).toEqual({ kind: 'invalid', reason });
  });
});

describe('any address', () => {
  const atom = fc.stringMatching(/^[\w!#$%&'*+/=?^`{|}~-]{1,12}$/);
  const label = fc.stringMatching(/^[a-zA-Z\d]([a-zA-Z\d-]{0,20}[a-zA-Z\d])?$/);
  const joined = (part: fc.Arbitrary<string>) =>
    fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
  const address = fc
    .tuple(joined(atom), joined(label))
    .map(([localPart, domain]) => `${localPart}@${domain}`);
  const plainAddress = fc
    .tuple(joined(fc.stringMatching(/^[\w+'-]{1,12}$/)), joined(label), fc.stringMatching(/^[a-zA-Z]{2,9}$/))
    .map(([localPart, domain, ending]) => `${localPart}@${domain}.${ending}`);

  test('of dots and atoms is valid, and a list of such is a list', () => {
    fc.assert(
      fc.property(fc.array(address, { minLength: 2, maxLength: 4 }), (addresses) => {
        for (const text of addresses)
          expect(judgeAddress(text)).toMatchObject({ kind: 'valid', address: text });
        expect(judgeAddress(addresses.join('; '))).toEqual({ kind: 'several', addresses });
      }),
    );
  });

  test('with an invisible character in it is invalid', () => {
    const invisible = fc.constantFrom('\u00a0', '\u200b', '\u200e', '\u2060', '\ufeff', '\u00ad', '\u2068');
    fc.assert(
      fc.property(address, invisible, fc.nat(), (text, character, at) => {
        const index = at % (text.length + 1);
        expect(judgeAddress(text.slice(0, index) + character + text.slice(index)).kind).toBe('invalid');
      }),
    );
  });

  test('of the plain form is one by the grammar, with the same sides', () => {
    fc.assert(
      fc.property(plainAddress, (text) => {
        const mailbox = parsePlainMailbox(text);
        expect(mailbox).toBeDefined();
        expect(parseMailbox(text)).toEqual(mailbox);
      }),
    );
  });

  test('or any other text gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['valid', 'invalid', 'several']).toContain(judgeAddress(text).kind);
      }),
    );
  });
});

describe('a megabyte of', () => {
  const megabyte = (piece: string) => piece.repeat(Math.ceil(2 ** 20 / piece.length));
  test.each(['a', '@', '.', '"', '\\', '<', '\u00e9', 'a@', 'a.', '-', '"a"@', ' x', '\u00a0', 'a@[IPv6:'])(
    '%j is invalid',
    (piece) => {
      expect(judgeAddress(megabyte(piece)).kind).toBe('invalid');
    },
  );
  test.each(['jane@example.com,', '"j"@example.com;', 'é@example.com '])('%j is a list', (piece) => {
    expect(judgeAddress(megabyte(piece)).kind).toBe('several');
  });
});
