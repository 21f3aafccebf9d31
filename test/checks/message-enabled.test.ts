import check from '../../checks/message-enabled.js';
import { checkTable } from '../support/check-table.js';

const notification = '/notifications/0';
const enabled = `${notification}/email/enabled`;

checkTable(check, [
  { name: 'on', says: ['pass'] },
  {
    name: 'on, whatever the other channels are',
    set: { [`${notification}/sms/enabled`]: true, [`${notification}/system`]: undefined },
    says: ['pass'],
  },
  {
    name: 'off, and nothing else on',
    set: { [enabled]: false },
    says: ['fail off'],
    naming: ['The email of "Payment received" is switched off.'],
  },
  {
    name: 'off, and every other channel on',
    set: {
      [enabled]: false,
      [`${notification}/sms/enabled`]: true,
      [`${notification}/system/enabled`]: true,
      [`${notification}/mailHouse/enabled`]: true,
      [`${notification}/webhook/enabled`]: true,
    },
    says: ['fail off'],
    naming: ['SMS, System, Mail House and Webhook'],
  },
  {
    name: 'off, and one other channel on',
    set: { [enabled]: false, [`${notification}/sms`]: undefined, [`${notification}/system/enabled`]: true },
    says: ['fail off'],
    naming: ['switched on: System.'],
  },
  {
    name: 'off, a notification without a name',
    set: { [enabled]: false, [`${notification}/name`]: ' ' },
    says: ['fail off'],
    naming: ['"4"'],
  },
  {
    name: 'off, a notification without name and id',
    set: { [enabled]: false, [`${notification}/name`]: null, [`${notification}/id`]: undefined },
    says: ['fail off'],
  },
  { name: 'the switch not given', set: { [enabled]: undefined }, says: [`unknown ${enabled}`] },
  {
    name: 'nothing of the email given',
    set: { [`${notification}/email`]: undefined },
    says: [`unknown ${enabled}`],
  },
  { name: 'an empty email', set: { [`${notification}/email`]: {} }, says: [`unknown ${enabled}`] },
  { name: 'direct mail', set: { [enabled]: false }, direct: true, says: ['skip not-applicable'] },
]);
