import type { Probed } from '../core/probed.js';
import { cut } from '../core/words.js';
import type { Page } from './page.js';

/** The stages of what was asked of the network, a line each. */
export function stages(page: Page, { smtp, ses, dns }: Probed): void {
  for (const part of [smtp, ses, dns]) {
    if (!part || part.stages.length === 0) continue;
    page.heading(`Stages of ${cut(part.target)}`);
    for (const { stage, status, ms, detail } of part.stages) {
      page.row(status, stage, `${ms} ms${detail === '' ? '' : `, ${cut(detail, 300)}`}`);
    }
  }
}
