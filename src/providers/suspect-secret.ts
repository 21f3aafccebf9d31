import type { Meaning } from '../core/probed.js';
import { type Provider, providerOf } from './providers.js';

/** The settings of a login. */
export interface Login {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

/** Why a login looks wrong before it is tried. */
export interface Suspicion {
  /** A few words; the secret itself is never among them. */
  readonly detail: string;
  readonly meaning?: Meaning;
}

/** What is odd about the shape of a login, and what its provider says of it. */
interface Shape {
  readonly looksWrong: (user: string, password: string) => boolean;
  readonly detail: string;
  /** The field that is wrong, whose fact of the provider explains it. */
  readonly field: 'user' | 'password';
  readonly step: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SIXTEEN_LETTERS = /^[a-z]{16}$/i;

const notAppPassword: Shape = {
  looksWrong: (_, password) => !SIXTEEN_LETTERS.test(password.replace(/\s/g, '')),
  detail: 'the password is not 16 letters long, as app passwords are',
  field: 'password',
  step: 'Make an app password in the Google account of this user and put it in Password.',
};

// By the id of the provider, the first that applies counts.
// What an IAM secret at Amazon SES looks like is found without the network (smtp-settings/ses-secret-in-smtp).
const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  gmail: [notAppPassword],
  'google-workspace-relay': [notAppPassword],
  icloud: [
    {
      looksWrong: (_, password) => !SIXTEEN_LETTERS.test(password.replace(/[\s-]/g, '')),
      detail: 'the password is not four groups of four letters, as app-specific passwords are',
      field: 'password',
      step: 'Make an app-specific password at https://account.apple.com and put it in Password.',
    },
  ],
  sendgrid: [
    {
      looksWrong: (user) => user !== 'apikey',
      detail: 'the user is not the word apikey',
      field: 'user',
      step: 'Put the word apikey in User.',
    },
    {
      looksWrong: (_, password) => !/^SG\.[\w-]+\.[\w-]+$/.test(password),
      detail: 'the password does not look like an API key, which begins with SG. and has three parts',
      field: 'password',
      step: 'Make an API key in SendGrid under Settings > API Keys and put it in Password.',
    },
  ],
  mailgun: [
    {
      looksWrong: (_, password) => /^key-[0-9a-z]+$/i.test(password),
      detail: 'the password looks like an API key',
      field: 'password',
      step: 'Reset the SMTP password of the sending domain in Mailgun and put it in Password.',
    },
  ],
  postmark: [
    {
      looksWrong: (user, password) => UUID.test(user) && user !== password,
      detail: 'the user looks like a Server API token, and the password is not the same',
      field: 'password',
      step: 'Put the Server API token in User and in Password.',
    },
    {
      looksWrong: (user, password) => !UUID.test(user) && (UUID.test(password) || user.includes('@')),
      detail: 'the user is not a token',
      field: 'user',
      step: 'Put the Server API token in User and in Password.',
    },
  ],
  brevo: [
    {
      looksWrong: (_, password) => password.startsWith('xkeysib-'),
      detail: 'the password looks like an API key (xkeysib-), not like an SMTP key (xsmtpsib-)',
      field: 'password',
      step: 'Make an SMTP key in Brevo under Settings > SMTP & API > SMTP and put it in Password.',
    },
  ],
  'ses-smtp': [
    {
      looksWrong: (user) => user.startsWith('ASIA'),
      detail: 'the user looks like a temporary access key, which SMTP does not take',
      field: 'user',
      step: 'Make SMTP credentials in the Amazon SES console under SMTP settings and put them in User and Password.',
    },
    {
      looksWrong: (user) => user.includes('@'),
      detail: 'the user is an email address, not an SMTP user name',
      field: 'user',
      step: 'Make SMTP credentials in the Amazon SES console under SMTP settings and put them in User and Password.',
    },
  ],
};

/**
 * Whether user and password have another shape than the provider of the host gives them: an account password in
 * place of an app password, an API key in place of an SMTP password. Undefined where nothing is odd.
 */
export function suspectSecret({ host, user, password }: Login): Suspicion | undefined {
  const provider = providerOf(host);
  const shapes = provider && SHAPES[provider.id];
  const shape = shapes?.find(({ looksWrong }) => looksWrong(user.trim(), password.trim()));
  return provider && shape && { detail: shape.detail, meaning: meaningOf(provider, shape) };
}

function meaningOf(provider: Provider, { field, step }: Shape): Meaning {
  const { says, source } = provider[field];
  return {
    provider: provider.name,
    says: `${field === 'user' ? 'User' : 'Password'}: ${says}`,
    steps: [step, 'Save the SMTP settings in LoanPro.'],
    source,
  };
}
