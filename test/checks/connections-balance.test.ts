import check from '../../checks/connections-balance.js';
import { checkTable } from '../support/check-table.js';

const balance = '/connections/balance';
const lowPoint = '/connections/lowPoint';
const profile = '/connections/paymentProfile';
const blocked = 'skip blocked-by:connections-account';

checkTable(check, [
  { name: 'above the low point', says: ['pass'], naming: ['$184.60, above the low point of $25.00.'] },
  { name: 'a cent above the low point', set: { [balance]: 25.01 }, says: ['pass'] },
  {
    name: 'no profile above the low point is no trouble yet',
    set: { [profile]: null },
    says: ['pass'],
  },

  { name: 'zero', set: { [balance]: 0 }, says: ['warn empty'], naming: ['$0.00'] },
  { name: 'below zero', set: { [balance]: -0.01 }, says: ['warn empty'], naming: ['-$0.01'] },
  { name: 'zero without a profile', set: { [balance]: 0, [profile]: null }, says: ['warn empty'] },
  { name: 'zero without a low point', set: { [balance]: 0, [lowPoint]: undefined }, says: ['warn empty'] },
  { name: 'zero above a low point below zero', set: { [balance]: 0, [lowPoint]: -5 }, says: ['warn empty'] },

  {
    name: 'at the low point with a profile',
    set: { [balance]: 25 },
    says: ['warn refill-overdue'],
    naming: ['$25.00 is at or below the low point of $25.00; a working refill'],
  },
  { name: 'a cent above zero', set: { [balance]: 0.01 }, says: ['warn refill-overdue'] },
  {
    name: 'at the low point, the profile not given',
    set: { [balance]: 25, [profile]: undefined },
    says: ['warn refill-overdue'],
  },
  ...[null, '', ' \t'].map((value) => ({
    name: `at the low point, the profile ${JSON.stringify(value)}`,
    set: { [balance]: 25, [profile]: value },
    says: ['warn cannot-refill'],
  })),
  {
    name: 'below the low point without a profile',
    set: { [balance]: 3.5, [profile]: null },
    says: ['warn cannot-refill'],
    naming: ['$3.50', '$25.00'],
  },

  {
    name: 'no low point given',
    set: { [balance]: 1, [lowPoint]: undefined },
    says: ['pass'],
    naming: ['The balance is $1.00.'],
  },
  { name: 'no low point set', set: { [balance]: 1, [lowPoint]: null, [profile]: null }, says: ['pass'] },
  { name: 'a low point of zero', set: { [balance]: 1, [lowPoint]: 0 }, says: ['pass'] },
  { name: 'an amount of zero alone', set: { '/connections/amount': 0 }, says: ['pass'] },
  {
    name: 'own SMTP does not change it',
    set: { [balance]: 0, '/transport/mode': 'smtp' },
    says: ['warn empty'],
  },
  { name: 'nor does direct mail', direct: true, set: { [balance]: 0 }, says: ['warn empty'] },

  { name: 'balance not given', set: { [balance]: undefined }, says: ['skip no-data'] },
  { name: 'balance null', set: { [balance]: null }, says: ['skip no-data'] },
  { name: 'nothing of Connections given', set: { '/connections': undefined }, says: ['skip no-data'] },
  { name: 'Connections without a field', set: { '/connections': {} }, says: ['skip no-data'] },

  { name: 'not linked', set: { '/connections/linked': false }, says: [blocked] },
  { name: 'not linked and empty', set: { '/connections/linked': false, [balance]: 0 }, says: [blocked] },
  {
    name: 'not linked, balance not given',
    set: { '/connections/linked': false, [balance]: undefined },
    says: [blocked],
  },
  {
    name: 'link not given, balance known',
    set: { '/connections/linked': undefined, [balance]: 0 },
    says: ['warn empty'],
  },
]);
