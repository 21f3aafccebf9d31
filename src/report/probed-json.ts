import type { Probed } from '../core/probed.js';

/** What the network said, part by part. */
export function probedJson({ smtp, ses, dns }: Probed): object[] {
  return [
    ...(smtp
      ? [
          {
            kind: 'smtp',
            target: smtp.target,
            stages: smtp.stages,
            addresses: smtp.addresses,
            capabilities: smtp.capabilities,
            tls: smtp.tls ?? null,
            transcript: smtp.transcript,
          },
        ]
      : []),
    ...(ses ? [{ kind: 'ses', target: ses.target, stages: ses.stages }] : []),
    ...(dns ? [{ kind: 'dns', target: dns.target, stages: dns.stages }] : []),
  ];
}
