import { isEmpty, leavesThrough } from '../src/account/lookup.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import { counted, cut, quoted } from '../src/core/words.js';

const MENU = 'Settings > Company > Plugins > Connections > Services > Email Service > settings icon';
const URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
const at = (field: string) => ['transport', 'ses', field];
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: AKIA for lasting keys, ASIA for temporary ones.
const ACCESS_KEY = /^(AKIA|ASIA)[A-Z0-9]{16}$/;

// Not quoted whole: it may be the secret, put into the wrong field.
const beginning = (key: string) => `${quoted(key.slice(0, 4))} and has ${counted(key.length, 'character')}`;

const missing = (field: 'accessKeyId' | 'secretAccessKey', name: string): FindingSpec<unknown, unknown> => ({
  status: 'fail',
  summary: `The Amazon SES ${name} is empty.`,
  why: 'Connections cannot sign in to Amazon SES without an access key and its secret.',
  evidence: () => [at(field)],
  fix: () => ({
    menu: MENU,
    url: URL,
    steps: [`Open ${MENU}.`, `Choose SES and fill in ${name}.`, 'Click Save.'],
  }),
});

export default defineCheck({
  id: 'ses-settings',
  title: 'The Amazon SES settings are complete',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: ['transport'],

  outcomes: {
    complete: {
      status: 'pass',
      summary: ({ transport }) =>
        `${cut(transport?.ses?.region?.trim() ?? '')}: access key and secret are set.`,
      evidence: () => [at('accessKeyId'), at('secretAccessKey')],
    },
    'missing-access-key-id': missing('accessKeyId', 'Access Key Id'),
    'missing-secret-access-key': missing('secretAccessKey', 'Secret Access Key'),
    'access-key-shape': {
      status: 'warn',
      summary: ({ transport }) =>
        `The Access Key Id begins with ${beginning(transport?.ses?.accessKeyId ?? '')}, so it does not look like one.`,
      why: 'An AWS access key id is AKIA or ASIA and sixteen capitals or digits; Amazon refuses a key it does not know.',
      evidence: () => [at('accessKeyId')],
      fix: () => ({
        menu: MENU,
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
        steps: [
          'Open the AWS console > IAM > Users > (user) > Security credentials, and copy the access key id.',
          `Open ${MENU} and put it in Access Key Id.`,
          'Click Save.',
        ],
      }),
    },
    'smtp-credentials-in-ses': {
      status: 'warn',
      summary: 'The Secret Access Key looks like an Amazon SES SMTP password.',
      why: 'SES wants the secret access key itself here; a password made for the SES SMTP server is refused.',
      evidence: () => [at('secretAccessKey')],
      fix: () => ({
        menu: MENU,
        url: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html',
        steps: [
          'Open the AWS console > IAM > Users > (user) > Security credentials, and create an access key for sending.',
          `Open ${MENU} and put its id and its secret in Access Key Id and Secret Access Key.`,
          'Click Save.',
        ],
      }),
    },
    'no-region': {
      status: 'warn',
      summary: 'No AWS Region is given for Amazon SES.',
      why: 'Amazon verifies addresses Region by Region, so the Region in use decides whether it takes the mail.',
      evidence: () => [at('region')],
      fix: () => ({
        menu: MENU,
        url: 'https://docs.aws.amazon.com/ses/latest/dg/regions.html',
        steps: [
          'Open the Amazon SES console and note the Region in which the from address is verified.',
          `Open ${MENU} and, if a Region is set there, compare the two.`,
          'Add the Region in use to the export at /transport/ses/region.',
        ],
      }),
    },
    'not-ses': {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ transport, question }) =>
        `Not used: mail leaves ${leavesThrough(transport, question.direct) === 'smtp' ? 'through SMTP' : 'by the house account'}.`,
      evidence: () => [['transport', 'mode']],
    },
    'mode-unknown': { status: 'unknown', missing: () => [['transport', 'mode']] },
    unknown: { status: 'unknown', missing: (_, fields: readonly string[]) => fields.map(at) },
  },

  run({ transport }, say) {
    if (transport?.mode === undefined) return say['mode-unknown']();
    if (transport.mode !== 'ses') return say['not-ses']();

    const { region, accessKeyId, secretAccessKey } = transport.ses ?? {};
    const said: Outcome[] = [];
    if (isEmpty(accessKeyId)) said.push(say['missing-access-key-id']());
    if (secretAccessKey === null || (typeof secretAccessKey === 'string' && isEmpty(secretAccessKey))) {
      said.push(say['missing-secret-access-key']());
    }
    if (accessKeyId && !isEmpty(accessKeyId) && !ACCESS_KEY.test(accessKeyId)) {
      said.push(say['access-key-shape']());
    }
    if (
      typeof secretAccessKey === 'string' &&
      secretAccessKey.length === 44 &&
      secretAccessKey.startsWith('B')
    ) {
      said.push(say['smtp-credentials-in-ses']());
    }
    if (region === undefined || isEmpty(region)) said.push(say['no-region']());
    const absent = Object.entries({ accessKeyId, secretAccessKey }).flatMap(([field, value]) =>
      value === undefined ? [field] : [],
    );
    if (absent.length > 0) said.push(say.unknown(absent));
    return said.length > 0 ? said : say.complete();
  },
});
