import { brevo } from './data/brevo.js';
import { fastmail } from './data/fastmail.js';
import { godaddy } from './data/godaddy.js';
import { gmail, googleWorkspaceRelay } from './data/google.js';
import { icloud } from './data/icloud.js';
import { ionos } from './data/ionos.js';
import { mailgun } from './data/mailgun.js';
import { microsoft365, outlook } from './data/microsoft.js';
import { postmark } from './data/postmark.js';
import { rackspace } from './data/rackspace.js';
import { sendgrid } from './data/sendgrid.js';
import { sesSmtp } from './data/ses-smtp.js';
import { titan } from './data/titan.js';
import { aol, yahoo } from './data/yahoo.js';
import { zoho } from './data/zoho.js';
import type { Provider } from './provider.js';

export type { Provider } from './provider.js';

/** Every provider something is known of. Ids are public. */
export const providers: readonly Provider[] = [
  gmail,
  googleWorkspaceRelay,
  microsoft365,
  outlook,
  yahoo,
  aol,
  icloud,
  zoho,
  fastmail,
  godaddy,
  titan,
  sendgrid,
  mailgun,
  postmark,
  brevo,
  sesSmtp,
  ionos,
  rackspace,
];

/** The provider a mail server belongs to, by the name of its host. */
export function providerOf(host: string): Provider | undefined {
  const labels = host.trim().toLowerCase().replace(/\.$/, '').split('.');
  return providers.find(({ hosts }) => hosts.some((pattern) => isLike(labels, pattern)));
}

/** The provider with this id, or with this name in any case. */
export function findProvider(name: string): Provider | undefined {
  const wanted = name.trim().toLowerCase();
  return providers.find((provider) => provider.id === wanted || provider.name.toLowerCase() === wanted);
}

function isLike(labels: readonly string[], pattern: string): boolean {
  const parts = pattern.split('.');
  return (
    parts.length === labels.length &&
    parts.every((part, i) => part === labels[i] || (part === '*' && labels[i] !== ''))
  );
}
