import check from '../../checks/connections-account.js';
import { checkTable } from '../support/check-table.js';

checkTable(check, [
  { name: 'linked', says: ['pass'] },
  { name: 'not linked', set: { '/connections/linked': false }, says: ['fail not-linked'] },
  {
    name: 'not linked, whatever the balance says',
    set: { '/connections/linked': false, '/connections/balance': 12 },
    says: ['fail not-linked'],
  },
  {
    name: 'a visible balance proves the link',
    set: { '/connections/linked': undefined, '/connections/balance': -3 },
    says: ['pass'],
    naming: ['Linked: a balance of -$3.00 shows.'],
  },
  {
    name: 'an empty balance proves nothing',
    set: { '/connections/linked': undefined, '/connections/balance': null },
    says: ['unknown /connections/linked'],
  },
  { name: 'nothing known', set: { '/connections': undefined }, says: ['unknown /connections/linked'] },
]);
