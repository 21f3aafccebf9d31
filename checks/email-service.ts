import { defineCheck } from '../src/core/check.js';

const path = ['connections', 'services', 'emailService'];
const menu = 'Settings > Company > Plugins > Connections > Services';

export default defineCheck({
  id: 'email-service',
  title: 'The Email Service is switched on in Connections',
  article: 'Email Function Enabled',
  scope: 'account',
  worst: 'fail',
  needs: ['connections'],

  outcomes: {
    on: {
      status: 'pass',
      summary: 'The Email Service is switched on.',
      evidence: () => [path],
    },
    off: {
      status: 'fail',
      summary: 'The Email Service is switched off in Connections.',
      why: 'A Connections service that is off does not work inside LoanPro, so no email leaves.',
      evidence: () => [path],
      fix: () => ({
        menu,
        steps: [`Open ${menu}.`, 'Switch Email Service on.'],
        url: 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email',
        changes: [{ op: 'replace', path, value: true }],
      }),
    },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:connections-account',
      summary: 'No account is linked, so no services.',
    },
    unknown: { status: 'unknown', missing: () => [path] },
  },

  run({ connections }, say) {
    if (connections?.linked === false) return say.blocked();
    const isOn = connections?.services?.emailService;
    if (isOn === undefined) return say.unknown();
    return isOn ? say.on() : say.off();
  },
});
