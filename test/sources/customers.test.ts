import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CustomerSearch, findCustomers, nearestCustomers } from '../../src/account/find-customer.js';
import { nearest } from '../../src/account/nearest.js';
import { LineSplitter } from '../../src/sources/export/line-splitter.js';
import { ExportFolder } from './loading.js';

const folder = new ExportFolder();

describe('finding a customer', () => {
  const customers = [
    { id: 1042, customId: 'C-1042', firstName: 'Jane', lastName: 'Roe', email: 'Jane.Roe@mail.example' },
    { id: '7', customId: 1042, firstName: ' joe ', lastName: null, companyName: 'Acme  Lending' },
    { id: 'jane.roe@mail.example', email: '7' },
    { id: 9, email: 'JOE', firstName: 'José', lastName: 'Roe' },
    { id: 10, firstName: 'Jane', lastName: 'Roe' },
    null,
    5,
    [],
    { id: { id: 1042 }, email: ['x'], firstName: true },
  ];

  it.each<[string, number[]]>([
    ['1042', [0]],
    [' 1042 ', [0]],
    ['7', [1]],
    ['C-1042', [0]],
    ['c-1042', []],
    ['jane.roe@mail.example', [2]],
    ['JANE.ROE@mail.example', [0]],
    ['joe', [3]],
    ['jane roe', [0, 4]],
    ['Jane', []],
    ['  JANE   ROE ', [0, 4]],
    ['acme lending', [1]],
    ['jose\u0301 roe', [3]],
    ['', []],
    ['   ', []],
    ['null', []],
    ['true', []],
  ])('%j', (wanted, indexes) => {
    expect(findCustomers(customers, wanted)).toEqual(indexes);
  });

  it('keeps only the hits that decide', () => {
    const search = new CustomerSearch<number>('x');
    search.offer({ firstName: 'x' }, 1);
    search.offer({ email: 'x' }, 2);
    search.offer({ companyName: 'x' }, 3);
    search.offer({ email: 'X' }, 4);
    expect(search.hits).toEqual([
      { kind: 'address', item: 2 },
      { kind: 'address', item: 4 },
    ]);
  });

  it('offers what is spelt almost alike', async () => {
    expect(nearestCustomers(customers, 'Jane Reo')).toEqual(['Jane Roe']);
    expect(nearestCustomers(customers, 'c-1042')).toEqual(['C-1042', '1042']);
    expect(nearestCustomers(customers, 'somebody else')).toEqual([]);
    const lines = [
      'mailcheck: 1',
      'customers:',
      '  - id: 1042',
      '    firstName: Jane',
      '    lastName: Roe',
      '',
    ];
    const { customers: found, nearest: near } = await folder.load(
      { 'a.yaml': lines.join('\n') },
      { customer: 'Jnae Roe' },
    );
    expect([found, near]).toEqual([[], ['Jane Roe']]);
  });

  it('measures likeness in changes of letters', () => {
    expect(nearest('smpt', ['house', 'smtp', 'ses'])).toEqual(['smtp']);
    expect(nearest('HOST', ['host'])).toEqual(['host']);
    expect(nearest('ab', ['ba', 'ac', 'xy', 'abc'], 9)).toEqual(['ba', 'ac', 'abc']);
    expect(nearest('', ['a', 'abc'], 9)).toEqual(['a']);
    expect(nearest('sendmail', ['house', 'smtp', 'ses'])).toEqual([]);
  });
});

describe('customers one a line', () => {
  const account = { 'a.yaml': 'mailcheck: 1\n' };
  const lines = '\ufeff{"id":1}\r\n\n  \n{"id":2,"email":"é@mail.example"}\r\n{"id":3}';

  it.each<[string, string | Buffer]>([
    ['b.ndjson', lines],
    ['b.JSONL', lines],
    ['b.ndjson.gz', gzipSync(lines)],
    ['b.jsonl.gz', Buffer.concat([gzipSync(lines.slice(0, 20)), gzipSync(lines.slice(20))])],
  ])('%s', async (name, content) => {
    const { customers, locate } = await folder.load({ ...account, [name]: content });
    expect(customers.map(({ index, customer }) => [index, customer.id])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(locate(['customers', 1, 'email'])).toMatchObject({ line: 4, column: 17 });
    const one = await folder.load({ ...account, [name]: content }, { customer: 'É@mail.example' });
    expect(one.customers).toEqual([{ index: 1, customer: { id: 2, email: 'é@mail.example' } }]);
    expect(one.locate(['customers', 1, 'email'])).toMatchObject({ line: 4, column: 17 });
  });

  it('may be none', async () => {
    const { customers } = await folder.load({ ...account, 'b.ndjson': '' });
    expect(customers).toEqual([]);
  });

  const gz = gzipSync('{}\n'.repeat(50));
  it.each<[string, string | Buffer, string[]]>([
    [
      'b.ndjson',
      '{"id":1}\n{"id":2\n[]\n"x"\n{"id":1}\n{"a":1,"a":2}\n',
      [
        'b.ndjson:2:8 A closing } is expected here.',
        'b.ndjson:3:1 /customers/2: expected keys with values; found an empty list.',
        'b.ndjson:4:1 /customers/3: expected keys with values; found the text "x".',
        'b.ndjson:5:7 /customers/4/id: expected an id that no other entry of the list has; found the number 1. The same id is in b.ndjson on line 1.',
        'b.ndjson:6:8 This key is there twice; first on line 6.',
      ],
    ],
    [
      'b.ndjson',
      Buffer.from([0x7b, 0x7d, 0x0a, 0x22, 0xff, 0x22, 0x0a]),
      ['b.ndjson:2:1 The line is not UTF-8 text.'],
    ],
    ['b.ndjson', Buffer.from('{}\n\0'), ['b.ndjson:2:1 This is no JSON value. A text needs double quotes.']],
    [
      'b.ndjson',
      Buffer.from('\0\0\n'),
      ['b.ndjson The file is binary: byte 0 is zero. An export is YAML or JSON text; save it as UTF-8.'],
    ],
    [
      'b.ndjson',
      Buffer.from('\ufeff{}\n', 'utf16le'),
      ['b.ndjson The file is written in UTF-16 or UTF-32. Save it as UTF-8.'],
    ],
    [
      'b.ndjson',
      gz,
      [
        'b.ndjson The file is compressed with gzip. Only customer files may be; their names end in .ndjson.gz or .jsonl.gz.',
      ],
    ],
    ['b.ndjson.gz', gz.subarray(0, -9), ['b.ndjson.gz The compressed file is cut off.']],
    ['b.ndjson.gz', lines, ['b.ndjson.gz The file is damaged, or not compressed with gzip.']],
    ['b.ndjson.gz', '', ['b.ndjson.gz The compressed file is cut off.']],
    [
      'b.ndjson',
      `{"id":1}\n"${'x'.repeat(17 * 2 ** 20)}"\n{"id":2,"email":5}\n`,
      [
        'b.ndjson:2:1 The line is longer than 16 MiB.',
        'b.ndjson:3:17 /customers/2/email: expected a text or null; found the number 5. Write it in quotes.',
      ],
    ],
  ])('%s that is wrong', async (name, content, faults) => {
    expect(await folder.faults({ ...account, [name]: content })).toEqual(faults);
  });

  it('of others need only be readable when one is asked for', async () => {
    const content = '{"id":1,"email":5}\n{"id":2}\n[]\n{"a":1,"a":2}\n{"id":9,"id":9}\n';
    const { customers } = await folder.load({ ...account, 'b.ndjson': content }, { customer: '2' });
    expect(customers).toEqual([{ index: 1, customer: { id: 2 } }]);
    expect(
      await folder.faults({ ...account, 'b.ndjson': `${content}nonsense\n` }, { customer: '2' }),
    ).toEqual(['b.ndjson:6:1 This is no JSON value. A text needs double quotes.']);
    expect(await folder.faults({ ...account, 'b.ndjson': content }, { customer: '9' })).toEqual([
      'b.ndjson:5:9 The key "id" is there twice; first on line 5.',
    ]);
  });

  it('are an error when two have the id that is asked for', async () => {
    const content = '{"id":1}\n{"id":"1"}\n';
    expect(await folder.faults({ ...account, 'b.ndjson': content }, { customer: '1' })).toEqual([
      'b.ndjson:2:7 /customers/1/id: expected an id that no other entry of the list has; found the text "1". The same id is in b.ndjson on line 1.',
    ]);
  });

  it('are both given when a name is ambiguous', async () => {
    const content = '{"id":1,"companyName":"Acme"}\n{"id":2,"companyName":"ACME"}\n';
    const { customers } = await folder.load({ ...account, 'b.ndjson': content }, { customer: 'acme' });
    expect(customers.map(({ customer }) => customer.id)).toEqual([1, 2]);
  });
});

describe('splitting into lines', () => {
  it.each([1, 2, 3, 5, 1000])('in blocks of %i bytes', (size) => {
    const bytes = Buffer.from('a\n\nbcd\r\nverylong line\nend');
    const splitter = new LineSplitter(6);
    const lines: (string | undefined)[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const line of splitter.push(bytes.subarray(at, at + size))) lines.push(line.bytes?.toString());
    }
    for (const line of splitter.end()) lines.push(`${line.number}: ${line.bytes}`);
    expect(lines).toEqual(['a', '', 'bcd\r', undefined, '5: end']);
  });
});
