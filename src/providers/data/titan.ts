import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const BLOCKS = 'https://support.titan.email/hc/en-us/articles/4416516446873-ESMTP-not-accepting-connections';
const SETTINGS = 'https://glama.ai/mcp/servers/filiperotherds/titan-mail-mcpb/schema';

export const titan: Provider = {
  id: 'titan',
  name: 'Titan Email',
  hosts: ['smtp.titan.email'],
  ports: [
    { port: 465, security: 'tls' },
    { port: 587, security: 'starttls' },
  ],
  server: { says: 'Port 465 with TLS is reported to be the usual one.', ...reported(DAY, SETTINGS) },
  user: { says: 'The full address of the mailbox is reported to be right.', ...reported(DAY, SETTINGS) },
  password: { says: 'The password of that mailbox is reported to be right.', ...reported(DAY, SETTINGS) },
  limits: [],
  spfIncludes: ['spf.titan.email'],
  dns: [
    {
      says: 'The SPF record of the sender is reported to include spf.titan.email.',
      ...reported(DAY, 'https://github.com/Domain-Connect/Templates/pull/128'),
    },
  ],
  replies: [
    {
      codes: [554, 421, 550],
      words: ['not accepting connections'],
      cause: 'greeting-blocked',
      says: 'Titan blocks the address a connection comes from after many refused sign-ins in a short time; it lifts a first block by itself.',
      steps: [
        'Stop every program that signs in with an old password.',
        'Wait some hours, then try again.',
        'If LoanPro cannot send either, ask Titan support to lift the block of the address LoanPro sends from.',
      ],
      ...documented(DAY, BLOCKS),
    },
  ],
};
