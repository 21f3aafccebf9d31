import type { Fact, Origin, Provider, ReplyLine } from './provider.js';
import { findProvider, providers } from './providers.js';

/** The ids there are, as in `provider/<id>`. */
export function providerIds(): readonly string[] {
  return providers.map(({ id }) => id);
}

/** All that is known of a provider, as a page; undefined for a name that is none. */
export function explainProvider(name: string): string | undefined {
  const provider = findProvider(name);
  return provider && `${page(provider).join('\n').trimEnd()}\n`;
}

const REPLIES = '## Replies with this code that hold these words, in any case';

function page({ name, hosts, ports, server, user, password, limits, dns, replies }: Provider): string[] {
  return [
    `# ${name}`,
    '',
    `Host: ${hosts.join(', ')}`,
    `Ports: ${ports.map(({ port, security }) => `${port} ${security === 'tls' ? 'TLS' : 'STARTTLS'}`).join(', ')}`,
    '',
    ...section('Server', [server]),
    ...section('User', [user]),
    ...section('Password', [password]),
    ...section('Sending limits', limits),
    ...section('SPF and DKIM', dns ?? []),
    ...(replies.length > 0 ? [REPLIES, '', ...replies.flatMap(replyLines)] : []),
  ];
}

function section(title: string, facts: readonly Fact[]): string[] {
  if (facts.length === 0) return [];
  return [`## ${title}`, '', ...facts.flatMap((fact) => [fact.says, origin(fact), ''])];
}

function replyLines(line: ReplyLine): string[] {
  const { says, steps, cause } = line;
  return [
    `### ${replyOf(line)}`,
    '',
    cause ? `${says} (smtp-handshake/${cause})` : says,
    ...steps.map((step, i) => `${i + 1}. ${step}`),
    origin(line),
    '',
  ];
}

function replyOf({ codes, enhanced, words }: ReplyLine): string {
  const code = [codes.join(' or '), enhanced].filter((part) => part !== undefined).join(' ');
  return [code, ...words.map((piece) => `"${piece}"`)].join(' ');
}

const origin = ({ source, checked, confidence }: Origin) => `${confidence}: ${source} (looked at ${checked})`;
