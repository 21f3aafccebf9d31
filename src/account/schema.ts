import * as z from 'zod';
import { customerSchema } from './schema/customer.js';
import { info, instant, list } from './schema/field.js';
import { historyRow } from './schema/history.js';
import { CONNECTIONS, EMAIL_TAB, NOTIFICATIONS } from './schema/menus.js';
import { notification } from './schema/notification.js';
import {
  companyEmail,
  connections,
  doNotDisturbWindow,
  enrollmentRow,
  tenant,
  transport,
} from './schema/settings.js';

export { customerSchema };

/**
 * The account export, format 1: the only definition of its fields.
 *
 * The types (`types.ts`), the JSON Schema (`mailcheck schema export`), the validator, the field reference and
 * "where to look" are derived from this schema and its metadata. Absent always means "not known"; `null`, `""`
 * and `[]` mean "known to be empty". Only `mailcheck` is required.
 */
export const accountSchema = z
  .object({
    mailcheck: info(z.literal(1), { title: 'Format version' }),
    exportedAt: info(instant, {
      title: 'Exported at',
      description: 'When this was true; findings quote it.',
    }).optional(),
    tenant: info(tenant, { title: 'Tenant', menu: 'Account > Company Profile' }).optional(),
    connections: info(connections, { title: 'Connections', menu: `${CONNECTIONS} > Settings` }).optional(),
    transport: info(transport, {
      title: 'Email transport',
      menu: `${CONNECTIONS} > Services > Email Service > settings icon`,
    }).optional(),
    companyEmails: info(list(companyEmail), {
      title: 'Company emails',
      menu: `${EMAIL_TAB} > From Address`,
      ask: 'Which company email addresses are there?',
      empty: 'none',
      example: 'billing@acme.example primary verified',
    }).optional(),
    doNotDisturb: info(list(doNotDisturbWindow), {
      title: 'Do Not Disturb windows for email',
      description: '[] when nothing is added.',
      menu: 'Settings > Company > Emails > Do Not Disturb Settings',
      ask: 'Which Do Not Disturb windows are set for email?',
      any: 'Is any Do Not Disturb window set for email?',
      example: '21:00-08:00 mon-fri',
    }).optional(),
    enrollmentByStatus: info(list(enrollmentRow), {
      title: 'Enrollment By Loan Status',
      menu: 'Settings > Defaults > New Customer > Enrollment By Loan Status',
      ask: 'For which loan statuses is Email Enrollment on?',
      empty: 'the table has no rows',
      example: 'Open / Repaying: on',
    }).optional(),
    notifications: info(list(notification), {
      title: 'Notifications',
      menu: NOTIFICATIONS,
      ask: 'Which notifications are there?',
    }).optional(),
    customers: info(list(customerSchema), {
      title: 'Customers',
      menu: 'Users > Customer Manager',
      ask: 'Which customers are there?',
    }).optional(),
    communicationHistory: info(list(historyRow), {
      title: 'Communication history',
      menu: 'Users > Customer Manager > (customer) > communication history',
      ask: 'What does the communication history show of the emails to this customer?',
      absent: 'nothing is logged',
    }).optional(),
  })
  .meta({
    title: 'mailcheck account export, format 1',
    description: 'Absent means not known; null, "" and [] mean known to be empty.',
  });
