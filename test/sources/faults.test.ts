import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadExport } from '../../src/sources/export/load.js';
import { ExportFolder, failure } from './loading.js';

const folder = new ExportFolder();

describe('values that do not fit', () => {
  it.each<[string, string]>([
    [
      'tenant:\n  id:   9007199254740993',
      '/tenant/id: expected a text or a number; found a number beyond 2^53. Such a number loses digits: write it in quotes.',
    ],
    ['tenant:\n  id:   null', '/tenant/id: expected a text or a number; found null.'],
    [
      'tenant:\n  name: 12',
      '/tenant/name: expected a text or null; found the number 12. Write it in quotes.',
    ],
    ['tenant:\n  name: false', '/tenant/name: expected a text or null; found false. Write it in quotes.'],
    ['tenant:\n  name: []', '/tenant/name: expected a text or null; found an empty list.'],
    ['tenant:\n  name: {}', '/tenant/name: expected a text or null; found an empty { }.'],
    ['tenant:\n  name: {a: 1}', '/tenant/name: expected a text or null; found keys with values.'],
  ])('%j', async (yaml, message) => {
    expect(await folder.faults({ 'a.yaml': `mailcheck: 1\n${yaml}\n` })).toEqual([`a.yaml:3:9 ${message}`]);
  });

  it.each<[string, string]>([
    [
      '{connections: {linked: yes}}',
      '/connections/linked: expected true or false; found the text "yes". YAML 1.2 takes this word for a text: write true.',
    ],
    [
      '{connections: {linked: Off}}',
      '/connections/linked: expected true or false; found the text "Off". YAML 1.2 takes this word for a text: write false.',
    ],
    [
      '{connections: {linked: "true"}}',
      '/connections/linked: expected true or false; found the text "true". Write it without quotes.',
    ],
    ['{connections: {linked: null}}', '/connections/linked: expected true or false; found null.'],
    ['{connections: {linked: 1}}', '/connections/linked: expected true or false; found the number 1.'],
    [
      '{connections: {balance: "41.20"}}',
      '/connections/balance: expected a number or null; found the text "41.20". Write it without quotes.',
    ],
    [
      '{connections: {balance: $41}}',
      '/connections/balance: expected a number or null; found the text "$41".',
    ],
    ['{connections: []}', '/connections: expected keys with values; found an empty list.'],
    [
      '{transport: {mode: sendmail}}',
      '/transport/mode: expected one of house, smtp, ses; found the text "sendmail".',
    ],
    [
      '{transport: {mode: stmp}}',
      '/transport/mode: expected one of house, smtp, ses; found the text "stmp". Did you mean smtp?',
    ],
    [
      '{transport: {mode: SMTP}}',
      '/transport/mode: expected one of house, smtp, ses; found the text "SMTP". Did you mean smtp?',
    ],
    [
      '{transport: {smtp: {port: 70000}}}',
      '/transport/smtp/port: expected a port number from 1 to 65535 or null; found the number 70000.',
    ],
    [
      '{transport: {smtp: {port: "587"}}}',
      '/transport/smtp/port: expected a port number from 1 to 65535 or null; found the text "587". Write it without quotes.',
    ],
    [
      '{transport: {smtp: {security: true}}}',
      '/transport/smtp/security: expected one of auto, tls, starttls, none; found true. Write it in quotes.',
    ],
    [
      '{doNotDisturb: [{start: 2100, stop: "08:00"}]}',
      '/doNotDisturb/0/start: expected a time of day from "00:00" to "23:59"; found the number 2100. Write it in quotes.',
    ],
    [
      '{doNotDisturb: [{start: "24:00", stop: "08:00"}]}',
      '/doNotDisturb/0/start: expected a time of day from "00:00" to "23:59"; found the text "24:00".',
    ],
    [
      '{doNotDisturb: [{start: "21:00"}]}',
      '/doNotDisturb/0/stop: expected a time of day from "00:00" to "23:59", or "24:00"; found nothing.',
    ],
    [
      '{doNotDisturb: [{start: "21:00", stop: "08:00", weekdays: [monday]}]}',
      '/doNotDisturb/0/weekdays/0: expected one of mon, tue, wed, thu, fri, sat, sun; found the text "monday". Did you mean mon?',
    ],
    ['{notifications: {id: 1}}', '/notifications: expected a list or null; found keys with values.'],
    ['{notifications: [x]}', '/notifications/0: expected keys with values; found the text "x".'],
    [
      '{notifications: [{email: {deliverTo: customer}}]}',
      '/notifications/0/email/deliverTo: expected one of customers, agents, both or null; found the text "customer". Did you mean customers?',
    ],
    ['{customers: 5}', '/customers: expected a list or null; found the number 5.'],
    ['{customers: [null]}', '/customers/0: expected keys with values; found null.'],
    [
      '{customers: [{links: [{loan: {snapshotDate: 03/11/2026}}]}]}',
      '/customers/0/links/0/loan/snapshotDate: expected a date written YYYY-MM-DD or null; found the text "03/11/2026".',
    ],
    [
      '{exportedAt: 2026-11-03}',
      '/exportedAt: expected an instant with its offset, such as 2026-11-03T17:20:00Z or null; found the text "2026-11-03".',
    ],
    [
      '{exportedAt: 2026-02-30}',
      '/exportedAt: expected an instant with its offset, such as 2026-11-03T17:20:00Z or null; found the text "2026-02-30".',
    ],
    // What has the right shape but breaks a rule:
    [
      '{exportedAt: 2026-02-30T10:00:00Z}',
      '/exportedAt: expected a date that the calendar has; found the text "2026-02-30T10:00:00Z".',
    ],
    [
      '{customers: [{links: [{loan: {lastMaintenance: 2025-02-29}}]}]}',
      '/customers/0/links/0/loan/lastMaintenance: expected a date that the calendar has; found the text "2025-02-29".',
    ],
    [
      '{communicationHistory: [{at: 2026-06-31T00:00:00Z}]}',
      '/communicationHistory/0/at: expected a date that the calendar has; found the text "2026-06-31T00:00:00Z".',
    ],
    [
      '{communicationHistory: [{delivery: {events: [{at: 2026-06-31T00:00:00Z}]}}]}',
      '/communicationHistory/0/delivery/events/0/at: expected a date that the calendar has; found the text "2026-06-31T00:00:00Z".',
    ],
    [
      '{tenant: {timezone: America/Denvr}}',
      '/tenant/timezone: expected an IANA time zone, such as America/Denver; found the text "America/Denvr". Did you mean America/Denver?',
    ],
    [
      '{tenant: {timezone: Mountain Time}}',
      '/tenant/timezone: expected an IANA time zone, such as America/Denver; found the text "Mountain Time".',
    ],
    [
      '{customers: [{timezone: Nowhere}]}',
      '/customers/0/timezone: expected an IANA time zone, such as America/Denver; found the text "Nowhere".',
    ],
    [
      '{companyEmails: [{id: 7}, {id: "7"}]}',
      '/companyEmails/1/id: expected an id that no other entry of the list has; found the text "7". The same id is in a.yaml on line 2.',
    ],
    [
      '{notifications: [{id: 7}, {id: 8}, {id: 7}]}',
      '/notifications/2/id: expected an id that no other entry of the list has; found the number 7. The same id is in a.yaml on line 2.',
    ],
    [
      '{communicationHistory: [{id: 7}, {id: 7}]}',
      '/communicationHistory/1/id: expected an id that no other entry of the list has; found the number 7. The same id is in a.yaml on line 2.',
    ],
    [
      '{customers: [{id: 7}, {id: 7}]}',
      '/customers/1/id: expected an id that no other entry of the list has; found the number 7. The same id is in a.yaml on line 2.',
    ],
  ])('%s', async (flow, message) => {
    const yaml = `mailcheck: 1\n${flow.slice(1, -1)}\n`;
    const faults = await folder.faults({ 'a.yaml': yaml });
    expect(faults.map((fault) => fault.replace(/^\S+ /, ''))).toEqual([message]);
    expect(faults[0]).toMatch(/^a\.yaml:2:\d+ /);
  });

  it('are accepted where they fit', async () => {
    const yaml = `mailcheck: 1
exportedAt: null
tenant: { id: "9007199254740993", name: "", timezone: "" }
transport: { smtp: { password: "[redacted]", port: null }, ses: { secretAccessKey: { env: MAILCHECK_X } } }
companyEmails: [{ id: 7 }, { id: 8 }, {}, {}]
doNotDisturb: [{ start: "21:00", stop: "24:00", weekdays: [] }]
notifications: null
customers: [{ id: 7, timezone: " ", links: [{ loan: { variables: { any: { thing: [1] } } } }] }]
`;
    const { notes } = await folder.load({ 'a.yaml': yaml });
    expect(notes).toEqual([]);
  });

  it('carry what is expected and found apart from the sentence', async () => {
    const { code, details } = await failure(() =>
      folder.load({ 'a.yaml': 'mailcheck: 1\ntenant: { name: 5 }\n' }),
    );
    expect(code).toBe('export-invalid');
    expect(details).toEqual([
      {
        file: path.join(folder.path, 'a.yaml'),
        line: 2,
        column: 17,
        pointer: '/tenant/name',
        expected: 'a text or null',
        found: 'the number 5',
        message: '/tenant/name: expected a text or null; found the number 5. Write it in quotes.',
      },
    ]);
  });

  it('are told all at once, of all files, in the order of the files', async () => {
    const faults = await folder.faults({
      'a.yaml': 'mailcheck: 1\ntransport: { mode: x }\ntenant: { name: 5 }\n',
      'b.json': '{"connections": {"linked": 1}}',
      'c.ndjson': '{"id":1}\n{"id":1}\n{"email":5}\nnonsense\n',
      'd.yaml': 'doNotDisturb: "x\n',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'a.yaml:2:20',
      'a.yaml:3:17',
      'b.json:1:28',
      'c.ndjson:2:7',
      'c.ndjson:3:10',
      'c.ndjson:4:1',
      'd.yaml:1:15',
    ]);
  });

  it('are listed up to fifty', async () => {
    const rows = Array.from({ length: 70 }, (_, id) => `  - { id: ${id}, email: 5 }\n`).join('');
    const error = await failure(() => folder.load({ 'a.yaml': `mailcheck: 1\ncompanyEmails:\n${rows}` }));
    expect(error.details).toHaveLength(50);
    expect(error.message).toBe('The export cannot be used: at least 70 errors, of which 50 are listed.');
  });
});

describe('files that are no export', () => {
  const refused: readonly (readonly [string, string | Buffer, string])[] = [
    ['a.yaml', '', ' The file is empty.'],
    ['a.json', ' \n', ' The file is empty.'],
    ['a.yaml', '# nothing\n', ':1:1 An export has keys with values at its root; the file has none.'],
    ['a.yaml', '- a\n', ':1:1 An export has keys with values at its root; here is a list.'],
    ['a.yaml', 'hunter2\n', ':1:1 An export has keys with values at its root; here is a text (not shown).'],
    ['a.json', '[1]', ':1:1 An export has keys with values at its root; here is a list.'],
    [
      'a.yaml',
      'on: push\njobs: {}\n',
      ':1:1 This is no account export. One begins with "mailcheck: 1"; "mailcheck explain export" lists its fields.',
    ],
    [
      'a.yaml',
      '# x\ntenant: {}\n',
      ':2:1 The key "mailcheck" is missing: write "mailcheck: 1", the version of the format.',
    ],
    [
      'a.yaml',
      'mailcheck: 2\n',
      ':1:12 This is version 2 of the format; this program understands version 1.',
    ],
    [
      'a.json',
      '{"mailcheck": "1"}',
      ':1:15 The version of the format must be 1, a number without quotes; here is the text "1".',
    ],
    ['a.ndjson', '{"id":1}\n', ':1:1 This file adds customers to an export, which must be named too.'],
    [
      'a.yaml',
      Buffer.from('a: \0'),
      ' The file is binary: byte 3 is zero. An export is YAML or JSON text; save it as UTF-8.',
    ],
    [
      'a.yaml',
      Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0xe9, 0x0a]),
      ':2:1 The file is not UTF-8 text: byte 6 does not fit. Save it as UTF-8.',
    ],
    [
      'a.yaml',
      Buffer.from('\ufeffa: 1', 'utf16le'),
      ' The file is written in UTF-16 or UTF-32. Save it as UTF-8.',
    ],
    [
      'a.yaml',
      Buffer.from([0xfe, 0xff, 0, 0x61]),
      ' The file is written in UTF-16 or UTF-32. Save it as UTF-8.',
    ],
    [
      'a.yaml',
      Buffer.from([0xff, 0xfe, 0, 0]),
      ' The file is written in UTF-16 or UTF-32. Save it as UTF-8.',
    ],
    [
      'a.yaml',
      Buffer.from([0, 0, 0xfe, 0xff]),
      ' The file is written in UTF-16 or UTF-32. Save it as UTF-8.',
    ],
    [
      'a.yaml.gz',
      gzipSync('a: 1'),
      ' The file is compressed with gzip. Only customer files may be; their names end in .ndjson.gz or .jsonl.gz.',
    ],
    [
      'a.json',
      '{"a": 1,}',
      ':1:9 A key in double quotes is expected here; a comma must not stand behind the last one.',
    ],
    ['a.json', '{"a": [1,]}', ':1:10 A value is expected here.'],
    ['a.json', '{"a": 1', ':1:8 A closing } is expected here.'],
    ['a.json', '{"a": [1', ':1:9 A closing ] is expected here.'],
    ['a.json', "{'a': 1}", ':1:2 This is no JSON value. A text needs double quotes.'],
    ['a.json', '{"a" 1}', ':1:6 A colon is expected here.'],
    ['a.json', '{"a": 1 "b": 2}', ':1:9 A comma or a closing bracket is expected here.'],
    [
      'a.json',
      '{"a": 1}\n{"b": 2}',
      ':2:1 The JSON ends before this. Customers one a line belong in a file whose name ends in .ndjson.',
    ],
    ['a.json', '// x\n{}', ':1:1 JSON has no comments. YAML has: name the file .yaml.'],
    ['a.json', '{"a": "x\ny"}', ':1:7 A text lacks its closing double quote on the same line.'],
    [
      'a.json',
      '{"a": "x\ty"}',
      ':1:7 A control character stands in a text. Write it as \\t or \\u and four digits.',
    ],
    ['a.json', '{"a": "\\x"}', ':1:7 Text has a backslash that means nothing. Write \\\\ for one.'],
    ['a.json', '{"a": "\\u12"}', ':1:7 Four hexadecimal digits must follow \\u.'],
    ['a.json', '{"a": 1.}', ':1:7 This number is not complete.'],
    ['a.json', '{"a": NaN}', ':1:7 This is no JSON value. A text needs double quotes.'],
    ['a.json', '{"a": 1,\n"a": 2}', ':2:1 This key is there twice; first on line 1.'],
    [
      'a.json',
      '{"mailcheck": 1, "tenant": {"name": "a:", "\\u006eame": "b"}}',
      ':1:43 The key "name" is there twice; first on line 1.',
    ],
    [
      'a.json',
      `{"a": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      ':1:106 Lists and keys are nested deeper than 100 levels.',
    ],
    ['a.json', '['.repeat(200_000), ':1:101 Lists and keys are nested deeper than 100 levels.'],
    [
      'a.yaml',
      `mailcheck: 1\ncustomers: [\n${'  {id: 1, email: jane.roe@mail.example},\n'.repeat(450_000)}]\n`,
      `:1:1 More than 16 MiB of this YAML would have to be read. Save it as JSON, or put the customers into a file of their own, one JSON object a line (.ndjson).`,
    ],
    ['a.yaml', 'mailcheck: 1\ntenant:\n\tname: x\n', ':3:1 A tab cannot indent a line. Use spaces.'],
    [
      'a.yaml',
      'mailcheck: 1\ntenant:\n  name: a\n  name: b\n',
      ':4:3 The key "name" is there twice; first on line 3.',
    ],
  ];
  const rows = refused.map(([name, content, fault]) => ({
    name,
    content,
    fault,
    start: String(content).slice(0, 30),
  }));
  it.each(rows)('$name $start', async ({ name, content, fault }) => {
    expect(await folder.faults({ [name]: content })).toEqual([`${name}${fault}`]);
  });

  it.each<[string, string]>([
    ['missing.yaml', 'There is no such file.'],
    ['folder.yaml', 'This is a folder. Name a file in it.'],
    ['file.txt/x.yaml', 'There is no such file: a part of its path is not a folder.'],
    [`${'x'.repeat(300)}.yaml`, 'There is no such file: its name is too long.'],
    ['a\0b.yaml', 'There is no such file: its name holds a zero byte.'],
    ['missing.ndjson', 'There is no such file.'],
    ['missing.ndjson.gz', 'There is no such file.'],
  ])('%s', async (name, message) => {
    mkdirSync(path.join(folder.path, 'folder.yaml'), { recursive: true });
    writeFileSync(path.join(folder.path, 'file.txt'), '');
    const file = path.join(folder.path, name);
    const { details } = await failure(() => loadExport({ files: [file], strict: false }));
    expect(details).toEqual([{ file, message }]);
  });

  it('device', async () => {
    const { details } = await failure(() => loadExport({ files: ['/dev/zero'], strict: false }));
    expect(details).toEqual([
      { file: '/dev/zero', message: 'This is a device, not a file. Write - to read standard input.' },
    ]);
  });

  it('no files at all', async () => {
    const { code } = await failure(() => loadExport({ files: [], strict: false }));
    expect(code).toBe('usage');
  });
});

describe('the language of a file', () => {
  it.each<[string, string]>([
    ['a.json', '\ufeff{"mailcheck": 1}'],
    ['a.JSON', '{"mailcheck": 1}'],
    ['a.yaml', '\ufeffmailcheck: 1\r\n'],
    ['a.yml', '{"mailcheck": 1}'],
    ['a', '{"mailcheck": 1}'],
    ['a', ' {mailcheck: 1}'],
    ['a.txt', 'mailcheck: 1'],
    ['a.yaml', 'mailcheck: 1.0'],
  ])('%s %j', async (name, content) => {
    const { account } = await folder.load({ [name]: content });
    expect(account).toEqual({ mailcheck: 1 });
  });

  it('is JSON when neither fits a text that begins with a bracket', async () => {
    expect(await folder.faults({ a: '{"a": "\\x"}' })).toEqual([
      'a:1:7 Text has a backslash that means nothing. Write \\\\ for one.',
    ]);
  });
});
