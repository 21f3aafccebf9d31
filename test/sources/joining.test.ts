import { describe, expect, it } from 'vitest';
import { ExportFolder } from './loading.js';

const folder = new ExportFolder();

describe('several files', () => {
  it('are joined by their top-level keys', async () => {
    const { account, customers, sources } = await folder.load({
      'a.yaml': 'mailcheck: 1\ntenant: { id: 1 }\n',
      'b.json': '{"mailcheck": 1, "exportedAt": "2026-11-03T17:20:00Z", "connections": {"linked": true}}',
      'c.yaml': 'customers:\n  - id: 7\n',
    });
    expect(account).toEqual({
      mailcheck: 1,
      tenant: { id: 1 },
      exportedAt: '2026-11-03T17:20:00Z',
      connections: { linked: true },
    });
    expect(customers).toEqual([{ index: 0, customer: { id: 7 } }]);
    expect(sources.map(({ kind, name, exportedAt }) => [kind, name.split('/').at(-1), exportedAt])).toEqual([
      ['export', 'a.yaml', null],
      ['export', 'b.json', '2026-11-03T17:20:00Z'],
      ['export', 'c.yaml', null],
    ]);
  });

  it('may not have a key in common, customers included', async () => {
    const only = 'of the files that are read together only one may have it.';
    expect(
      await folder.faults({
        'a.yaml': 'mailcheck: 1\nexportedAt: null\ntenant: {}\ncustomers: []\n',
        'b.yaml': 'mailcheck: 1\nexportedAt: null\ncustomers:\n  - id: 1\nextra: 1\n',
        'c.json': '{"tenant": {},\n "extra": 1, "mailcheck": 3}',
      }),
    ).toEqual([
      `b.yaml:2:1 "exportedAt" is also in a.yaml on line 2; ${only}`,
      `b.yaml:3:1 "customers" is also in a.yaml on line 4; ${only}`,
      `c.json:1:2 "tenant" is also in a.yaml on line 3; ${only}`,
      `c.json:2:2 "extra" is also in b.yaml on line 5; ${only}`,
      'c.json:2:27 This is version 3 of the format; this program understands version 1.',
    ]);
  });

  it('may add up customers, but not beside those of an export', async () => {
    const lines = '{"id":1}\n';
    const { customers } = await folder.load({
      'a.yaml': 'mailcheck: 1',
      'b.ndjson': lines,
      'c.jsonl': '{"id":2}',
    });
    expect(customers.map(({ index, customer }) => [index, customer.id])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(await folder.faults({ 'a.yaml': 'mailcheck: 1\ncustomers: []\n', 'b.ndjson': lines })).toEqual([
      'a.yaml:2:1 Customers are here and in b.ndjson; keep them in one place.',
    ]);
    expect(await folder.faults({ 'a.yaml': 'mailcheck: 1', 'b.ndjson': lines, 'c.ndjson': lines })).toEqual([
      'c.ndjson:1:7 /customers/1/id: expected an id that no other entry of the list has; found the number 1. The same id is in b.ndjson on line 1.',
    ]);
  });

  it('do not miss a version that may be in a file that cannot be read', async () => {
    expect(await folder.faults({ 'a.yaml': 'tenant: {}', 'b.yaml': '' })).toEqual([
      'b.yaml The file is empty.',
    ]);
    expect(await folder.faults({ 'a.yaml': 'tenant: {}', 'b.ndjson': '{}' })).toEqual([
      'a.yaml:1:1 The key "mailcheck" is missing: write "mailcheck: 1", the version of the format.',
    ]);
  });

  it('are each named once', async () => {
    const { loadExport } = await import('../../src/sources/export/load.js');
    const { failure } = await import('./loading.js');
    await folder.load({ 'a.yaml': 'mailcheck: 1' });
    const file = `${folder.path}/a.yaml`;
    const error = await failure(() => loadExport({ files: [file, file], strict: false }));
    expect(folder.lines(error)).toEqual(['a.yaml The file is named twice.']);
  });

  it('give the customer of the kind that decides, whichever file has it', async () => {
    const files = {
      'a.yaml': 'mailcheck: 1',
      'b.ndjson': '{"id": 1, "customId": "X"}\n{"id": "Y", "email": "X"}\n',
      'c.ndjson': '{"id": 3}\n{"id": "X"}\n{"id": 5, "firstName": "X"}\n',
    };
    const { customers, locate } = await folder.load(files, { customer: 'X' });
    expect(customers).toEqual([{ index: 3, customer: { id: 'X' } }]);
    expect(locate(['customers', 3, 'id'])).toMatchObject({ line: 2, column: 8 });
  });
});

describe('unknown keys', () => {
  const text = `mailcheck: 1
tennant: {}
transport:
  smtp: { hots: x, Port: 1, zzz: 1 }
customers:
  - id: 1
    phone: 1
    links: [{ loan: { variables: { any: 1 }, stat: Open } }]
  - id: 2
    phone: 2
    links: [{ loan: { stat: Open } }, { loan: { stat: Open } }]
`;

  it('are noted with their place, and the key that may be meant', async () => {
    const { notes } = await folder.load({ 'a.yaml': text });
    expect(notes.map((note) => note.slice(folder.path.length + 1))).toEqual([
      'a.yaml:2:1: /tennant: unknown key "tennant". Did you mean "tenant"?',
      'a.yaml:4:11: /transport/smtp/hots: unknown key "hots". Did you mean "host"?',
      'a.yaml:4:20: /transport/smtp/Port: unknown key "Port". Did you mean "port"?',
      'a.yaml:4:29: /transport/smtp/zzz: unknown key "zzz".',
      'a.yaml:7:5: /customers/0/phone: unknown key "phone". There are 2 of them.',
      'a.yaml:8:46: /customers/0/links/0/loan/stat: unknown key "stat". Did you mean "status"? There are 3 of them.',
    ]);
  });

  it('are errors when that is asked for', async () => {
    const faults = await folder.faults({ 'a.yaml': text }, { strict: true });
    expect(faults).toHaveLength(9);
    expect(faults.slice(0, 2)).toEqual([
      'a.yaml:2:1 /tennant: unknown key "tennant". Did you mean "tenant"?',
      'a.yaml:4:11 /transport/smtp/hots: unknown key "hots". Did you mean "host"?',
    ]);
  });

  it('of others do not matter when one customer is asked for', async () => {
    const { notes } = await folder.load(
      { 'a.yaml': text.replace('phone: 2', 'active: true') },
      { customer: '2' },
    );
    expect(notes.filter((note) => note.includes('phone'))).toEqual([]);
  });

  it('are not looked for in what has the wrong shape', async () => {
    const yaml = 'mailcheck: 1\ntenant: [{ x: 1 }]\nnotifications: { x: 1 }\n';
    const faults = await folder.faults({ 'a.yaml': yaml }, { strict: true });
    expect(faults).toEqual([
      'a.yaml:2:9 /tenant: expected keys with values; found a list.',
      'a.yaml:3:16 /notifications: expected a list or null; found keys with values.',
    ]);
  });

  it('stand where they are written in JSON', async () => {
    const { notes } = await folder.load({ 'a.json': '{"mailcheck": 1,\n "tenant": { "nmae": 1 }}' });
    expect(notes.map((note) => note.slice(folder.path.length + 1))).toEqual([
      'a.json:2:14: /tenant/nmae: unknown key "nmae". Did you mean "name"?',
    ]);
  });
});
