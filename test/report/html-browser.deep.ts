import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.js';
import type { Report } from '../../src/report/report.js';
import { lacks, serverProgram } from '../servers/needs.js';
import {
  aFailure,
  aLinkedAccount,
  anAccount,
  anEnrolledCustomer,
  anUnknown,
  aSection,
  aWarning,
  blockedReport,
  HOSTILE,
  hostileReport,
  sampleReport,
} from '../support/sample-report.js';
import { samplePage } from '../support/sample-scan.js';
import { spelled } from '../support/spelled.js';

const oneEmail = sampleReport({
  command: 'diagnose',
  headline: { status: 'fail', word: 'BLOCKED', text: 'The body of "Payment due" is empty.' },
  accounts: [
    anAccount({
      settings: aSection({ id: 'settings', results: [aLinkedAccount(), aWarning()] }),
      notifications: [],
      emails: [aSection({ verdict: 'blocked', results: [aFailure(), anUnknown(), anEnrolledCustomer()] })],
    }),
  ],
});
/** Texts that would be markup, without the ones that are only long or unseen. */
const MARKUP = HOSTILE.filter((text) => /[<>"'`]/.test(text) && text.length < 1000);
const FOLDED = 'acme.yaml:44:13 /notifications/0/email/body is ""';

describe.skipIf(lacks('chromium'))('an HTML report in a browser', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  /** What the page did that it must not do. */
  const events: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-html-'));
    // Chromium refuses to run as root inside its own sandbox.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await puppeteer.launch({ executablePath: serverProgram('chromium'), args, pipe: true });
  });

  afterAll(async () => {
    const pid = browser?.process()?.pid;
    await browser?.close();
    try {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
    rmSync(folder, { recursive: true });
  });

  afterEach(async () => {
    await page.close();
    expect(events.splice(0)).toEqual([]);
  });

  /** Opens a report as a person would, from a file; every request but the one for the file itself is told and refused. */
  async function open(
    report: Report | string,
    width = 1280,
    scheme = 'light',
    isScripted = true,
  ): Promise<void> {
    page = await browser.newPage();
    await page.setViewport({ width, height: 800 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setJavaScriptEnabled(isScripted);
    page.on('dialog', (dialog) => {
      events.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => events.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => events.push(`error: ${String(error)}`));
    const file = path.join(folder, 'report.html');
    writeFileSync(file, typeof report === 'string' ? report : htmlReport(report));
    const address = pathToFileURL(file).href;
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (request.url() === address) return void request.continue();
      events.push(`request: ${request.url()}`);
      void request.abort();
    });
    await page.goto(address);
  }

  const shown = async () => String(await page.evaluate('document.body.innerText'));
  const unfold = () =>
    page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  /** Of the folded facts of the gate that stops the email. */
  const isFactSeen = () =>
    page.evaluate(
      'document.querySelector(".gates .stop .facts").checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })',
    );

  it('is read without a script: the verdict, the steps, the drawn road', async () => {
    await open(oneEmail, 1280, 'light', false);
    expect(await page.title()).toBe('Blocked: The body of "Payment due" is empty.');
    const text = await shown();
    for (const said of ['Blocked', 'What to click next', 'Write the body and choose Save.', 'stopped here'])
      expect(text).toContain(said);
    const [drawing, halo] = [await page.$('svg.road'), await page.$('svg.road .halo')];
    expect((await drawing?.boundingBox())?.width).toBeGreaterThan(800);
    expect((await halo?.boundingBox())?.width).toBeGreaterThan(25);
    // The style was let in by its hash.
    expect(await page.evaluate('getComputedStyle(document.querySelector(".gates")).listStyleType')).toBe(
      'none',
    );
  });

  it('folds and unfolds by the keyboard', async () => {
    await open(oneEmail, 1280, 'light', false);
    await page.focus('.gates .stop summary');
    expect(await isFactSeen()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await isFactSeen()).toBe(true);
    expect(await shown()).toContain(FOLDED);
    await page.keyboard.press('Space');
    expect(await isFactSeen()).toBe(false);
    await page.keyboard.press('Tab');
    const focused = 'document.activeElement.textContent';
    expect(await page.evaluate(focused)).toContain('message-trigger');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  it('unfolds a road that a link leads to', async () => {
    await open(blockedReport());
    const isOpen = 'document.getElementById("road-2").closest("details").open';
    expect(await page.evaluate(isOpen)).toBe(false);
    await page.click('td a[href="#road-2"]');
    await page.waitForFunction(isOpen, { timeout: 2000 });
  });

  it('turns the road to stand upright on a narrow screen', async () => {
    await open(oneEmail, 360);
    expect(await (await page.$('svg.road'))?.boundingBox()).toBeNull();
    const marks = await Promise.all(
      (await page.$$('.gates > li > details > summary > .mark')).map((mark) => mark.boundingBox()),
    );
    expect(marks).toHaveLength(5);
    expect(new Set(marks.map((box) => Math.round(box?.x ?? -1))).size).toBe(1);
  });

  it('prints, with what is folded', async () => {
    await open(oneEmail);
    const folded = await page.pdf({ format: 'a4' });
    expect(Buffer.from(folded.slice(0, 5)).toString()).toBe('%PDF-');
    const closed = await shown();
    expect(closed).not.toContain(FOLDED);
    await page.emulateMediaType('print');
    expect(await isFactSeen()).toBe(true);
    expect(await page.evaluate('document.querySelectorAll("details[open]").length')).toBe(0);
    const hidden = await page.evaluate(
      '[...document.querySelectorAll("main p, main li, main h2")].filter((one) => !one.checkVisibility()).length',
    );
    expect(hidden).toBe(0);
    expect((await page.$('svg.road').then((road) => road?.boundingBox()))?.height).toBeGreaterThan(50);
  });

  it.each([
    ['one email', oneEmail, ['light', 'dark']],
    ['every status', blockedReport(), ['dark', 'light']],
    ['strangers', hostileReport(MARKUP.slice(0, 1)), ['light', 'dark']],
    ['a scan', samplePage(), ['dark', 'light']],
  ])('has no violation of accessibility, narrow and wide: %s', async (_, report, [narrow, wide]) => {
    for (const [scheme, width] of [[narrow, 360] as const, [wide, 1280] as const]) {
      if (page && !page.isClosed()) await page.close();
      await open(report, width, scheme);
      await unfold();
      await page.evaluate(axe.source);
      const violations = await page.evaluate(
        'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      );
      expect(violations, `${scheme}, ${width} px`).toEqual([]);
    }
  });

  it.each([360, 768, 1280])('never scrolls sideways: %i px', async (width) => {
    await open(hostileReport(), width);
    await unfold();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('leads from a step of the funnel to whom it stops', async () => {
    await open(samplePage(), 1280, 'light', false);
    const isSeen = () =>
      page.evaluate(
        'document.querySelector(".stops .body").checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })',
      );
    expect(await isSeen()).toBe(false);
    await page.click('.funnel a');
    expect(await isSeen()).toBe(true);
    expect(await shown()).toContain('customer Payment due, loan 7');
  });

  it('shows a funnel with the names of strangers', async () => {
    await open(samplePage('plain'));
    const names = '[...document.querySelectorAll("*")].length';
    const plain = await page.evaluate(names);
    for (const text of MARKUP.slice(0, 4)) {
      await page.close();
      await open(samplePage(text));
      await unfold();
      expect(await page.evaluate(names), text).toBe(plain);
    }
    await page.close();
    await open(samplePage('x'.repeat(5000)), 360);
    await unfold();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('holds no markup of a stranger, and shows it as text', async () => {
    await open(hostileReport(['plain']));
    const names =
      'JSON.stringify([...document.querySelectorAll("*")].map((one) => [one.tagName, one.attributes.length]))';
    const plain = await page.evaluate(names);
    await page.close();
    for (const text of MARKUP) {
      await open(hostileReport([text]));
      expect(await page.evaluate(names), text).toBe(plain);
      const whole = String(await page.evaluate('document.body.textContent'));
      expect(whole).toContain(`Then ${spelled(text, 795)}`);
      await unfold();
      // What waits for the mouse, or for a picture that is missing, has had its chance.
      await page.mouse.move(400, 400);
      await page.close();
    }
    await open(hostileReport());
    await unfold();
    expect(
      await page.evaluate(
        'document.querySelectorAll("script, img, iframe, object, embed, link, form, base").length',
      ),
    ).toBe(0);
  });
});
