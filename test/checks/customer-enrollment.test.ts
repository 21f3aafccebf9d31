import check from '../../checks/customer-enrollment.js';
import { checkTable } from '../support/check-table.js';

const links = '/customers/0/links';
const access = `${links}/0/emailAccess`;
const loan = `${links}/0/loan`;

checkTable(check, [
  { name: 'enrolled', says: ['pass'], naming: ['Ticked for loan "CC-7301".'] },
  {
    name: 'enrolled, whatever the role and the other boxes are',
    set: { [`${links}/0/role`]: 'unassigned', [`${links}/0/webAccess`]: false },
    says: ['pass'],
  },
  {
    name: 'enrolled on a loan without a display ID',
    set: { [`${loan}/displayId`]: null },
    says: ['pass'],
    naming: ['7301'],
  },
  { name: 'enrolled on a loan of which nothing is given', set: { [loan]: undefined }, says: ['pass'] },

  { name: 'not enrolled', set: { [access]: false }, says: ['fail not-enrolled'], naming: ['CC-7301'] },
  { name: 'access not given', set: { [access]: undefined }, says: [`unknown ${access}`] },

  { name: 'no links: []', set: { [links]: [] }, says: ['fail not-linked'], naming: ['Nora Lindqvist'] },
  { name: 'no links: null', set: { [links]: null }, says: ['fail not-linked'] },
  {
    name: 'no links, a customer without a name',
    set: { [links]: [], '/customers/0/firstName': null, '/customers/0/lastName': undefined },
    says: ['fail not-linked'],
  },
  { name: 'links not given', set: { [links]: undefined }, says: [`unknown ${links}`] },
  {
    name: 'another loan was asked about',
    otherLoan: true,
    says: ['fail not-linked'],
    naming: ['CC-7301'],
  },
  {
    name: 'another loan was asked about, of several links',
    set: {
      [links]: [
        { emailAccess: false, loan: { id: 1, displayId: 'LN-1' } },
        { emailAccess: true, loan: { id: 2 } },
        {},
      ],
    },
    otherLoan: true,
    says: ['fail not-linked'],
    naming: ['"LN-1"', '"2"', 'without an id'],
  },

  { name: 'direct mail, enrolled', direct: true, says: ['pass'] },
  {
    name: 'direct mail, not enrolled',
    set: { [access]: false },
    direct: true,
    says: ['warn not-enrolled'],
  },
  {
    name: 'direct mail, access not given',
    set: { [access]: undefined },
    direct: true,
    says: ['skip no-data'],
  },
  { name: 'direct mail, no links', set: { [links]: [] }, direct: true, says: ['fail not-linked'] },
  {
    name: 'direct mail, links not given',
    set: { [links]: undefined },
    direct: true,
    says: [`unknown ${links}`],
  },
  {
    name: 'direct mail, another loan was asked about',
    direct: true,
    otherLoan: true,
    says: ['fail not-linked'],
  },
]);
