import { documented, type Provider, reported } from '../provider.js';

const DAY = '2026-11-22';
const BLOCKS = 'https://support.titan.email/hc/en-us/articles/4416516446873-ESMTP-not-accepting-connections';

export const titan: Provider = {
  id: 'titan',
  name: 'Titan Email',
  hosts: ['smtp.titan.email'],
  ports: [{ port: 465, security: 'tls' }],
  server: {
    says: 'Port 465 with TLS is reported. After many refused sign-ins in a short time the address they came from is blocked, for a while at first.',
    ...documented(DAY, BLOCKS),
  },
  user: {
    says: 'The full address of the mailbox is reported to be right.',
    ...reported(DAY, 'https://support.hostinger.com/en/collections/1742103-titan-email'),
  },
  password: {
    says: 'The password of that mailbox is reported to be right.',
    ...reported(DAY, 'https://support.hostinger.com/en/collections/1742103-titan-email'),
  },
  limits: [],
  spfIncludes: ['spf.titan.email'],
  dkimSelectors: ['titan1'],
  replies: [
    {
      codes: [554, 421, 550],
      words: ['not accepting connections'],
      cause: 'greeting-blocked',
      says: 'Titan has blocked the address this connection comes from, after many refused sign-ins in a short time; it lifts a first block by itself.',
      steps: [
        'Stop every program that signs in with an old password.',
        'Wait some hours, then try again.',
        'If LoanPro cannot send either, ask Titan support to lift the block of the address LoanPro sends from.',
      ],
      isForAnyHost: true,
      ...documented(DAY, BLOCKS),
    },
  ],
};
