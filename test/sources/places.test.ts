import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/account/pointer.js';
import { readJsonText } from '../../src/sources/export/json-text.js';
import { readAnyYaml } from '../../src/sources/export/yaml-any.js';
import { ExportFolder } from './loading.js';

const folder = new ExportFolder();

const yaml = `# Acme
mailcheck: 1
exportedAt:   2026-11-03T17:20:00Z # true then
x-shared: &shared
  enabled: true
  url: null
connections:
  linked: true
  services: {mailHouse: true}
  paymentProfile:
  amount:    # not known
tenant: { id: "5200243",
  name: Acme, timezone: }
transport: &transport
  mode: smtp
  smtp:
    <<: { port: 587, host: a.example }
    host: b.example
companyEmails:
- id: 20
  email: 'a@b.example'
-
  id: 21
notifications:
  - id: 7
    email:
      body: |
        Hello
      subject: >-
        Pay
        now
    webhook: *shared
  - id: 8
    sms:
      <<: *shared
      enabled: false
    webhook:
      <<: [{url: x}, *shared]
customers:
  - id: 1
    email: "jane@mail.example"
    links:
    - role: primary
  - { id: 2, email: joe@mail.example }
communicationHistory: []
`;

describe('places in YAML', () => {
  const table: readonly (readonly [Path, number, number])[] = [
    [[], 2, 1],
    [['mailcheck'], 2, 12],
    [['exportedAt'], 3, 15],
    [['connections'], 8, 3],
    [['connections', 'linked'], 8, 11],
    [['connections', 'services'], 9, 13],
    [['connections', 'services', 'mailHouse'], 9, 25],
    [['connections', 'services', 'ofacCompliance'], 9, 13],
    [['connections', 'paymentProfile'], 10, 18],
    [['connections', 'amount'], 11, 10],
    [['connections', 'lowPoint'], 8, 3],
    [['tenant'], 12, 9],
    [['tenant', 'id'], 12, 15],
    [['tenant', 'name'], 13, 9],
    [['tenant', 'timezone'], 13, 24],
    [['transport'], 15, 3],
    [['transport', 'smtp'], 17, 5],
    [['transport', 'smtp', 'port'], 17, 17],
    [['transport', 'smtp', 'host'], 18, 11],
    [['companyEmails'], 20, 1],
    [['companyEmails', 0], 20, 3],
    [['companyEmails', 0, 'email'], 21, 10],
    [['companyEmails', 1], 23, 3],
    [['companyEmails', 2, 'email'], 20, 1],
    [['notifications', 0, 'email', 'body'], 27, 13],
    [['notifications', 0, 'email', 'subject'], 29, 16],
    [['notifications', 0, 'webhook'], 5, 3],
    [['notifications', 0, 'webhook', 'enabled'], 5, 12],
    [['notifications', 1, 'sms'], 35, 7],
    [['notifications', 1, 'sms', 'enabled'], 36, 16],
    [['notifications', 1, 'sms', 'url'], 6, 8],
    [['notifications', 1, 'webhook', 'url'], 38, 18],
    [['notifications', 1, 'webhook', 'enabled'], 5, 12],
    [['notifications', 1, 'name'], 33, 5],
    [['customers'], 40, 3],
    [['customers', 0], 40, 5],
    [['customers', 0, 'email'], 41, 12],
    [['customers', 0, 'links', 0, 'role'], 43, 13],
    [['customers', 0, 'links', 0, 'loan', 'id'], 43, 7],
    [['customers', 1], 44, 5],
    [['customers', 1, 'email'], 44, 21],
    [['communicationHistory'], 45, 23],
    [['communicationHistory', 0, 'id'], 45, 23],
    [['enrollmentByStatus'], 2, 1],
    [['enrollmentByStatus', 3, 'status'], 2, 1],
  ];

  it.each([
    ['LF', yaml],
    ['CRLF and a byte order mark', `\ufeff${yaml.replaceAll('\n', '\r\n')}`],
  ])('with %s', async (_, text) => {
    const { locate } = await folder.load({ 'a.yaml': text });
    const places = table.map(([path]) => [path, locate(path).line, locate(path).column]);
    expect(places).toEqual(table);
  });

  it('of one customer, read apart', async () => {
    for (const customer of ['1', 'joe@mail.example']) {
      const { locate, customers } = await folder.load({ 'a.yaml': yaml }, { customer });
      expect(customers).toHaveLength(1);
      const places = table.map(([path]) => [path, locate(path).line, locate(path).column]);
      expect(places).toEqual(table);
    }
  });
});

describe('places in JSON', () => {
  const json = `{
  "mailcheck": 1, "tenant": {"id": 7,
    "na\\u006de" : "A, \\"{[" },
  "companyEmails": [ {"id":1}, { "id": 2 } , {} ],
  "customers": [
    {"id": 1, "email": null, "links": [{"role":"primary"}]}
  ]
}
`;
  const table: readonly (readonly [Path, number, number])[] = [
    [[], 1, 1],
    [['mailcheck'], 2, 16],
    [['tenant'], 2, 29],
    [['tenant', 'id'], 2, 36],
    [['tenant', 'name'], 3, 19],
    [['tenant', 'timezone'], 2, 29],
    [['companyEmails'], 4, 20],
    [['companyEmails', 1, 'id'], 4, 40],
    [['companyEmails', 2], 4, 46],
    [['companyEmails', 3, 'id'], 4, 20],
    [['customers', 0], 6, 5],
    [['customers', 0, 'email'], 6, 24],
    [['customers', 0, 'links', 0, 'role'], 6, 48],
    [['transport', 'mode'], 1, 1],
  ];

  it.each([
    ['LF', json],
    ['CRLF and a byte order mark', `\ufeff${json.replaceAll('\n', '\r\n')}`],
  ])('with %s', async (_, text) => {
    const { locate } = await folder.load({ 'a.json': text }, { customer: '1' });
    const places = table.map(([path]) => [path, locate(path).line, locate(path).column]);
    expect(places).toEqual(table);
  });
});

describe('places in JSON and YAML', () => {
  it('are the same for JSON that is read as YAML', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify({ value }, undefined, indent);
        const json = readJsonText(text);
        const yaml = readAnyYaml(text);
        if (!json || 'faults' in yaml) throw new Error(text);
        for (const path of pathsBelow({ value }, [])) {
          for (const part of ['key', 'value'] as const) {
            expect([path, json.offsetOf(path, part)]).toEqual([path, yaml.find(path, part).offset]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  function pathsBelow(value: unknown, path: Path): Path[] {
    if (typeof value !== 'object' || value === null) return [path];
    const below = Object.entries(value).flatMap(([key, member]) =>
      pathsBelow(member, [...path, Array.isArray(value) ? Number(key) : key]),
    );
    return [path, [...path, 'absent'], ...below];
  }
});

describe('places in several files', () => {
  it('are in the file that has the key', async () => {
    const { locate, sources } = await folder.load({
      'a.yaml': 'mailcheck: 1\nexportedAt: 2026-11-03T17:20:00Z\n',
      'b.json': '{"tenant": {"id": 1}}',
      'c.ndjson': '{"id": 1}\n\n  {"id": 2, "email": "x"}\n',
      'd.jsonl': '\ufeff{"id": 3}',
    });
    const place = (path: Path) => {
      const { file, line, column } = locate(path);
      return `${file.slice(folder.path.length + 1)}:${line}:${column}`;
    };
    expect(place(['tenant', 'id'])).toBe('b.json:1:19');
    expect(place(['tenant', 'name'])).toBe('b.json:1:12');
    expect(place(['connections'])).toBe('a.yaml:1:1');
    expect(place(['customers', 1, 'email'])).toBe('c.ndjson:3:22');
    expect(place(['customers', 1, 'links'])).toBe('c.ndjson:3:3');
    expect(place(['customers', 2, 'id'])).toBe('d.jsonl:1:8');
    expect(sources.map(({ exportedAt }) => exportedAt)).toEqual(['2026-11-03T17:20:00Z', null, null, null]);
  });
});
