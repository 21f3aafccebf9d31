/** A provider of mailboxes for everybody: its domains belong to it, not to those who have a mailbox there. */
interface MailboxProvider {
  /** Names of its domains; `*` stands for a country's ending (`yahoo.*`: yahoo.de, yahoo.co.uk). */
  readonly domains: readonly string[];
  /** Its servers for outgoing mail are at or below these names. */
  readonly servers: readonly string[];
}

// What each provider's page of server settings said on 2026-11-22.
const providers: readonly MailboxProvider[] = [
  // https://support.google.com/mail/answer/7126229
  { domains: ['gmail.com', 'googlemail.com'], servers: ['smtp.gmail.com', 'smtp.googlemail.com'] },
  // https://help.yahoo.com/kb/SLN4075.html
  { domains: ['yahoo.com', 'yahoo.*', 'ymail.com', 'rocketmail.com', 'myyahoo.com'], servers: ['yahoo.com'] },
  // https://help.aol.com/articles/how-do-i-use-other-email-applications-to-send-and-receive-my-aol-mail
  { domains: ['aol.com', 'aol.*', 'aim.com'], servers: ['aol.com'] },
  // https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040
  {
    domains: [
      ...['outlook.com', 'outlook.*', 'hotmail.com', 'hotmail.*', 'live.com', 'live.*', 'msn.com'],
      'passport.com',
    ],
    servers: ['outlook.com', 'office365.com'],
  },
  // https://support.apple.com/en-us/102525
  { domains: ['icloud.com', 'me.com', 'mac.com'], servers: ['mail.me.com'] },
  // https://proton.me/support/smtp-submission
  { domains: ['proton.me', 'protonmail.com', 'protonmail.*', 'pm.me'], servers: ['protonmail.ch'] },
  // https://support.gmx.com/pop-imap/imap/server.html
  { domains: ['gmx.com', 'gmx.net', 'gmx.*'], servers: ['gmx.com', 'gmx.net'] },
  // https://support.mail.com/pop-imap/imap/server.html
  { domains: ['mail.com', 'email.com'], servers: ['mail.com'] },
  // https://www.zoho.com/mail/help/zoho-smtp.html
  { domains: ['zohomail.com'], servers: ['zoho.com', 'zohomail.com'] },
  // https://www.fastmail.help/hc/en-us/articles/1500000278342
  { domains: ['fastmail.com', 'fastmail.fm'], servers: ['fastmail.com'] },
  // https://www.xfinity.com/support/articles/email-client-programs-with-xfinity-email
  { domains: ['comcast.net'], servers: ['comcast.net'] },
  // https://www.att.com/support/article/email-support/KM1240308
  { domains: ['att.net', 'sbcglobal.net', 'bellsouth.net'], servers: ['att.net'] },
  // https://www.verizon.com/support/verizon-email-faqs/
  { domains: ['verizon.net'], servers: ['verizon.net', 'aol.com'] },
];

/** Whether everybody can have a mailbox at a domain, so that nobody but its provider can send from there in good order. */
export function isFreeMail(domain: string): boolean {
  return providerOf(domain) !== undefined;
}

/** Whether a mail server is one of those that the provider of a free-mail domain runs for it. */
export function isItsServer(domain: string, host: string): boolean {
  const name = host.trim().toLowerCase().replace(/\.$/, '');
  const servers = providerOf(domain)?.servers ?? [];
  return servers.some((server) => name === server || name.endsWith(`.${server}`));
}

function providerOf(domain: string): MailboxProvider | undefined {
  const name = domain.toLowerCase();
  // Any country: .de, .co.uk, .com.br.
  const inCountry = name.replace(/\.(?:com?\.)?[a-z]{2}$/, '.*');
  return providers.find(({ domains }) => domains.includes(name) || domains.includes(inCountry));
}
