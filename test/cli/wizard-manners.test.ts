import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { columns } from '../../src/report/layout.js';
import { wholeOf } from '../../src/sources/answers/known.js';
import { authority, certificate } from '../servers/certificates.js';
import { healthySmtp } from '../servers/healthy-smtp.js';
import { completeAccount } from '../sources/answers/complete-accounts.js';
import { mailcheck } from '../support/mailcheck.js';
import { answerAll } from '../support/wizard-person.js';
import { WizardTerminal } from '../support/wizard-terminal.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-wizard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = ['--at', '2026-11-03T17:30:00Z'];
const everything = (edits: Parameters<typeof completeAccount>[0] = []) => wholeOf(completeAccount(edits), 0);
const stateOf = (name: string) => path.join(folder, name, 'session.yaml');
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

function begin(
  name: string,
  args: readonly string[] = ['wizard'],
  options: ConstructorParameters<typeof WizardTerminal>[1] = {},
): WizardTerminal {
  const env = { MAILCHECK_STATE_DIR: path.join(folder, name), ...options.env };
  return new WizardTerminal([...args, ...(args.length > 0 ? AT : [])], { cwd: folder, ...options, env });
}

/** Answers that the mail leaves the account; then the next question stands there. */
async function accountAnswered(terminal: WizardTerminal): Promise<void> {
  await terminal.pick('Nobody');
  await terminal.pick('Yes');
  await terminal.pick('Yes');
  await terminal.pick('the house account');
}

const askedNow = async (terminal: WizardTerminal) => (await terminal.shown())?.text;

/** An export of which only so much is known. */
function gaps(name: string, account: object): string {
  const file = path.join(folder, `${name}.yaml`);
  writeFileSync(file, stringify(account));
  return file;
}

describe.concurrent('the wizard', () => {
  it('goes back a step, and from the first question to the symptom', async () => {
    const terminal = begin('back', []);
    await terminal.pick('Nobody');
    const first = await askedNow(terminal);
    await terminal.pick('No');
    expect(await askedNow(terminal)).toContain('This is certain.');
    await terminal.pick('Back');
    expect(await askedNow(terminal)).toBe(first);
    await terminal.pick('Yes');
    const second = await askedNow(terminal);
    await terminal.pick('Yes');
    await terminal.pick('the house account');
    await terminal.pick('Something else');
    await terminal.shown();
    terminal.answer('<');
    expect(await askedNow(terminal)).toMatch(/^\? Does the mail leave through/);
    await terminal.pick('Back');
    expect(await askedNow(terminal)).toBe(second);
    await terminal.pick('Back');
    await terminal.pick('Back');
    expect(await askedNow(terminal)).toMatch(/^\? What do you see/);
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    expect(existsSync(stateOf('back'))).toBe(false);
  });

  it('keeps the answers after Ctrl-C, leaves the terminal as it was, and goes on with --resume', async () => {
    const terminal = begin('resume');
    await accountAnswered(terminal);
    const left = await askedNow(terminal);
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    const file = stateOf('resume');
    expect(terminal.text.replace(/\s+/g, '')).toContain(`Youranswersaresavedin${file}`.replace(/\s+/g, ''));
    expect(terminal.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.raw.lastIndexOf('\u001b[?25l'));
    expect(terminal.text).toMatch(/ icanon /);
    expect(terminal.text).toMatch(/ echo /);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const ran = await mailcheck(['diagnose', '1', '--export', file, '--strict', ...AT]);
    expect([ran.code, ran.stderr]).toEqual([3, '']);

    const again = begin('resume', ['wizard', '--resume']);
    expect(await askedNow(again)).toBe(left);
    await answerAll(again, everything(), 'Nobody');
    expect(again.text).toMatch(/\nWOULD SEND: /);
    await again.pick('Finish');
    expect(await again.ended()).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('remembers what the person did not know', async () => {
    const terminal = begin('unknown');
    await terminal.pick('Nobody');
    await terminal.pick("I don't know");
    const left = await askedNow(terminal);
    terminal.answer(CTRL_C);
    await terminal.ended();
    const again = begin('unknown', ['wizard', '--resume']);
    expect(await askedNow(again)).toBe(left);
    again.answer(CTRL_C);
    expect(await again.ended()).toBe(130);
  });

  it.each([
    ['the end of input in a list', (terminal: WizardTerminal) => terminal.type(CTRL_D), 'the house account'],
    ['the end of input in a text', (terminal: WizardTerminal) => terminal.type(CTRL_D), 'own SMTP server'],
    ['a closed window', (terminal: WizardTerminal) => terminal.hangUp(), 'the house account'],
  ])('keeps the answers at %s', async (name, end, mode) => {
    const terminal = begin(name.replaceAll(' ', '-'));
    await terminal.pick('Nobody');
    await terminal.pick('Yes');
    await terminal.pick('Yes');
    await terminal.pick(mode);
    if (mode === 'own SMTP server') await terminal.pick('No');
    await terminal.shown();
    end(terminal);
    await terminal.ended();
    for (let waited = 0; !existsSync(stateOf(name.replaceAll(' ', '-'))) && waited < 5000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(readFileSync(stateOf(name.replaceAll(' ', '-')), 'utf8')).toContain('linked: true');
  });

  it('takes a paste of several lines', async () => {
    const terminal = begin('paste');
    await accountAnswered(terminal);
    await terminal.pick('Company Primary');
    await terminal.shown();
    terminal.type(
      '\u001b[200~office@cedar-credit.example primary verified\r\nother@cedar-credit.example not verified\r\n\u001b[201~',
    );
    await terminal.until('2 lines; last: other@');
    terminal.answer('');
    const asked = await answerAll(terminal, everything(), 'Nobody');
    expect(asked.join()).not.toContain('company email');
    expect(terminal.text).toMatch(/\nWOULD SEND: /);
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(0);
  });

  it('says what is wrong with a line, and lets it be put right; and that answers cannot be saved', async () => {
    writeFileSync(path.join(folder, 'wrong'), 'no folder\n');
    const terminal = begin('wrong');
    await accountAnswered(terminal);
    await terminal.pick('Company Primary');
    await terminal.shown();
    terminal.type('nobody\r');
    await terminal.until('there is no address in it');
    terminal.type('@cedar-credit.example primary verified\r');
    await terminal.until('1 line; last: nobody@cedar-credit.example');
    terminal.answer('');
    expect(await askedNow(terminal)).not.toContain('company email addresses');
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text).toContain('Your answers cannot be saved in ');
  });

  it('fits another width after the window was resized', async () => {
    const terminal = begin('resize');
    await terminal.pick('Nobody');
    await terminal.pick('Yes');
    await terminal.shown();
    terminal.resize(44);
    // The process is told by a signal, which the keys may overtake.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await terminal.pick('Yes');
    await terminal.shown();
    const from = terminal.text.lastIndexOf('? Does the mail leave');
    for (const line of terminal.text.slice(from).split('\n')) expect(columns(line)).toBeLessThanOrEqual(44);
    await answerAll(terminal, everything(), 'Nobody');
    expect(terminal.text).toMatch(/\nWOULD SEND: /);
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(0);
  });

  it('needs no more than 60 columns of ASCII without colour', async () => {
    const terminal = begin('ascii', ['wizard', '--ascii'], { cols: 60 });
    await answerAll(terminal, everything([['/customers/0/email', 'nora']]), 'One customer');
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(1);
    const said = terminal.text.slice(0, terminal.text.indexOf('speed '));
    expect(said).toMatch(/^[\n\r\u0020-\u007e]*$/);
    expect(said).toMatch(/\n {2}x FAIL +customer-email\n/);
    // Where the line editor redraws a question, the terminal goes back to the beginning of it.
    for (const line of said.split(/[\n\r]/))
      expect(columns(line.replace(/^.*\? /, ''))).toBeLessThanOrEqual(60);
    expect(terminal.raw).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  it('shows a long list in pages', async () => {
    const notifications = Array.from({ length: 30 }, (_, i) => ({ id: i + 1, name: `Message ${i + 1}` }));
    const names = [{ id: 31, name: 'Evil \u001b[31m' }, ...notifications];
    const file = gaps('pages', { mailcheck: 1, notifications: names, customers: [{ id: 7 }] });
    const terminal = begin('pages', ['diagnose', '7', '--ask', '--export', file], { rows: 16 });
    const shown = await terminal.shown();
    expect(shown?.text).toMatch(/^\? Which message/);
    expect(shown?.items.length).toBeLessThan(12);
    expect(shown?.items[0]).toBe('Evil \\u001b[31m');
    terminal.answer('Message 25');
    expect(await askedNow(terminal)).toMatch(/^\? What do you see/);
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
  });
});

describe.concurrent('without a terminal', () => {
  it.each([
    ['mailcheck wizard', ['wizard']],
    ['mailcheck diagnose --ask', ['diagnose', '1042', '--ask']],
  ])('%s names the options that answer', async (_, args) => {
    const ran = await mailcheck(args);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(
      /is not a terminal\. Instead: mailcheck diagnose <customer> --export FILE, or --live\.\n$/,
    );
  });

  it('mailcheck alone prints its help', async () => {
    const ran = await mailcheck([]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('Usage: mailcheck');
  });

  it('a CI system is not asked, even where it has one', async () => {
    const terminal = begin('ci', ['wizard'], { env: { CI: 'true' } });
    expect(await terminal.ended()).toBe(2);
    expect(terminal.text).toContain('CI is set');
    const bare = begin('ci-bare', [], { env: { CI: '1' } });
    expect(await bare.ended()).toBe(2);
    expect(bare.text).toContain('Usage: mailcheck');
  });

  it('there is nothing to resume where nothing was left', async () => {
    const terminal = begin('never', ['wizard', '--resume']);
    expect(await terminal.ended()).toBe(2);
    expect(terminal.text).toContain('There is no session to resume');
  });
});

describe.concurrent('afterwards', () => {
  it('saves the answers, says the same as a command, and judges again what was changed', async () => {
    const terminal = begin('afterwards');
    const saved = path.join(folder, 'saved.yaml');
    writeFileSync(saved, 'mine\n');
    await answerAll(terminal, everything([['/notifications/0/email/enabled', false]]), 'One message');
    await terminal.pick('Save');
    await terminal.shown();
    terminal.answer(`\u0015${path.join(folder, 'no-folder', 'a.yaml')}`);
    await terminal.until('cannot be written: no such file or directory.');
    await terminal.shown();
    terminal.answer(`\u0015${saved}`);
    expect(await askedNow(terminal)).toContain('exists. Write over it?');
    await terminal.pick('Yes');
    await terminal.shown();
    const ran = await mailcheck(['diagnose', '1', '--export', saved, '--strict', '--format', 'json', ...AT]);
    expect([ran.code, JSON.parse(ran.stdout).emails[0].blockers]).toEqual([1, ['message-enabled']]);
    await terminal.pick('Print the same');
    await terminal.shown();
    expect(terminal.text).toContain(`mailcheck diagnose 1 --export ${saved} --at 2026-11-03T17:30:00Z\n`);
    await terminal.pick('Print the text');
    await terminal.shown();
    expect(terminal.text).toMatch(/\n## message-enabled\/\S+ \(/);

    await terminal.pick('Is it solved?');
    expect(await askedNow(terminal)).toContain('Is the Email tab switched on?');
    await terminal.pick('Yes');
    await answerAll(terminal, everything(), 'One message');
    expect(terminal.text).toMatch(/\nBefore: BLOCKED\.\nNow: WOULD SEND: /);
    await terminal.pick('Finish');
    expect(await terminal.ended()).toBe(0);
  });
});

describe.concurrent('an export with gaps', () => {
  it('is filled by asking, and then reported like any other', async () => {
    const { customers, ...account } = everything() as { customers: Record<number, object> };
    const [customer] = Object.values(customers);
    const file = gaps('filled', {
      ...account,
      doNotDisturb: undefined,
      customers: [{ ...customer, email: undefined }],
    });
    const terminal = begin('filled', ['diagnose', '1', '--ask', '--export', file]);
    const asked = await answerAll(terminal, everything([['/customers/0/email', 'nora']]), 'One customer');
    expect(await terminal.ended()).toBe(1);
    expect(asked).toHaveLength(1);
    expect(terminal.text).toMatch(/\nBLOCKED: [^\n]*\n[\s\S]*✗ FAIL +customer-email/);
    expect(terminal.text).toContain('your answers: /customers/0/email is "nora"');
  });

  it('that was left half filled goes on in the wizard, of the same customer', async () => {
    const { customers, ...account } = everything() as { customers: Record<number, object> };
    const [customer] = Object.values(customers);
    const file = gaps('left', {
      ...account,
      connections: {},
      customers: [
        { id: 5, email: 'other@mail.example' },
        { ...customer, email: undefined },
      ],
    });
    const terminal = begin('left', ['diagnose', '1', '--ask', '--export', file]);
    await terminal.pick('One customer');
    await terminal.shown();
    terminal.answer('?');
    expect(await askedNow(terminal)).toContain('Connections account');
    expect(terminal.text).toContain("email address? I don't know\n");
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    const again = begin('left', ['wizard', '--resume']);
    const asked = await answerAll(again, everything(), 'One customer');
    expect(asked.join()).not.toContain('email address?');
    expect(again.text).toMatch(/\nCANNOT TELL: Not known: Email address\./);
    await again.pick('Finish');
    expect(await again.ended()).toBe(3);
  });

  it('never stores the password that was typed', async () => {
    const { customers, ...account } = everything() as { customers: Record<number, object> };
    const smtp = { host: 'smtp.example.com', user: 'notices@lender.example' };
    const transport = { mode: 'smtp', onlyDirectEmails: false, smtp };
    const file = gaps('stored', { ...account, transport, customers: Object.values(customers) });
    const terminal = begin('stored', ['diagnose', '1', '--ask', '--export', file]);
    await terminal.pick('It went well');
    await terminal.pick('It is set; I type it');
    await terminal.shown();
    terminal.answer('correct-horse');
    expect(await askedNow(terminal)).toContain('Try to log in now?');
    terminal.answer(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    const kept = readFileSync(stateOf('stored'), 'utf8');
    expect(kept).toContain('[redacted]');
    expect(kept + terminal.raw).not.toContain('correct-horse');
  });

  it.each([
    ['right', 'correct-horse', 0, /✓ pass +smtp-handshake/],
    ['wrong', 'battery-staple', 1, /✗ FAIL +smtp-handshake/],
  ])(
    'with an SMTP account is asked for the password, and the %s one is tried after a yes',
    async (name, password, code, said) => {
      const server = await healthySmtp({ tls: 'implicit', certificate: certificate('good') });
      try {
        const ca = path.join(folder, `${name}.pem`);
        writeFileSync(ca, authority());
        const smtp = {
          host: 'localhost',
          port: server.port,
          security: 'tls',
          user: 'notices@lender.example',
        };
        const { customers, ...account } = everything() as { customers: Record<number, object> };
        const file = gaps(`log-in-${name}`, {
          ...account,
          transport: { mode: 'smtp', onlyDirectEmails: false, smtp },
          customers: Object.values(customers),
        });
        const args = ['diagnose', '1', '--ask', '--allow-private', '--ca', ca, '--export', file];
        const terminal = begin(`log-in-${name}`, args);
        await terminal.pick('It went well');
        await terminal.pick('It is set; I type it');
        await terminal.shown();
        terminal.answer(password);
        expect(await askedNow(terminal)).toContain('go to localhost. No message is sent');
        await terminal.pick('Yes');
        if (code === 1) await terminal.pick('No, show');
        expect(await terminal.ended()).toBe(code);
        expect(terminal.text).toMatch(/Stages of localhost:/);
        expect(terminal.text).toMatch(said);
        expect(terminal.raw).not.toContain(password);
        expect(server.messages()).toBe(0);
      } finally {
        await server.stop();
      }
    },
  );
});
